"""How fresh each thing is that the law lists: its duty's standing, or where else it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.moments import day_of
from almoner.framework.duties import Duty, Subject
from almoner.framework.items import Item
from almoner.framework.queries import framework_on
from almoner.publication.datasets import Column, Dataset, Type, Value

from .due_editions import Kept, duties_kept, duties_with_editions
from .kinds import Register

# The registers whose live pages show what a duty is about.
LIVE: Mapping[Subject, Register] = {
    Subject.GRANTS: Register.GRANTS,
    Subject.CONTRACTS: Register.CONTRACTS,
    Subject.SPEND: Register.SPEND,
}


class Freshness(TextChoices):
    """How something that is to be published stands, in one word of a closed list."""

    LATE = "late", gettext_lazy("late")
    DUE = "due", gettext_lazy("due")
    UP_TO_DATE = "up-to-date", gettext_lazy("up to date")
    NOT_YET_HERE = "not-yet-here", gettext_lazy("not published here yet")
    ELSEWHERE = "elsewhere", gettext_lazy("published elsewhere")
    NOT_SAID = "not-said", gettext_lazy("not said where")


COLOURS: Mapping[Freshness, str] = {
    Freshness.LATE: "red",
    Freshness.DUE: "blue",
    Freshness.UP_TO_DATE: "green",
    Freshness.NOT_YET_HERE: "yellow",
    Freshness.ELSEWHERE: "grey",
    Freshness.NOT_SAID: "yellow",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to be published: an item of the law, or a promise that the body made itself."""

    paragraph: str
    what: str
    when: str
    kept: Kept | None = None
    elsewhere: str = ""

    @property
    def duty(self) -> Duty | None:
        return self.kept.duty if self.kept else None

    @property
    def register(self) -> Register | None:
        """The register that shows it live, whatever its editions."""
        return LIVE.get(self.duty.dataset) if self.duty else None

    @property
    def state(self) -> Freshness:
        if self.kept is None:
            return Freshness.ELSEWHERE if self.elsewhere else Freshness.NOT_SAID
        standing = self.kept.standing
        if standing is None:
            owed = self.kept.owed
            return Freshness.UP_TO_DATE if owed and owed.out else Freshness.NOT_YET_HERE
        if standing.days_late:
            return Freshness.LATE
        return Freshness.UP_TO_DATE if standing.is_too_early else Freshness.DUE

    @property
    def colour(self) -> str:
        return COLOURS[self.state]

    @property
    def in_words(self) -> str:
        """How it stands, with the days where days are counted."""
        if self.kept and self.kept.standing and self.state in {Freshness.LATE, Freshness.DUE}:
            return str(self.kept.standing)
        return str(self.state.label)

    @property
    def days_late(self) -> int | None:
        standing = self.kept.standing if self.kept else None
        return standing.days_late if standing else None

    @property
    def due_on(self) -> date | None:
        standing = self.kept.standing if self.kept else None
        return standing.due_on if standing else None

    @property
    def published_on(self) -> date | None:
        """When its latest edition was issued or, of copies, the last one came out."""
        if self.kept is None:
            return None
        if self.kept.owed:
            last = self.kept.owed.last_out_at
        else:
            last = self.kept.latest.issued_at if self.kept.latest else None
        return day_of(last) if last else None


def freshness(*, on: date) -> list[Line]:
    """Every item of the law in its order, then the body's own promises, in two queries."""
    kept = {one.duty.code: one for one in duties_kept(on=on)}
    items = framework_on(on).items
    named = {item.duty for item in items}
    rest = [one for code, one in kept.items() if code not in named]
    return [*(_line(item, kept) for item in items), *map(_promise, rest)]


def freshness_of_editions(*, on: date) -> list[Line]:
    """How each duty stands that has editions made here: what a front page says, in two queries."""
    return [_promise(one) for one in duties_with_editions(on=on)]


def late_duties(*, on: date) -> list[Kept]:
    """The duties that are late, the latest of them first."""
    late = [one for one in duties_kept(on=on) if one.standing and one.standing.days_late]
    return sorted(late, key=lambda one: one.standing.due_on if one.standing else on)


def _line(item: Item, kept: Mapping[str, Kept]) -> Line:
    met = kept[item.duty] if item.duty else None
    return Line(item.paragraph, item.what, item.when, met, item.elsewhere or "")


def _promise(kept: Kept) -> Line:
    duty = kept.duty
    often = str(duty.frequency.label) if duty.frequency else _("each as it comes")
    return Line(duty.law or "", duty.what, often, kept)


class FreshnessTable(Dataset):
    """The same for programs: a row for each thing that is to be published."""

    slug = "freshness"
    title = "What must be published, and how it stands"
    columns = [
        Column("paragraph", "Where the law asks for it; empty for the body's own promise"),
        Column("what", "What is to be published"),
        Column("when", "When, as the law or the promise says"),
        Column("duty", "The code of the duty that meets it here"),
        Column("state", f"One of: {', '.join(Freshness.values)}"),
        Column(
            "last_published_on",
            "When its latest edition, or the latest copy, was published",
            type=Type.DAY,
        ),
        Column("last_period", "The period of that edition"),
        Column("next_due_on", "When the next is due", type=Type.DAY),
        Column("next_period", "The period that is due next"),
        Column("days_late", "How many days late that is", type=Type.COUNT),
        Column("elsewhere", "Where it is published, if not here"),
    ]

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines

    def rows(self) -> Iterator[tuple[Value, ...]]:
        for line in self.lines:
            latest = line.kept.latest if line.kept else None
            standing = line.kept.standing if line.kept else None
            yield (
                line.paragraph,
                line.what,
                line.when,
                line.duty.code if line.duty else "",
                line.state.value,
                line.published_on,
                latest.period if latest else "",
                line.due_on,
                str(standing.period) if standing and standing.period else "",
                line.days_late,
                line.elsewhere,
            )

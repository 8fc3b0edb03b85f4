"""Questions about assurance files: of what one is asked, and which were taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from almoner.accounts.queries import names_of
from almoner.audits.models import Recommendation
from almoner.audits.queries import in_full
from almoner.core.models import Event
from almoner.decisions.models import Decision
from almoner.decisions.queries import decisions
from almoner.reports.events import AssuranceFileEvent


@dataclass(frozen=True, slots=True)
class Taken:
    """That somebody took a file: when, as at which day, and its manifest's digest."""

    line: int
    at: datetime
    who: str
    as_at: date
    manifest: str
    left_out: int


def thing_called(reference: str) -> Recommendation | Decision | None:
    """The recommendation, or the decision, of a reference or a number."""
    named = Q(reference=reference) | Q(number=reference)
    found = in_full(Recommendation.objects.filter(reference=reference)).first()
    return found or decisions().filter(named).first()


def lines_of_taking(name: str) -> QuerySet[Event]:
    """The lines that say that a file of a thing was taken, the last first."""
    taken = Event.objects.filter(about=name, kind=AssuranceFileEvent.TAKEN)
    return taken.order_by("-number")


def told_in(lines: list[Event]) -> Iterator[Taken]:
    """What these lines say, with the names of who took each: one question."""
    references = {line.number: line.actor.rpartition(":")[2] for line in lines}
    names = names_of(references.values())
    for line in lines:
        who, facts = references[line.number], line.facts
        yield Taken(
            line.number,
            line.happened_at,
            names.get(who, who),
            date.fromisoformat(facts["as_at"]),
            facts["manifest"],
            int(facts["left_out"]),
        )

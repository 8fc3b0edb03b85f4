"""How the body stands with its duties: which periods are published, on their way, or due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from almoner.core.once import asked_once
from almoner.core.standing import kept_until_heard, kept_while_ledger_stands, kinds_of
from almoner.framework.calendar import (
    Span,
    Standing,
    edition_due_on,
    period_ended_last,
    period_named,
    periods_between,
    standing_of_editions,
)
from almoner.framework.duties import Duty
from almoner.framework.queries import duty_as_it_last_was, framework_on
from almoner.publication.datasets import registry

from .copies import Owed, is_of_copies, owed
from .events import EditionEvent
from .models import Edition, Preparation
from .public_decisions import decisions_owed, is_of_decisions
from .queries import open_preparations


@dataclass(frozen=True, slots=True)
class Kept:
    """A duty on a day: its latest edition, how it stands, and what is on its way.

    A duty of which nothing here makes the rows has no standing; of copies, what is `owed` says it.
    """

    duty: Duty
    latest: Edition | None
    standing: Standing | None
    under_way: list[Preparation]
    published: frozenset[str]
    owed: Owed | None = None

    @property
    def to_begin(self) -> Span | None:
        """The period that is over, and of which nothing is published or on its way."""
        if self.standing is None or self.standing.period is None or self.standing.is_too_early:
            return None
        there = self.published | {one.period for one in self.under_way}
        return None if str(self.standing.period) in there else self.standing.period


def duty_called(code: str, *, on: date) -> Duty:
    """The duty of that code by the framework of a day. Raises NoSuchDuty."""
    return framework_on(on).duty_called(code)


def duty_behind(preparation: Preparation, *, on: date) -> Duty:
    """The duty that an edition in preparation is for. What was begun is finished, or given up, by
    the duty as it last was, where the framework no longer has it. Raises NoSuchDuty.
    """
    return duty_as_it_last_was(preparation.duty, on=on)


def is_prepared_here(duty: Duty) -> bool:
    """Whether the duty has editions, and something here that makes their rows."""
    return not duty.is_continuous and duty.dataset in registry


def due_on(preparation: Preparation, *, on: date) -> date:
    """The last day on which an edition in preparation is in time, by the framework of a day.

    Raises NoSuchDuty.
    """
    duty = duty_behind(preparation, on=on)
    return edition_due_on(duty, period_named(duty, preparation.period))


@kept_while_ledger_stands
@asked_once
def duties_kept(*, on: date) -> list[Kept]:
    """Every duty of the framework, in two queries, and two more for each duty of copies."""
    return standings_of(framework_on(on).duties, on=on)


def duties_with_editions(*, on: date) -> list[Kept]:
    """The duties that have editions made here, in two queries. Of what is on its way, which the
    public is not told, nothing is asked.
    """
    duties = [duty for duty in framework_on(on).duties if is_prepared_here(duty)]
    editions = _editions_by_duty()
    return [_kept(duty, editions.get(duty.code, []), [], on=on) for duty in duties]


def standings_of(duties: Iterable[Duty], *, on: date) -> list[Kept]:
    """How these duties stand, in two queries, and two more for each duty of copies."""
    editions, under_way = _made_and_under_way()
    return [
        _kept(
            duty,
            editions.get(duty.code, []),
            [one for one in under_way if one.duty == duty.code and _is_period_of(duty, one.period)],
            on=on,
        )
        for duty in duties
    ]


def periods_to_draft(*, on: date) -> Iterator[tuple[Duty, Span]]:
    """Periods that are over and of which nothing is published or on its way.

    From the first that is missing on; where nothing ever was published, the one that ended last.
    """
    for kept in duties_kept(on=on):
        if kept.standing is None or kept.standing.period is None:
            continue
        first, last = kept.standing.period, period_ended_last(kept.duty, on=on)
        there = kept.published | {one.period for one in kept.under_way}
        if first.first_day <= last.last_day:
            for period in periods_between(kept.duty, first=first.first_day, last=last.last_day):
                if str(period) not in there:
                    yield kept.duty, period


@kept_until_heard(kinds_of(EditionEvent))
def _made_and_under_way() -> tuple[dict[str, list[Edition]], list[Preparation]]:
    return _editions_by_duty(), list(open_preparations())


def _editions_by_duty() -> dict[str, list[Edition]]:
    """The editions of each duty, the latest period and number first."""
    found: dict[str, list[Edition]] = {}
    for edition in Edition.objects.exclude(duty="").order_by("-period", "-number"):
        found.setdefault(edition.duty, []).append(edition)
    return found


def _kept(duty: Duty, editions: list[Edition], under_way: list[Preparation], *, on: date) -> Kept:
    published = frozenset(e.period for e in editions if _is_period_of(duty, e.period))
    if is_of_copies(duty) or is_of_decisions(duty):
        found = owed(duty, on=on) if is_of_copies(duty) else decisions_owed(duty, on=on)
        return Kept(duty, None, found.standing, under_way, published, found)
    standing = None
    if is_prepared_here(duty):
        last = _last_without_gap(duty, published)
        standing = standing_of_editions(duty, published=last, on=on)
    return Kept(duty, editions[0] if editions else None, standing, under_way, published)


def _is_period_of(duty: Duty, text: str) -> bool:
    """Whether an edition is of a period that the duty has now: its rhythm may have changed."""
    try:
        period_named(duty, text)
    except ValueError:
        return False
    return True


def _last_without_gap(duty: Duty, published: frozenset[str]) -> Span | None:
    """The last period before one is missing: a later edition does not hide a hole."""
    if not published:
        return None
    period = period_named(duty, min(published))
    while str(following := period.following()) in published:
        period = following
    return period

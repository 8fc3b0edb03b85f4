"""Who hears of an edition that is not out, and when: a ladder of three rungs, each climbed once.

1. `edition.due-soon`: a week before the day it is due, its owner.
2. `edition.fell-due`: on that day, its deputy.
3. `edition.escalated`: from the day after, the director, for whom the approver's role stands.

They are climbed in order: a house that slept through the due day tells the deputy, then the
director, on the day it wakes. What is due already is not said to be due soon. The ledger says which
rungs were climbed. A correction is not late: its period is out.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from almoner.accounts.roles import Role
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.framework.calendar import edition_due_on, period_named
from almoner.framework.duties import Duty

from .due_editions import duties_kept
from .events import EditionEvent
from .models import Preparation

DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder: its line in the ledger, its days beside the due day, and who hears."""

    event: EditionEvent
    first: timedelta
    last: timedelta | None
    role_of: Callable[[Duty], Role]

    def is_for(self, on: date, *, due_on: date) -> bool:
        """Whether this is to be said on a day of what is due on another."""
        return due_on + self.first <= on and (self.last is None or on <= due_on + self.last)


LADDER = (
    Rung(EditionEvent.DUE_SOON, -A_WEEK, -DAY, lambda duty: duty.owner),
    Rung(EditionEvent.FELL_DUE, timedelta(), None, lambda duty: duty.deputy),
    Rung(EditionEvent.ESCALATED, DAY, None, lambda _duty: Role.APPROVER),
)


def rung_of(event: EditionEvent) -> Rung:
    return next(rung for rung in LADDER if rung.event == event)


def rungs_to_climb(*, on: date) -> Iterator[tuple[Preparation, Rung]]:
    """What is to be said today of each edition on its way, in the ladder's order."""
    open_now = [
        (preparation, edition_due_on(kept.duty, period_named(kept.duty, preparation.period)))
        for kept in duties_kept(on=on)
        for preparation in kept.under_way
        if not preparation.correction and preparation.escalated_at is None
    ]
    climbed = _climbed([preparation for preparation, _due_on in open_now])
    for preparation, due_on in open_now:
        for rung in LADDER:
            said = (name_of(preparation), str(rung.event)) in climbed
            if not said and rung.is_for(on, due_on=due_on):
                yield preparation, rung


def is_climbed(preparation: Preparation, rung: Rung) -> bool:
    return bool(_climbed([preparation]) & {(name_of(preparation), str(rung.event))})


def _climbed(preparations: Collection[Preparation]) -> set[tuple[str, str]]:
    told = Event.objects.filter(
        about__in=[name_of(one) for one in preparations],
        kind__in=[str(rung.event) for rung in LADDER],
    )
    return set(told.values_list("about", "kind"))

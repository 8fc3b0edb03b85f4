"""How the demonstration's editions come out: each duty in its time, one corrected, one late."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from almoner.accounts.models import User
from almoner.core.moments import day_of
from almoner.core.periods import Month, Quarter
from almoner.framework.calendar import Span
from almoner.registers.due_editions import duty_called
from almoner.registers.models import Preparation
from almoner.registers.operations.editions import approve_edition
from almoner.registers.operations.preparing import begin_correction, draft_edition, submit_edition

MONTHLY = ("grants-monthly",)
QUARTERLY = ("grants-quarterly", "contracts-quarterly", "contracts-small-quarterly")
# Of the last quarter nobody has made this one yet, so that a visitor sees what late looks like.
LEFT_UNDONE = "contracts-small-quarterly"
CORRECTED = "contracts-quarterly"
PUT_RIGHT = (
    "Two contracts had been extended before the quarter ended, and the register did not say so."
)


def periods_due(months: Sequence[Month], quarters: Sequence[Quarter]) -> Iterator[tuple[str, Span]]:
    """What the registers let the body publish: the duty, and of which period."""
    for code in MONTHLY:
        for month in months:
            yield code, month
    for code in QUARTERLY:
        for quarter in quarters:
            if code != LEFT_UNDONE or quarter != quarters[-1]:
                yield code, quarter


def issue(code: str, period: Span, *, by: User, approver: User, moment: datetime) -> None:
    """One drafts and submits, and the other approves."""
    _approve(
        draft_edition(duty_called(code, on=day_of(moment)), period, by=by, at=moment),
        by,
        approver,
        moment,
    )


def correct(period: Quarter, *, by: User, approver: User, moment: datetime) -> None:
    """A mistake is found, and a second edition says so."""
    begun = begin_correction(
        duty_called(CORRECTED, on=day_of(moment)), period, reason=PUT_RIGHT, by=by, at=moment
    )
    _approve(begun, by, approver, moment)


def _approve(drafted: Preparation, by: User, approver: User, moment: datetime) -> None:
    ready = submit_edition(drafted, by=by, at=moment)
    approve_edition(ready, seen=ready.digest, by=approver, at=moment + timedelta(minutes=1))

"""How long a control has held: what its nights say, up to and with what it says today."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .asking import Tally, tally
from .controls import Control, control_called
from .models import Run

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """Whether a control held on every night from a day up to another, and how it stands then.

    `broke_on` is the last night on which it was broken; `unasked_on` the first of which nobody
    knows, since it could not be asked or was not. Neither is green.
    """

    control: Control[Any]
    first: date
    tally: Tally
    broke_on: date | None
    unasked_on: date | None

    @property
    def is_held(self) -> bool:
        return self.tally.is_green and self.broke_on is None and self.unasked_on is None


def held_since(code: str, first: date, *, on: date) -> Held:
    """Ask the nights of a control from a day on, and the control itself today.

    Raises NoSuchControl.
    """
    control = control_called(code)
    runs = {run.night: run for run in runs_between(code, first, on)}
    broken = [night for night, run in runs.items() if run.broken or run.failure]
    unasked = [night for night in nights(first, on - DAY) if night not in runs]
    return Held(
        control,
        first,
        tally(control, on=on),
        broke_on=max(broken, default=None),
        unasked_on=min(unasked, default=None),
    )


def runs_between(code: str, first: date, last: date) -> list[Run]:
    """The nights of a control over some days, the earliest first."""
    found = Run.objects.filter(control=code, night__gte=first, night__lte=last)
    return list(found.order_by("night"))


def nights(first: date, last: date) -> list[date]:
    return [first + DAY * n for n in range((last - first).days + 1)]

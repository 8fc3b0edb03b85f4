"""Who put what right: the lines of the ledger that a thing left between the night which last saw it
break a control and the night which no longer did. Asked when it is read; nobody is named here.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from almoner.accounts.models import User
from almoner.core.models import Event

from .controls import Control, parameters_on
from .models import Lapse, Run


@dataclass(frozen=True, slots=True)
class PutRight:
    """A lapse that ended, and what was done to the thing meanwhile: nothing, where something that
    it depends on changed.
    """

    lapse: Lapse
    acts: list[Event]


def put_right(lapses: Collection[Lapse]) -> list[PutRight]:
    """What was done about lapses of one control that ended. Two queries, however many."""
    spans = _spans(lapses)
    if not spans:
        return []
    since, until = min(span[0] for span in spans.values()), max(span[1] for span in spans.values())
    about: dict[str, list[Event]] = defaultdict(list)
    lines = Event.objects.filter(about__in={one.about for one in lapses if one.about})
    for line in lines.filter(recorded_at__gt=since, recorded_at__lte=until).order_by("number"):
        about[line.about].append(line)
    return [
        PutRight(one, [line for line in about[one.about] if _within(line, spans[one.pk])])
        for one in lapses
        if one.pk in spans
    ]


def _spans(lapses: Collection[Lapse]) -> dict[int, tuple[datetime, datetime]]:
    """By lapse, when it was last seen to last and when first found to have ended. A night on which
    nobody could tell is none.
    """
    if not lapses:
        return {}
    told = Run.objects.filter(control__in={one.control for one in lapses}, failure="")
    first = min(one.first_on for one in lapses)
    nights = {run.night: run.ran_at for run in told.filter(night__gte=first)}
    found = {}
    for one in lapses:
        before = max((n for n in nights if one.mended_on and n < one.mended_on), default=None)
        if before and one.mended_on in nights:
            found[one.pk] = nights[before], nights[one.mended_on]
    return found


def _within(line: Event, span: tuple[datetime, datetime]) -> bool:
    return span[0] < line.recorded_at <= span[1]


def open_among(control: Control[Any], user: User, abouts: Collection[str], *, on: date) -> set[str]:
    """Of things by their names in the ledger, those that a reader of the control may know of.

    They need not be covered any more. One query, where not all are open to all readers.
    """
    if type(control).open_to is Control.open_to:
        return set(abouts)
    model = control.covers(on, parameters_on(control.code, on)).model
    label = model._meta.label_lower
    named = {name.partition(":")[2] for name in abouts if name.startswith(f"{label}:")}
    cases = model._default_manager.filter(reference__in=named)
    seen = control.open_to(user, cases, on).values_list("reference", flat=True)
    return {f"{label}:{reference}" for reference in seen}

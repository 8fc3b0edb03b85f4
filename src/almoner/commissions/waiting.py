"""What is stuck: live cases that have waited at a gate, on hold or in a stage for long, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.assurance.asking import tried
from almoner.assurance.controls import (
    Break,
    Place,
    control_called,
    known_controls,
    read_parameters,
)
from almoner.core.moments import day_of, end_of
from almoner.core.once import reading
from almoner.framework.holding import empty_offices
from almoner.framework.offices import Office

from .models import Commission, GateAsked, Pause, StageEntry
from .queries import pipeline_visible_to
from .rules import office_next, rules_of
from .states import CaseState, GateState

LONG = 30


class Why(StrEnum):
    """What a case waits for."""

    OFFICE = "office"
    EMPTY = "empty"
    HOLD = "hold"
    CONTROLS = "controls"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Reason:
    """A control of its gate that a case breaks, and where that is put right."""

    control: str
    said: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case, since when it has waited, and for whom or for what."""

    case: Commission
    since: date
    days: int
    why: Why
    office: str = ""
    code: str = ""
    until: date | None = None
    reasons: tuple[Reason, ...] = ()


def cases_waiting(user: User, *, longer_than: int, on: date) -> QuerySet[Commission]:
    """The live cases somebody may see that have stood where they are for more than so many days,
    the longest first: since they asked their gate, were put on hold or came to their stage.
    """
    gates = GateAsked.objects.filter(commission=OuterRef("pk"), state=GateState.ASKED)
    entries = StageEntry.objects.filter(commission=OuterRef("pk")).order_by().values("commission")
    pauses = Pause.objects.filter(commission=OuterRef("pk"), became=CaseState.ON_HOLD)
    came = Subquery(entries.annotate(last=Max("entered_at")).values("last"))
    asked = Subquery(gates.values("asked_at")[:1])
    found = pipeline_visible_to(user, on=on).annotate(waits_since=Coalesce(asked, came))
    found = found.filter(waits_since__lt=end_of(on - timedelta(days=longer_than + 1)))
    paused = pauses.order_by("-pk").values("until")[:1]
    return found.annotate(paused_until=Subquery(paused)).order_by("waits_since", "reference")


def why_they_wait(some: Iterable[Commission], *, on: date) -> list[Waiting]:
    """Of a page of these, what each waits for: as many questions whatever their number."""
    found = list(some)
    gates = GateAsked.objects.filter(state=GateState.ASKED, commission__in=found)
    asked = {gate.commission_id: gate for gate in gates.annotate(count=Count("said"))}
    free = [one for one in found if one.pk not in asked and one.state == CaseState.OPEN]
    broken = _broken_by(free, on=on)
    turns = {key: _office_of(gate) for key, gate in asked.items()}
    empty = empty_offices([office for office in turns.values() if office], on=on)
    return [
        _at_gate(one, turns[one.pk], empty, on=on)
        if one.pk in asked
        else _waiting(one, broken.get(one.pk, ()), on=on)
        for one in found
    ]


def _office_of(gate: GateAsked) -> Office | None:
    return office_next(gate, getattr(gate, "count", 0))


def _at_gate(case: Commission, office: Office | None, empty: set[str], *, on: date) -> Waiting:
    since = _since(case)
    if office is None:
        return Waiting(case, since, (on - since).days, Why.OFFICE)
    why = Why.EMPTY if office.code in empty else Why.OFFICE
    days = (on - since).days
    return Waiting(case, since, days, why, office=office.title, code=office.code)


def _since(case: Commission) -> date:
    moment: datetime = getattr(case, "waits_since")  # noqa: B009 - the query annotates it
    return day_of(moment)


def _waiting(case: Commission, reasons: tuple[Reason, ...], *, on: date) -> Waiting:
    since = _since(case)
    days = (on - since).days
    if case.state == CaseState.ON_HOLD:
        until = getattr(case, "paused_until", None)
        return Waiting(case, since, days, Why.HOLD, until=until)
    return Waiting(case, since, days, Why.CONTROLS if reasons else Why.LEAD, reasons=reasons)


def _broken_by(some: list[Commission], *, on: date) -> dict[int, tuple[Reason, ...]]:
    """The controls of their own gates that cases break, by the keys of the cases. Each control is
    asked once of all that have it at their gate by the same framework.
    """
    asks: dict[tuple[str, str], list[Commission]] = {}
    for case in some:
        for code in rules_of(case).stage.controls:
            asks.setdefault((code, case.framework.digest), []).append(case)
    found: dict[int, list[Reason]] = {case.pk: [] for case in some}
    with reading():
        for (code, _digest), cases in asks.items():
            for key, reason in _asked(code, cases, on=on):
                found[key].append(reason)
    return {key: tuple(reasons) for key, reasons in found.items()}


def _asked(code: str, some: list[Commission], *, on: date) -> Iterator[tuple[int, Reason]]:
    if code not in known_controls():
        unknown = Reason(code, _("No part of this system checks it yet."))
        yield from ((case.pk, unknown) for case in some)
        return
    control = control_called(code)
    settled = read_parameters(code, rules_of(some[0]).framework.parameters_of(code))

    def ask() -> list[Break]:
        cases = control.covers(on, settled).filter(pk__in=[case.pk for case in some])
        return list(control.breaks(cases, on, settled))

    title, keys = str(control.title), {str(case): case.pk for case in some}
    breaks, failure = tried(code, ask)
    if failure:
        unasked = Reason(title, _("It could not be checked, so nothing says that it is kept."))
        yield from ((key, unasked) for key in keys.values())
    for found in breaks or []:
        yield keys[found.reference], Reason(title, found.reason, found.place)

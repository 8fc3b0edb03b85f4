"""What cases ask of people: a decision at a gate, a signature, an answer, a case on hold."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due
from almoner.core.references import name_of

from .gatekeeping import office_next
from .models import Commission, GateAsked, Pause
from .policies import SIGNERS
from .queries import (
    READERS_OF_RESTRICTED,
    assessments_awaiting_signature,
    cases,
    cases_of,
    gates_awaiting,
    members_on,
)
from .screening import flaws_of
from .states import CaseState, GateState

NOTICE = timedelta(days=14)


@declare_due
def gates_to_decide(worker: Worker, on: date) -> Iterator[Due]:
    """Cases at a gate, for whoever holds the office whose turn it is and has no part in them."""
    mine = people_of(worker)
    waiting = (
        gates_awaiting()
        .select_related("commission__framework")
        .prefetch_related("said__decided_by")
    )
    waiting = waiting.defer("commission__framework__text")
    teams = _teams([gate.commission_id for gate in waiting], on) if waiting else {}
    for gate in waiting:
        said = list(gate.said.all())
        office = office_next(gate, len(said))
        concerned = {gate.asked_by.reference, gate.commission.lead.reference}
        concerned |= teams.get(gate.commission_id, set())
        concerned |= {one.decided_by.reference for one in said}
        if office and office.role in worker.roles and not mine & concerned:
            what = _("Decide at a gate: %(case)s") % {"case": gate.commission}
            yield Due(name_of(gate), what, "decide", called=gate.commission.title)


@declare_due
def assessments_to_sign(worker: Worker, on: date) -> Iterator[Due]:
    """Finished assessments, for whoever may sign them and did not write them."""
    if not worker.roles & SIGNERS:
        return
    mine = people_of(worker)
    waiting = assessments_awaiting_signature().exclude(written_by__reference__in=mine)
    if not worker.roles & READERS_OF_RESTRICTED:
        seen = Commission.objects.filter(cases_of(mine, on=on)).values("pk")
        waiting = waiting.filter(commission__is_restricted=False) | waiting.filter(
            commission__in=seen
        )
    for assessment in waiting:
        if not flaws_of(assessment.kind, assessment.answers):
            words = {"kind": assessment.get_kind_display(), "case": assessment.commission}
            what = _("Sign: %(kind)s, %(case)s") % words
            yield Due(name_of(assessment), what, "sign", called=assessment.commission.title)


@declare_due
def gates_sent_back(worker: Worker, _on: date) -> Iterator[Due]:
    """Cases of theirs that came back from a gate with questions, and have not asked again."""
    if Role.COMMISSIONING_OFFICER not in worker.roles:
        return
    led = GateAsked.objects.filter(
        commission__state=CaseState.OPEN, commission__lead__reference__in=people_of(worker)
    )
    latest = {gate.commission_id: gate for gate in led.select_related("commission").order_by("pk")}
    for gate in latest.values():
        if gate.state == GateState.BACK:
            what = _("Answer the questions asked at the gate: %(case)s")
            said = what % {"case": gate.commission}
            yield Due(name_of(gate.commission), said, "read", called=gate.commission.title)


@declare_due
def cases_to_take_up(worker: Worker, on: date) -> Iterator[Due]:
    """Cases of theirs that were on hold until a day that is near."""
    if Role.COMMISSIONING_OFFICER not in worker.roles:
        return
    held = Pause.objects.filter(
        became=CaseState.ON_HOLD,
        until__lte=on + NOTICE,
        commission__state=CaseState.ON_HOLD,
        commission__lead__reference__in=people_of(worker),
    ).select_related("commission")
    for pause in {one.commission_id: one for one in held.order_by("pk")}.values():
        what = _("Take up again, or say until when it waits: %(case)s")
        said = what % {"case": pause.commission}
        title = pause.commission.title
        yield Due(name_of(pause.commission), said, "read", pause.until, called=title)


@declare_due
def cases_to_open(worker: Worker, on: date) -> Iterator[Due]:
    """Cases of theirs that are to open soon and still stand at their first stage."""
    if Role.COMMISSIONING_OFFICER not in worker.roles:
        return
    led = cases().filter(
        state=CaseState.OPEN,
        lead__reference__in=people_of(worker),
        current__opens_on__lte=on + NOTICE,
        gates=None,
    )
    for case in led:
        what = _("It is to open, and has passed no gate: %(case)s") % {"case": case}
        opens_on = case.current.opens_on if case.current else None
        yield Due(name_of(case), what, "gate", opens_on, called=case.title)


def _teams(keys: list[int], on: date) -> dict[int, set[str]]:
    teams: dict[int, set[str]] = defaultdict(set)
    rows = members_on(on).filter(commission__in=keys)
    for key, reference in rows.values_list("commission_id", "person__reference"):
        teams[key].add(reference)
    return teams

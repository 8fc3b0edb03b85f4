"""What cases ask of people: a decision at a gate, a signature, an answer, a case on hold."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.events import InvitationEvent, PersonEvent, RoleEvent
from almoner.accounts.roles import Role
from almoner.core.due import (
    Due,
    Sitting,
    Worker,
    declare_due_changed_by,
    declare_due_to_board,
)
from almoner.core.references import name_of
from almoner.framework.events import OfficeEvent
from almoner.framework.holding import empty_offices, offices_open_to
from almoner.framework.offices import Office
from almoner.framework.queries import framework_on

from .events import (
    AssessmentEvent,
    CaseEvent,
    GateEvent,
    PlanEvent,
)
from .models import Commission, GateAsked, GateStep, Pause, PlanEntry
from .policies import SIGNERS
from .queries import (
    READERS_OF_RESTRICTED,
    assessments_awaiting_signature,
    cases,
    cases_of,
    gates_awaiting,
    members_on,
)
from .rules import office_next
from .screening import flaws_of
from .states import LIVE, CaseState, GateState, PlanState

NOTICE = timedelta(days=14)
# No office asks for these roles: a framework that says so is refused.
DECIDE_NOTHING = {Role.ADMINISTRATOR, Role.AUDITOR}
# Whose turn it is at a gate follows from who holds which office.
OF_GATES = (CaseEvent, GateEvent, OfficeEvent, RoleEvent, InvitationEvent, PersonEvent)


@declare_due_changed_by(*OF_GATES)
def gates_to_decide(worker: Worker, on: date) -> Iterator[Due]:
    """Cases at a gate, for whoever holds the office whose turn it is and has no part in them."""
    if not worker.roles - DECIDE_NOTHING:
        return
    held = offices_open_to(worker, on=on)
    if not held:
        return
    mine = people_of(worker)
    team = members_on(on).filter(commission=OuterRef("commission"), person__reference__in=mine)
    earlier = GateStep.objects.filter(gate=OuterRef("pk")).filter(
        Q(decided_by__reference__in=mine) | Q(in_place_of__reference__in=mine)
    )
    theirs = Q(asked_by__reference__in=mine) | Q(commission__lead__reference__in=mine)
    waiting = gates_awaiting().exclude(theirs | Exists(team) | Exists(earlier))
    waiting = waiting.select_related("commission__framework").defer("commission__framework__text")
    for gate in waiting.annotate(count=Count("said")):
        office = office_next(gate, gate.count)
        if office and office.code in held and office.role in worker.roles:
            what = _("Decide at a gate: %(case)s") % {"case": gate.commission}
            yield Due(name_of(gate), what, "decide", called=_title(gate.commission))


@declare_due_to_board
def gates_for_board(sitting: Sitting, on: date) -> Iterator[Due]:
    """Cases at a gate where it is the turn of an office that acts in the meetings of a board."""
    codes = {one.code for one in framework_on(on).offices if one.board == sitting.code}
    if not codes:
        return
    waiting = gates_awaiting().select_related("commission__framework")
    for gate in waiting.defer("commission__framework__text").annotate(count=Count("said")):
        office = office_next(gate, gate.count)
        if office and office.code in codes:
            what = _("Decide at a gate: %(case)s") % {"case": gate.commission}
            yield Due(name_of(gate.commission), what, "read", called=_title(gate.commission))


@declare_due_changed_by(*OF_GATES)
def offices_to_fill(worker: Worker, on: date) -> Iterator[Due]:
    """Empty offices for which cases wait, for the administrators, who are told of no case."""
    if Role.ADMINISTRATOR not in worker.roles:
        return
    empty = {office.code: office for _gate, office in _waiting_in_vain(gates_awaiting(), on=on)}
    for code, office in sorted(empty.items()):
        what = _("Nobody holds this office, and cases wait for it: %(office)s")
        yield Due(f"framework.office:{code}", what % {"office": office.title}, "read")


def _waiting_in_vain(gates: QuerySet[GateAsked], *, on: date) -> Iterator[tuple[GateAsked, Office]]:
    """Those of these gates where it is the turn of an office in which nobody could act."""
    turns = [(gate, office_next(gate, gate.count)) for gate in gates.annotate(count=Count("said"))]
    empty = empty_offices([office for _gate, office in turns if office], on=on)
    for gate, office in turns:
        if office and office.code in empty:
            yield gate, office


@declare_due_changed_by(CaseEvent, GateEvent, AssessmentEvent)
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
            yield Due(name_of(assessment), what, "sign", called=_title(assessment.commission))


@declare_due_changed_by(CaseEvent, GateEvent, PlanEvent)
def plan_entries_to_check(worker: Worker, _on: date) -> Iterator[Due]:
    """What leads would say on the forward plan, for the publishers who did not write it."""
    if Role.PUBLISHER not in worker.roles:
        return
    mine = people_of(worker)
    waiting = PlanEntry.objects.filter(
        state=PlanState.PROPOSED, commission__is_restricted=False, commission__state__in=LIVE
    )
    waiting = waiting.exclude(written_by__reference__in=mine).select_related("commission")
    for entry in waiting:
        what = _("Check for the forward plan: %(case)s") % {"case": entry.commission}
        yield Due(name_of(entry), what, "read", called=entry.title)


@declare_due_changed_by(CaseEvent, GateEvent)
def cases_to_lead(worker: Worker, on: date) -> Iterator[Due]:
    """Of the cases that somebody leads: what came back from a gate or waits there for an office
    that nobody holds, what was on hold until a day that is near, and what is to open soon and has
    asked no gate.
    """
    if Role.COMMISSIONING_OFFICER not in worker.roles:
        return
    gates = GateAsked.objects.filter(commission=OuterRef("pk")).order_by("-pk")
    pauses = Pause.objects.filter(commission=OuterRef("pk")).order_by("-pk")
    theirs = cases().filter(state__in=LIVE, lead__reference__in=people_of(worker))
    states, ends = gates.values("state")[:1], pauses.values("until")[:1]
    led = list(theirs.annotate(gate=Subquery(states), until=Subquery(ends)))
    waits = [case.pk for case in led if case.gate == GateState.ASKED]
    asked = gates_awaiting().filter(commission__in=waits) if waits else GateAsked.objects.none()
    for gate, office in _waiting_in_vain(asked, on=on):
        what = _("%(case)s waits: ask an administrator who is to be %(office)s")
        words = {"case": gate.commission, "office": office.title}
        yield Due(name_of(gate), what % words, "read", called=gate.commission.title)
    for case in led:
        found = _asked_of_lead(case, case.gate, case.until, on=on)
        if found:
            what, verb, day = found
            yield Due(name_of(case), what % {"case": case}, verb, day, called=_title(case))


def _asked_of_lead(
    case: Commission, gate: str | None, until: date | None, *, on: date
) -> tuple[str, str, date | None] | None:
    """What a case asks of its lead: the words, where it is done, by when."""
    if case.state == CaseState.ON_HOLD:
        if until and until <= on + NOTICE:
            words = _("Take up again, or say until when it waits: %(case)s")
            return words, "read", until
        return None
    if gate == GateState.BACK:
        return _("Answer the questions asked at the gate: %(case)s"), "read", None
    opens_on = case.current.opens_on if case.current else None
    if gate is None and opens_on and opens_on <= on + NOTICE:
        return _("It is to open, and has asked no gate: %(case)s"), "gate", opens_on
    return None


def _title(case: Commission) -> str:
    """What those who see its page know it by; of a restricted case, nothing."""
    return "" if case.is_restricted else case.title

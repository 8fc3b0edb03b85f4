"""Gates: a case asks to leave its stage, and those whose turn it is say go, back or stop."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from msgspec import to_builtins

from almoner.accounts.models import User
from almoner.actions.operations import open_action
from almoner.commissions.digests import digest_of
from almoner.commissions.events import GateEvent
from almoner.commissions.gatekeeping import (
    controls_of,
    reasons_in,
    route_is_open,
    value_for,
)
from almoner.commissions.kinds import GateOutcome
from almoner.commissions.models import Commission, GateAsked, GateStep, Pause, StageEntry
from almoner.commissions.opening import Opening, in_place_of, opening_of
from almoner.commissions.policies import may_ask_gate, may_decide_gate, may_lead_case
from almoner.commissions.readings import terms_of
from almoner.commissions.rules import rules_of
from almoner.commissions.states import (
    CASE_LIFECYCLE,
    GATE_LIFECYCLE,
    OVER,
    CaseState,
    GateState,
)
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.framework.approval import NoLimit
from almoner.framework.queries import InForce

from .cases import lock_case
from .leaving import leave_plan

PASSES = {GateOutcome.GO, GateOutcome.GO_WITH_CONDITIONS}
CLOSING = ""  # what follows the last stage


@operation
def ask_gate(
    commission: Commission, *, onward: str, now: InForce, by: User, at: datetime
) -> GateAsked:
    """Ask that a case be let into the stage `onward`, or closed; `now` is the framework in force.

    Every control of the gate must stand. Where a signed decision lets it through, or the framework
    names nobody to decide, the case moves at once. Raises PermissionDenied or ValidationError,
    which says what is missing.
    """
    commission = lock_case(commission)
    on = day_of(at)
    require(may_ask_gate(by, commission, on=on))
    rules = rules_of(commission)
    if onward not in (rules.stage.next or (CLOSING,)):
        raise ValidationError(_("That stage does not follow the one where this case stands."))
    controls = controls_of(commission, on=on)
    closed = route_is_open(commission, rules)
    _refuse([*([closed] if closed else []), *reasons_in(controls)])
    gate = GateAsked(commission=commission, stage=commission.stage, onward=onward)
    gate.controls = [one.kept() for one in controls]
    opening = _opening(commission, now)
    gate.steps = [to_builtins(office) for office in opening.offices]
    gate.authority = opening.authority.kept() if opening.authority else None
    gate.value = value_for(commission, rules)
    gate.version = terms_of(commission).number
    gate.asked_by, gate.asked_at = by, at
    if not gate.steps:
        gate.state, gate.settled_at = GateState.GO, at
    gate.save(force_insert=True)
    if not gate.steps:
        _move(gate, commission, at=at)
    if commission.state in OVER:
        leave_plan(commission, by=by, at=at)
    _record_asked(gate, commission, by=by, at=at)
    return gate


def _record_asked(gate: GateAsked, commission: Commission, *, by: User, at: datetime) -> None:
    facts = _facts(gate, gate.controls)
    if gate.authority is None:
        kind = GateEvent.ASKED if gate.steps else GateEvent.PASSED
        record(kind, about=commission, by=by, at=at, **facts)
        return
    known = {"decision": gate.authority["number"], "snapshot": gate.authority["snapshot"]}
    record(GateEvent.PASSED_BY_DECISION, about=commission, by=by, at=at, **facts, **known)


@operation
def decide_gate(
    gate: GateAsked,
    *,
    outcome: GateOutcome,
    words: str = "",
    by_when: date | None = None,
    by: User,
    at: datetime,
) -> GateAsked:
    """Say, in the office whose turn it is, what becomes of a case at its gate.

    The last go lets it through. Sent back, it stays where it is; stopped, it is over. The controls
    are asked again: what no longer stands is not let through. Conditions become an action of the
    lead, due `by_when`, which whoever set them verifies.

    Raises PermissionDenied, ValidationError or IllegalTransition.
    """
    commission = lock_case(gate.commission)
    gate = GateAsked.objects.select_for_update().get(pk=gate.pk)
    gate.commission = commission
    GATE_LIFECYCLE.check(gate.state, GateState(outcome))
    require(may_decide_gate(by, gate, on=day_of(at)))
    if outcome != GateOutcome.GO and not words.strip():
        raise ValidationError(_("Say why, or on which conditions."))
    if outcome == GateOutcome.GO_WITH_CONDITIONS and by_when is None:
        raise ValidationError(_("Say by when the conditions are to be met."))
    controls = controls_of(commission, on=day_of(at))
    if outcome in PASSES:
        _refuse(reasons_in(controls))
    number = gate.said.count()
    kept = [one.kept() for one in controls]
    step = GateStep(gate=gate, number=number, office=gate.steps[number]["code"], outcome=outcome)
    step.words, step.controls, step.decided_by, step.decided_at = words, kept, by, at
    step.in_place_of = in_place_of(gate, by, on=day_of(at))
    step.save(force_insert=True)
    if by_when and outcome == GateOutcome.GO_WITH_CONDITIONS:
        open_action(
            words,
            owner=commission.lead,
            verifier=by,
            due_on=by_when,
            source=name_of(gate),
            is_restricted=commission.is_restricted,
            by=by,
            at=at,
        )
    _settle(gate, commission, outcome, by=by, at=at)
    if commission.state in OVER:
        leave_plan(commission, by=by, at=at)
    facts = {**_facts(gate, kept), "outcome": outcome, "step": number + 1}
    record(GateEvent.DECIDED, about=commission, by=by, at=at, **facts)
    return gate


@operation
def withdraw_gate(gate: GateAsked, *, by: User, at: datetime) -> GateAsked:
    """Take a question back, so that the case can be changed. Raises PermissionDenied or
    IllegalTransition.
    """
    commission = lock_case(gate.commission)
    gate = GateAsked.objects.select_for_update().get(pk=gate.pk)
    require(may_lead_case(by, commission, on=day_of(at)))
    _become(gate, GateState.WITHDRAWN, at=at)
    record(GateEvent.WITHDRAWN, about=commission, by=by, at=at, gate=gate.reference)
    return gate


def _settle(
    gate: GateAsked, commission: Commission, outcome: GateOutcome, *, by: User, at: datetime
) -> None:
    said = list(gate.said.order_by("number"))
    if outcome in PASSES and len(said) < len(gate.steps):
        return  # somebody else's turn
    has_conditions = any(one.outcome == GateOutcome.GO_WITH_CONDITIONS for one in said)
    state = GateState(outcome)
    if outcome in PASSES and has_conditions:
        state = GateState.GO_WITH_CONDITIONS
    _become(gate, state, at=at)
    if outcome in PASSES:
        _move(gate, commission, at=at)
    elif outcome == GateOutcome.STOP:
        _end(commission, CaseState.STOPPED)
        words = said[-1].words
        Pause.objects.create(
            commission=commission, became=CaseState.STOPPED, reason=words, by=by, at=at
        )


def _become(gate: GateAsked, state: GateState, *, at: datetime) -> None:
    GATE_LIFECYCLE.check(gate.state, state)
    gate.state, gate.settled_at = state, at
    gate.save(update_fields=["state", "settled_at"])


def _move(gate: GateAsked, commission: Commission, *, at: datetime) -> None:
    if gate.onward == CLOSING:
        _end(commission, CaseState.CLOSED)
        return
    commission.stage = gate.onward
    commission.save(update_fields=["stage"])
    StageEntry.objects.create(
        commission=commission,
        route=commission.route,
        stage=gate.onward,
        entered_at=at,
        gate=gate,
    )


def _end(commission: Commission, state: CaseState) -> None:
    CASE_LIFECYCLE.check(commission.state, state)
    commission.state = state
    commission.save(update_fields=["state"])


def _opening(commission: Commission, now: InForce) -> Opening:
    try:
        return opening_of(commission, now.framework)
    except NoLimit as error:
        said = _("The framework in force has no limit for %(matter)s: nobody may approve it.")
        raise ValidationError(said % {"matter": error}) from error


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise ValidationError(reasons)


def _facts(gate: GateAsked, controls: list[dict[str, object]]) -> dict[str, str | Decimal]:
    return {
        "gate": gate.reference,
        "controls": digest_of(controls),
        "value": gate.value,
    }

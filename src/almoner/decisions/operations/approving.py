"""Approvals, one step after another: the last signs, publishes part 1, and sets the rest going."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.actions.operations import open_action
from almoner.core.actors import Actor
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.decisions.binding import changes_since, kept_changes
from almoner.decisions.events import DecisionEvent
from almoner.decisions.kinds import Outcome
from almoner.decisions.models import Approval, Decision, Deferral, Delegation, Lapse, Relation
from almoner.decisions.policies import may_approve_step, may_lapse_approvals
from almoner.decisions.queries import (
    decision_numbered,
    interest_of,
    left_of,
    said_of,
    step_next,
    subjects_missing,
)
from almoner.decisions.scheme import stands_for
from almoner.decisions.states import DECISION_LIFECYCLE, DecisionState
from almoner.framework.queries import InForce

from .delegating import grant_delegation
from .drafting import facts_approved, lock_decision, text_of


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be done because a decision was approved only so: it becomes an action."""

    what: str
    due_on: date


@operation
def approve_step(
    decision: Decision,
    *,
    step: int,
    digest: str,
    words: str = "",
    conditions: Sequence[Condition] = (),
    now: InForce,
    by: User,
    at: datetime,
) -> Decision:
    """Approve, in the office whose turn it is. The last step signs the decision, and part 1 is
    public at once unless it waits for a day.

    `step` and `digest` are what the approver saw. Whoever comes second is told. Raises
    PermissionDenied, IllegalTransition or ValidationError, which says what is missing or changed.
    """
    decision = _locked_at(decision, step)
    require(may_approve_step(by, decision, on=day_of(at)))
    _check_what_is_approved(decision, digest=digest, now=now, by=by)
    outcome = Outcome.APPROVE_WITH_CONDITIONS if conditions else Outcome.APPROVE
    _check_conditions(conditions, on=day_of(at))
    kept = [{"what": one.what, "due_on": one.due_on.isoformat()} for one in conditions]
    said = _say(decision, outcome, words, kept, by=by, at=at)
    is_last = said.number == len(said.submission.steps)
    if is_last:
        _sign(decision, by=by, at=at)
    kind = DecisionEvent.SIGNED if is_last else DecisionEvent.APPROVED
    facts = {**facts_approved(decision, step=said.number), "outcome": outcome}
    record(kind, about=decision, by=by, at=at, **facts)
    return decision


@operation
def return_decision(
    decision: Decision, *, step: int, words: str, by: User, at: datetime
) -> Decision:
    """Send it back with questions. What was approved before is approved no more.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    decision = _locked_at(decision, step)
    require(may_approve_step(by, decision, on=day_of(at)))
    if not words.strip():
        raise ValidationError({"words": _("Write the questions.")})
    said = _say(decision, Outcome.RETURN, words, [], by=by, at=at)
    _become(decision, DecisionState.RETURNED)
    facts = {"number": decision.number, "step": said.number}
    record(DecisionEvent.RETURNED, about=decision, by=by, at=at, **facts)
    return decision


@operation
def refuse_decision(
    decision: Decision, *, step: int, words: str, by: User, at: datetime
) -> Decision:
    """Decide against it, with reasons. Its number stays, as one that was not made.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    decision = _locked_at(decision, step)
    require(may_approve_step(by, decision, on=day_of(at)))
    if not words.strip():
        raise ValidationError({"words": _("Write the reasons.")})
    said = _say(decision, Outcome.REFUSE, words, [], by=by, at=at)
    _become(decision, DecisionState.REFUSED, settled_at=at)
    facts = {"number": decision.number, "step": said.number}
    record(DecisionEvent.REFUSED, about=decision, by=by, at=at, **facts)
    return decision


@operation
def lapse_approvals(decision: Decision, *, now: InForce, by: Actor, at: datetime) -> Decision:
    """Send a decision back to its author because what it binds has changed since it was submitted.

    Raises PermissionDenied, or IllegalTransition where nothing has changed.
    """
    decision = lock_decision(decision)
    if isinstance(by, User):
        require(may_lapse_approvals(by, decision, on=day_of(at)))
    changed = changes_since(decision, now=now.framework)
    if decision.state != DecisionState.SUBMITTED or decision.asked is None or not changed:
        raise IllegalTransition(f"Nothing of {decision} has lapsed")
    Lapse.objects.create(submission=decision.asked, changes=kept_changes(changed), lapsed_at=at)
    _become(decision, DecisionState.RETURNED)
    facts = {"number": decision.number, "changed": len(changed)}
    record(DecisionEvent.LAPSED, about=decision, by=by, at=at, **facts)
    return decision


def _locked_at(decision: Decision, step: int) -> Decision:
    """The decision, if it still awaits the step that somebody saw awaited."""
    decision = lock_decision(decision)
    if decision.state != DecisionState.SUBMITTED or len(said_of(decision)) + 1 != step:
        raise IllegalTransition(f"{decision} does not await step {step}")
    return decision


def _check_what_is_approved(decision: Decision, *, digest: str, now: InForce, by: User) -> None:
    if decision.asked is None or decision.asked.digest != digest:
        raise IllegalTransition(f"{decision} was submitted anew")
    if interest_of(by, decision) is None:
        raise ValidationError(_("Say whether you have an interest in it."))
    if changed := changes_since(decision, now=now.framework):
        titles = ", ".join(one.title for one in changed)
        said = _("What was submitted has changed, so approvals have lapsed: %(facts)s.")
        raise ValidationError(said % {"facts": titles})
    if missing := subjects_missing(decision.current):
        labels = ", ".join(str(one.label) for one in missing)
        raise ValidationError(_("Advice is missing: %(subjects)s.") % {"subjects": labels})


def _check_conditions(conditions: Sequence[Condition], *, on: date) -> None:
    for one in conditions:
        if not one.what.strip() or one.due_on < on:
            raise ValidationError(
                {"conditions": _("Say what is to be done, and by which day to come.")}
            )


def _say(
    decision: Decision,
    outcome: Outcome,
    words: str,
    conditions: list[dict[str, str]],
    *,
    by: User,
    at: datetime,
) -> Approval:
    said = said_of(decision)
    step = step_next(decision, said)
    if step is None or decision.asked is None:
        raise IllegalTransition(f"{decision} awaits nobody")
    holder = stands_for(by, step, on=day_of(at))
    approval = Approval(submission=decision.asked, number=len(said) + 1, outcome=outcome)
    approval.office, approval.office_title = step.office, step.title
    approval.words, approval.conditions = words.strip(), conditions
    approval.decided_by, approval.name, approval.decided_at = by, by.name, at
    approval.in_place_of = holder if holder != by else None
    approval.save(force_insert=True)
    return approval


def _sign(decision: Decision, *, by: User, at: datetime) -> None:
    text, on = text_of(decision), day_of(at)
    _draw_down(text.delegation, decision)
    decision.deferred_until = text.deferred_until
    waits = text.deferred_until is not None and text.deferred_until > on
    decision.published_at = None if waits else at
    _become(decision, DecisionState.SIGNED, settled_at=at)
    if text.deferred_until:
        Deferral.objects.create(
            decision=decision,
            until=text.deferred_until,
            ground=text.deferral_ground,
            reason=text.deferral_reason,
            said_by=by,
            said_at=at,
        )
    _relate(decision)
    for grant in text.grants:
        grant_delegation(decision, grant, by=by, at=at)
    _open_conditions(decision, by=by, at=at)


def _draw_down(delegation: Delegation | None, decision: Decision) -> None:
    """Whatever else is decided under it at this moment waits, and finds less left."""
    if delegation is None or decision.asked is None:
        return
    Delegation.objects.select_for_update().get(pk=delegation.pk)
    if decision.asked.value > left_of(delegation):
        raise ValidationError(_("The delegation has less left than this is worth."))


def _relate(decision: Decision) -> None:
    for one in text_of(decision).relations:
        other = decision_numbered(one["number"])
        if other:
            Relation.objects.get_or_create(decision=decision, kind=one["kind"], other=other)


def _open_conditions(decision: Decision, *, by: User, at: datetime) -> None:
    """Each condition is an action of the case's lead or, where there is no case, of the author;
    whoever made it verifies it.
    """
    owner = decision.commission.lead if decision.commission else decision.author
    for said in said_of(decision):
        for one in said.conditions:
            open_action(
                one["what"],
                owner=owner,
                verifier=said.decided_by,
                due_on=max(date.fromisoformat(one["due_on"]), day_of(at)),
                source=name_of(decision),
                is_restricted=decision.is_restricted,
                by=by,
                at=at,
            )


def _become(
    decision: Decision, state: DecisionState, *, settled_at: datetime | None = None
) -> None:
    DECISION_LIFECYCLE.check(decision.state, state)
    decision.state, decision.settled_at = state, settled_at
    decision.save(update_fields=["state", "settled_at", "deferred_until", "published_at"])

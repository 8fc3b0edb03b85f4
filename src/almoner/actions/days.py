"""Another day for an action: its owner asks for it with a reason, and another person decides."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .events import ActionEvent
from .models import Action, DayProposal
from .policies import may_do_action, may_steer_action
from .states import PROPOSAL_LIFECYCLE, ActionState, ProposalState, StepKind
from .steps import check_day, lock_action, take_step, written_down


@operation
def propose_action_day(
    action: Action, *, due_on: date, text: str, by: User, at: datetime
) -> DayProposal:
    """Ask, as its owner, for another day, with the reason. The day stays until somebody decides.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = lock_action(action)
    require(may_do_action(by, action, on=day_of(at)))
    if action.state != ActionState.OPEN:
        raise IllegalTransition(f"{action} is {action.state}")
    check_day(due_on, on=day_of(at))
    if due_on == action.due_on:
        raise ValidationError({"due_on": _("This is its day already.")})
    if action.proposals.filter(state=ProposalState.PROPOSED).exists():
        raise ValidationError(_("Another day is asked for already, and awaits its decision."))
    proposal = DayProposal.objects.create(
        action=action, due_on=due_on, reason=written_down(text), proposed_by=by, proposed_at=at
    )
    take_step(action, StepKind.DAY_PROPOSED, proposal.reason, by=by, at=at)
    days = {"from": action.due_on, "to": due_on}
    record(ActionEvent.DAY_PROPOSED, about=action, by=by, at=at, **days)
    return proposal


@operation
def agree_to_action_day(proposal: DayProposal, *, text: str, by: User, at: datetime) -> Action:
    """Agree, as its verifier or an approver, that an action has another day. The first one, the
    reason and who agreed stay in its history.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action, proposal = _locked(proposal)
    require(may_steer_action(by, action, on=day_of(at)))
    if action.state != ActionState.OPEN:
        raise IllegalTransition(f"{action} is {action.state}")
    check_day(proposal.due_on, on=day_of(at))
    _decide(proposal, ProposalState.AGREED, text, by=by, at=at)
    before, action.due_on = action.due_on, proposal.due_on
    action.save(update_fields=["due_on"])
    told = "\n\n".join(word for word in (proposal.reason, text.strip()) if word)
    take_step(action, StepKind.MOVED, told, by=by, at=at)
    days = {"from": before, "to": action.due_on}
    record(ActionEvent.MOVED, about=action, by=by, at=at, **days)
    return action


@operation
def refuse_action_day(proposal: DayProposal, *, text: str, by: User, at: datetime) -> Action:
    """Refuse another day, and say why: the one that it has stands.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action, proposal = _locked(proposal)
    require(may_steer_action(by, action, on=day_of(at)))
    _decide(proposal, ProposalState.REFUSED, written_down(text), by=by, at=at)
    take_step(action, StepKind.DAY_REFUSED, written_down(text), by=by, at=at)
    record(ActionEvent.DAY_REFUSED, about=action, by=by, at=at, to=proposal.due_on)
    return action


def _locked(proposal: DayProposal) -> tuple[Action, DayProposal]:
    action = lock_action(proposal.action)
    found = DayProposal.objects.select_for_update().get(pk=proposal.pk)
    return action, found


def _decide(
    proposal: DayProposal, state: ProposalState, text: str, *, by: User, at: datetime
) -> None:
    PROPOSAL_LIFECYCLE.check(proposal.state, state)
    if by.pk == proposal.proposed_by_id:
        raise ValidationError(_("You asked for this day, so somebody else decides."))
    proposal.state, proposal.answer = state, text.strip()
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save(update_fields=["state", "answer", "decided_by", "decided_at"])

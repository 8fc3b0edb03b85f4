"""What becomes of an action: opened, done, verified by another; moved or dropped with a reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.verdicts import require

from .events import ActionEvent
from .models import Action
from .policies import (
    may_do_action,
    may_finish_action,
    may_hand_action_over,
    may_open_action_for,
    may_send_action_back,
    may_steer_action,
    may_take_action_over,
    may_verify_action,
)
from .states import ActionState, ProposalState, StepKind
from .steps import (
    become,
    check_day,
    check_people,
    lock_action,
    people_of_action,
    take_step,
    written_down,
)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a list kept elsewhere says of an action: whose it is, by when at first and now, who
    verifies it, and how far it has got; if it is over there, why it counts as verified here.
    """

    owner: User
    verifier: User
    due_on: date
    first_due_on: date
    told: str = ""
    over_because: str = ""


@operation
def open_action(
    what: str,
    *,
    owner: User,
    verifier: User,
    due_on: date,
    by: User,
    at: datetime,
    source: str = "",
    is_restricted: bool = False,
) -> Action:
    """Have somebody take something on, and another verify that it was done.

    `source` is the ledger's name of what asks for it. Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_open_action_for(by, source, on=on))
    check_people(owner, verifier, on=on)
    check_day(due_on, on=on)
    action = Action.objects.create(
        reference=next_reference("ACT", on=on),
        source=source,
        what=written_down(what, field="what"),
        is_restricted=is_restricted,
        owner=owner,
        verifier=verifier,
        first_due_on=due_on,
        due_on=due_on,
        opened_by=by,
        opened_at=at,
    )
    take_step(action, StepKind.OPENED, "", by=by, at=at)
    facts = {**people_of_action(action), "due_on": due_on}
    record(ActionEvent.OPENED, about=action, by=by, at=at, **facts)
    return action


@operation
def take_action_over(what: str, said: TakenOver, *, source: str, by: User, at: datetime) -> Action:
    """Bring in what was agreed before it came here: its day may have passed, and it may be over.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_take_action_over(by, source, on=on))
    check_people(said.owner, said.verifier, on=on)
    action = Action.objects.create(
        reference=next_reference("ACT", on=on),
        source=source,
        what=written_down(what, field="what"),
        owner=said.owner,
        verifier=said.verifier,
        first_due_on=said.first_due_on,
        due_on=said.due_on,
        opened_by=by,
        opened_at=at,
        **(_over(at) if said.over_because else {}),
    )
    take_step(action, StepKind.OPENED, "", by=by, at=at)
    if said.told:
        take_step(action, StepKind.PROGRESS, said.told, by=by, at=at)
    if said.over_because:
        take_step(action, StepKind.VERIFIED, said.over_because, by=by, at=at)
    facts = {**people_of_action(action), "due_on": said.due_on}
    record(ActionEvent.TAKEN_OVER, about=action, by=by, at=at, **facts)
    return action


def _over(at: datetime) -> dict[str, Any]:
    return {"state": ActionState.VERIFIED, "done_at": at, "closed_at": at}


@operation
def note_progress(action: Action, *, text: str, by: User, at: datetime) -> Action:
    """Write down how far it has got.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = lock_action(action)
    require(may_do_action(by, action, on=day_of(at)))
    if action.state != ActionState.OPEN:
        raise IllegalTransition(f"{action} is {action.state}")
    take_step(action, StepKind.PROGRESS, written_down(text), by=by, at=at)
    record(ActionEvent.PROGRESSED, about=action, by=by, at=at)
    return action


@operation
def finish_action(action: Action, *, text: str, by: User, at: datetime) -> Action:
    """Say that it is done, and what shows it. It then waits for its verifier.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = lock_action(action)
    require(may_finish_action(by, action, on=day_of(at)))
    become(action, ActionState.DONE)
    _overtake_proposals(action)
    action.done_at = at
    action.save(update_fields=["state", "done_at"])
    take_step(action, StepKind.DONE, written_down(text), by=by, at=at)
    record(ActionEvent.DONE, about=action, by=by, at=at)
    return action


@operation
def send_action_back(action: Action, *, text: str, by: User, at: datetime) -> Action:
    """Say what is still to be done.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = lock_action(action)
    require(may_send_action_back(by, action, on=day_of(at)))
    become(action, ActionState.OPEN)
    action.done_at = None
    action.save(update_fields=["state", "done_at"])
    take_step(action, StepKind.SENT_BACK, written_down(text), by=by, at=at)
    record(ActionEvent.SENT_BACK, about=action, by=by, at=at)
    return action


@operation
def verify_action(action: Action, *, text: str, by: User, at: datetime) -> Action:
    """Say, as somebody other than its owner, that it was done, and what was looked at.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = lock_action(action)
    require(may_verify_action(by, action, on=day_of(at)))
    become(action, ActionState.VERIFIED)
    action.closed_at = at
    action.save(update_fields=["state", "closed_at"])
    take_step(action, StepKind.VERIFIED, written_down(text), by=by, at=at)
    record(ActionEvent.VERIFIED, about=action, by=by, at=at)
    return action


@operation
def move_action_day(action: Action, *, due_on: date, text: str, by: User, at: datetime) -> Action:
    """Set another day, with the reason: who moves it is who approves that, and never the owner.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = lock_action(action)
    require(may_steer_action(by, action, on=day_of(at)))
    if action.state != ActionState.OPEN:
        raise IllegalTransition(f"{action} is {action.state}")
    check_day(due_on, on=day_of(at))
    if due_on == action.due_on:
        raise ValidationError({"due_on": _("This is its day already.")})
    _overtake_proposals(action)
    before, action.due_on = action.due_on, due_on
    action.save(update_fields=["due_on"])
    take_step(action, StepKind.MOVED, written_down(text), by=by, at=at)
    record(ActionEvent.MOVED, about=action, by=by, at=at, **{"from": before, "to": due_on})
    return action


@operation
def hand_action_over(
    action: Action, *, owner: User, verifier: User, text: str, by: User, at: datetime
) -> Action:
    """Name who owns it and who verifies it from now on. Whoever gave up owning it does not become
    its verifier: they would verify their own work.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = lock_action(action)
    require(may_hand_action_over(by, action, on=day_of(at)))
    if not action.is_unfinished:
        raise IllegalTransition(f"{action} is {action.state}")
    check_people(owner, verifier, on=day_of(at))
    if action.steps.filter(owner=verifier).exists():
        raise ValidationError({"verifier": _("They owned this action. Name somebody else.")})
    if (owner, verifier) == (action.owner, action.verifier):
        raise ValidationError(_("It is theirs already. Name somebody else."))
    action.owner, action.verifier = owner, verifier
    action.save(update_fields=["owner", "verifier"])
    take_step(action, StepKind.HANDED_OVER, written_down(text), by=by, at=at)
    record(ActionEvent.HANDED_OVER, about=action, by=by, at=at, **people_of_action(action))
    return action


@operation
def drop_action(action: Action, *, text: str, by: User, at: datetime) -> Action:
    """Say that it is not to be done any more, and why.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = lock_action(action)
    require(may_steer_action(by, action, on=day_of(at)))
    become(action, ActionState.DROPPED)
    _overtake_proposals(action)
    action.closed_at = at
    action.save(update_fields=["state", "closed_at"])
    take_step(action, StepKind.DROPPED, written_down(text), by=by, at=at)
    record(ActionEvent.DROPPED, about=action, by=by, at=at)
    return action


def _overtake_proposals(action: Action) -> None:
    """Another day that was asked for is of no use once the action is done, moved or dropped."""
    waiting = action.proposals.filter(state=ProposalState.PROPOSED)
    waiting.update(state=ProposalState.OVERTAKEN)

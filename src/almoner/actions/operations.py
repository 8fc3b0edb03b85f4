"""What becomes of an action: opened, done, verified by another; moved or dropped with a reason."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.verdicts import require

from .events import ActionEvent
from .models import Action, Step
from .policies import (
    may_do_action,
    may_hand_action_over,
    may_open_action,
    may_steer_action,
    may_verify_action,
)
from .queries import may_act
from .states import ACTION_LIFECYCLE, ActionState, StepKind


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
    require(may_open_action(by, on=on))
    _check_people(owner, verifier, on=on)
    _check_day(due_on, on=on)
    action = Action.objects.create(
        reference=next_reference("ACT", on=on),
        source=source,
        what=_said(what, field="what"),
        is_restricted=is_restricted,
        owner=owner,
        verifier=verifier,
        first_due_on=due_on,
        due_on=due_on,
        opened_by=by,
        opened_at=at,
    )
    _step(action, StepKind.OPENED, "", by=by, at=at)
    facts = {**_people(action), "due_on": due_on}
    record(ActionEvent.OPENED, about=action, by=by, at=at, **facts)
    return action


@operation
def note_progress(action: Action, *, text: str, by: User, at: datetime) -> Action:
    """Write down how far it has got.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = _lock(action)
    require(may_do_action(by, action, on=day_of(at)))
    if action.state != ActionState.OPEN:
        raise IllegalTransition(f"{action} is {action.state}")
    _step(action, StepKind.PROGRESS, _said(text), by=by, at=at)
    record(ActionEvent.PROGRESSED, about=action, by=by, at=at)
    return action


@operation
def finish_action(action: Action, *, text: str, by: User, at: datetime) -> Action:
    """Say that it is done, and what shows it. It then waits for its verifier.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = _lock(action)
    require(may_do_action(by, action, on=day_of(at)))
    _become(action, ActionState.DONE)
    action.done_at = at
    action.save(update_fields=["state", "done_at"])
    _step(action, StepKind.DONE, _said(text), by=by, at=at)
    record(ActionEvent.DONE, about=action, by=by, at=at)
    return action


@operation
def send_action_back(action: Action, *, text: str, by: User, at: datetime) -> Action:
    """Say what is still to be done.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = _lock(action)
    require(may_verify_action(by, action, on=day_of(at)))
    _become(action, ActionState.OPEN)
    action.done_at = None
    action.save(update_fields=["state", "done_at"])
    _step(action, StepKind.SENT_BACK, _said(text), by=by, at=at)
    record(ActionEvent.SENT_BACK, about=action, by=by, at=at)
    return action


@operation
def verify_action(action: Action, *, text: str, by: User, at: datetime) -> Action:
    """Say, as somebody other than its owner, that it was done, and what was looked at.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = _lock(action)
    require(may_verify_action(by, action, on=day_of(at)))
    _become(action, ActionState.VERIFIED)
    action.closed_at = at
    action.save(update_fields=["state", "closed_at"])
    _step(action, StepKind.VERIFIED, _said(text), by=by, at=at)
    record(ActionEvent.VERIFIED, about=action, by=by, at=at)
    return action


@operation
def move_action_day(action: Action, *, due_on: date, text: str, by: User, at: datetime) -> Action:
    """Set another day, with the reason: who moves it is who approves that, and never the owner.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = _lock(action)
    require(may_steer_action(by, action, on=day_of(at)))
    if action.state != ActionState.OPEN:
        raise IllegalTransition(f"{action} is {action.state}")
    _check_day(due_on, on=day_of(at))
    if due_on == action.due_on:
        raise ValidationError({"due_on": _("This is its day already.")})
    before, action.due_on = action.due_on, due_on
    action.save(update_fields=["due_on"])
    _step(action, StepKind.MOVED, _said(text), by=by, at=at)
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
    action = _lock(action)
    require(may_hand_action_over(by, action, on=day_of(at)))
    if not action.is_unfinished:
        raise IllegalTransition(f"{action} is {action.state}")
    _check_people(owner, verifier, on=day_of(at))
    if action.steps.filter(owner=verifier).exists():
        raise ValidationError({"verifier": _("They owned this action. Name somebody else.")})
    if (owner, verifier) == (action.owner, action.verifier):
        raise ValidationError(_("It is theirs already. Name somebody else."))
    action.owner, action.verifier = owner, verifier
    action.save(update_fields=["owner", "verifier"])
    _step(action, StepKind.HANDED_OVER, _said(text), by=by, at=at)
    record(ActionEvent.HANDED_OVER, about=action, by=by, at=at, **_people(action))
    return action


@operation
def drop_action(action: Action, *, text: str, by: User, at: datetime) -> Action:
    """Say that it is not to be done any more, and why.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    action = _lock(action)
    require(may_steer_action(by, action, on=day_of(at)))
    _become(action, ActionState.DROPPED)
    action.closed_at = at
    action.save(update_fields=["state", "closed_at"])
    _step(action, StepKind.DROPPED, _said(text), by=by, at=at)
    record(ActionEvent.DROPPED, about=action, by=by, at=at)
    return action


def _lock(action: Action) -> Action:
    locked = Action.objects.select_for_update(of=("self",))
    return locked.select_related("owner", "verifier", "opened_by").get(pk=action.pk)


def _become(action: Action, state: ActionState) -> None:
    ACTION_LIFECYCLE.check(action.state, state)
    action.state = state


def _step(action: Action, kind: StepKind, text: str, *, by: User, at: datetime) -> None:
    Step.objects.create(
        action=action,
        kind=kind,
        text=text,
        due_on=action.due_on,
        owner=action.owner,
        verifier=action.verifier,
        taken_by=by,
        taken_at=at,
        recorded_at=server_now(),
    )


def _people(action: Action) -> dict[str, object]:
    return {"owner": action.owner.reference, "verifier": action.verifier.reference}


def _said(text: str, *, field: str = "text") -> str:
    if not text.strip():
        raise ValidationError({field: _("Write it down: whoever looks later knows no more.")})
    return text.strip()


def _check_people(owner: User, verifier: User, *, on: date) -> None:
    if owner == verifier:
        raise ValidationError({"verifier": _("Name somebody other than its owner.")})
    for field, person in (("owner", owner), ("verifier", verifier)):
        if not may_act(person, on=on):
            raise ValidationError({field: _("They hold no role here. Name somebody who does.")})


def _check_day(due_on: date, *, on: date) -> None:
    if due_on < on:
        raise ValidationError({"due_on": _("This day has passed. Give one to come.")})

"""What every act upon an action does: lock it, move its state, write down the step."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.clock import server_now

from .models import Action, Step
from .queries import may_act
from .states import ACTION_LIFECYCLE, ActionState, StepKind


def lock_action(action: Action) -> Action:
    locked = Action.objects.select_for_update(of=("self",))
    return locked.select_related("owner", "verifier", "opened_by").get(pk=action.pk)


def become(action: Action, state: ActionState) -> None:
    ACTION_LIFECYCLE.check(action.state, state)
    action.state = state


def take_step(action: Action, kind: StepKind, text: str, *, by: User, at: datetime) -> None:
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


def people_of_action(action: Action) -> dict[str, object]:
    return {"owner": action.owner.reference, "verifier": action.verifier.reference}


def written_down(text: str, *, field: str = "text") -> str:
    if not text.strip():
        raise ValidationError({field: _("Write it down: whoever looks later knows no more.")})
    return text.strip()


def check_people(owner: User, verifier: User, *, on: date) -> None:
    if owner == verifier:
        raise ValidationError({"verifier": _("Name somebody other than its owner.")})
    for field, person in (("owner", owner), ("verifier", verifier)):
        if not may_act(person, on=on):
            raise ValidationError({field: _("They hold no role here. Name somebody who does.")})


def check_day(due_on: date, *, on: date) -> None:
    if due_on < on:
        raise ValidationError({"due_on": _("This day has passed. Give one to come.")})

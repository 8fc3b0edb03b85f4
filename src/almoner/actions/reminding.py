"""Who hears of an action by letter: its owner a week before its day; from the day after it, its
verifier and approvers. On the day itself it stands in its owner's daily letter.

Each is said once for a day: an action whose day is moved is spoken of anew.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on
from almoner.accounts.roles import Role
from almoner.core.actors import Actor
from almoner.core.ledger import record
from almoner.core.models import Event
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.outbox.operations import queue_message
from almoner.outbox.topics import Topic, declare_topic

from .events import ActionEvent
from .models import Action
from .states import ActionState
from .steps import lock_action

A_WEEK = timedelta(days=7)
SOON = declare_topic(
    Topic("action-due-soon", gettext_lazy("An action that is due soon"), is_passing=True)
)
LATE = declare_topic(
    Topic("action-overdue", gettext_lazy("An action that is overdue"), is_passing=True)
)


def actions_to_speak_of(on: date) -> Iterator[tuple[Action, ActionEvent]]:
    """What is to be said today, of which action: two queries, however many there are."""
    near = Action.objects.filter(state=ActionState.OPEN, due_on__lte=on + A_WEEK)
    found = list(near.exclude(due_on=on).order_by("due_on", "pk"))
    said = _said(found)
    for action in found:
        event = ActionEvent.DUE_SOON if action.due_on > on else ActionEvent.ESCALATED
        if (name_of(action), str(event), action.due_on.isoformat()) not in said:
            yield action, event


@operation
def speak_of_action(action: Action, event: ActionEvent, *, by: Actor, at: datetime) -> int:
    """Write to those who are to hear of an action, and say to how many."""
    action = lock_action(action)
    people = _people_for(action, event, on=day_of(at))
    topic, subject = (
        (SOON, _("Due on %(day)s: %(reference)s"))
        if event == ActionEvent.DUE_SOON
        else (LATE, _("Overdue since %(day)s: %(reference)s"))
    )
    what = {"day": date_format(action.due_on, "j F Y"), "reference": action.reference}
    for person in people:
        queue_message(
            topic=topic.code,
            about=name_of(action),
            to_actor=person.actor,
            address=person.email,
            subject=subject % what,
            body=_text(subject % what, action),
            by=by,
            at=at,
        )
    record(event, about=action, by=by, at=at, due_on=action.due_on)
    return len(people)


def _said(actions: list[Action]) -> set[tuple[str, str, str]]:
    names = [name_of(action) for action in actions]
    kinds = [str(ActionEvent.DUE_SOON), str(ActionEvent.ESCALATED)]
    lines = Event.objects.filter(about__in=names, kind__in=kinds)
    return {
        (about, kind, facts["due_on"])
        for about, kind, facts in lines.values_list("about", "kind", "facts")
    }


def _people_for(action: Action, event: ActionEvent, *, on: date) -> list[User]:
    if event == ActionEvent.DUE_SOON:
        return [action.owner] if action.owner.is_active else []
    # The body tells us of no line of its people: approvers stand for the owner's.
    approvers = holdings_on(on).filter(role=Role.APPROVER).values("holder")
    found = User.objects.filter(pk__in=approvers) | User.objects.filter(pk=action.verifier_id)
    return list(found.filter(is_active=True).exclude(pk=action.owner_id).order_by("pk"))


def _text(said: str, action: Action) -> str:
    """No word of what it is: mail may be read by others."""
    address = f"{settings.ADDRESS}/workspace/actions/{action}/"
    return "\n".join([f"{said}.", "", _("See it here:"), address, ""])

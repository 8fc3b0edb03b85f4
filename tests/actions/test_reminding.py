from datetime import timedelta

import pytest

from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.actions.tasks import speak_of_actions
from almoner.core.models import Event
from almoner.outbox.models import Message
from tests.actions.factories import ActionFactory, DoneActionFactory
from tests.factories import DAY, NOON, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db


def told():
    return sorted(Message.objects.values_list("to_actor", "subject"))


def test_the_owner_hears_a_week_before_and_once():
    action = ActionFactory(due_on=DAY + timedelta(days=7))
    ActionFactory(due_on=DAY + timedelta(days=8))
    ActionFactory(due_on=DAY)
    DoneActionFactory(due_on=DAY - timedelta(days=1))

    for _night in range(2):
        speak_of_actions(NOON)

    assert told() == [(action.owner.actor, f"Due on 11 March 2026: {action}")]
    assert Event.objects.get(kind="action.due-soon").facts == {"due_on": "2026-03-11"}


def test_the_verifier_and_approvers_hear_of_what_is_late():
    approver = official(Role.APPROVER)
    action = ActionFactory(due_on=DAY - timedelta(days=1), is_restricted=True)

    assert speak_of_actions(NOON.replace(hour=3)) == "0 actions spoken of"
    assert speak_of_actions(NOON) == "1 actions spoken of"

    subject = f"Overdue since 3 March 2026: {action}"
    assert told() == sorted((who.actor, subject) for who in (approver, action.verifier))
    assert action.what not in "".join(Message.objects.values_list("body", flat=True))


def test_a_day_that_moved_is_spoken_of_anew():
    action = ActionFactory(due_on=DAY - timedelta(days=1))
    speak_of_actions(NOON)
    with arranging():
        Action.objects.filter(pk=action.pk).update(due_on=DAY + timedelta(days=3))

    speak_of_actions(NOON)

    assert [event.kind for event in Event.objects.filter(about__endswith=str(action))] == [
        "action.escalated",
        "action.due-soon",
    ]

from datetime import UTC, datetime, timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core import due
from almoner.core.due import Due
from almoner.outbox.due import messages_to_mend
from almoner.outbox.models import Message, Reminder
from almoner.outbox.reminders import remind_everyone
from almoner.outbox.states import DeliveryState
from tests.crowd import at_once
from tests.factories import DAY, NOON, UserFactory, message, official

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


def to_publishers(worker, _on):
    if Role.PUBLISHER in worker.roles:
        yield Due("sample.thing:THI-1", "Publish the spend of February", "publish", YESTERDAY)
        yield Due("sample.thing:THI-2", "Confirm a role", "confirm")
        yield Due("sample.thing:THI-3", "Read the minutes", "read", DAY)
        yield Due("sample.thing:THI-4", "Publish the spend of March", "publish", TOMORROW)


@pytest.fixture(autouse=True)
def _sources(monkeypatch, settings):
    monkeypatch.setattr(due, "sources", [to_publishers])
    settings.ADDRESS = "https://almoner.body.test"


def test_a_reminder_says_what_is_due_and_overdue_and_where_to_do_it():
    publisher = official(Role.PUBLISHER)

    assert remind_everyone(at=NOON) == 1

    written = Message.objects.get()
    assert (written.to_actor, written.address) == (publisher.actor, publisher.email)
    assert written.subject == "Due on 4 March 2026: 3"
    assert written.body.splitlines() == [
        "This is due to you:",
        "",
        "- Confirm a role",
        "- Publish the spend of February (overdue since 3 March 2026)",
        "- Read the minutes (today)",
        "",
        "Do it here:",
        "https://almoner.body.test/workspace/",
    ]


def test_nobody_is_reminded_twice_a_day_but_again_the_next():
    official(Role.PUBLISHER)

    reminded = [remind_everyone(at=NOON + timedelta(hours=hours)) for hours in (0, 1, 24)]

    assert reminded == [1, 0, 1]


def test_nobody_is_reminded_of_nothing_nor_after_they_left():
    official(Role.AUDITOR)
    official(Role.PUBLISHER, is_active=False)
    UserFactory()

    assert remind_everyone(at=NOON) == 0
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(("hour", "reminded"), [(4, 0), (5, 1)])  # in UTC: it is summer
def test_nobody_is_reminded_before_six_in_london(hour, reminded):
    official(Role.PUBLISHER)

    assert remind_everyone(at=datetime(2026, 7, 1, hour, tzinfo=UTC)) == reminded


@pytest.mark.django_db(transaction=True)
def test_four_timers_at_once_remind_once():
    official(Role.PUBLISHER)

    assert sum(at_once(4, lambda _n: remind_everyone(at=NOON))) == 1
    assert Message.objects.count() == 1


def test_a_message_that_could_not_be_sent_is_due_to_an_administrator():
    failed = message(state=DeliveryState.FAILED)
    message()
    found = [
        list(messages_to_mend(worker_of(official(role), on=DAY), DAY))
        for role in (Role.ADMINISTRATOR, Role.PUBLISHER)
    ]

    what = "Mend or cancel a message that could not be sent: What is due"
    assert found == [[Due(f"outbox.message:{failed}", what, "read")], []]

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from almoner.accounts.operations import forget_person
from almoner.accounts.roles import Role
from almoner.core.daily import steps
from almoner.outbox.mail import ACCOUNT
from almoner.outbox.models import Delivery, Message
from almoner.outbox.states import DeliveryState
from almoner.outbox.tasks import deliver_message
from almoner.outbox.writing import writers
from tests.crowd import elsewhere
from tests.factories import NOON, UserFactory, message, official

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _letterbox(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


def test_deliver_message_sends_it(mailoutbox):
    deliver_message.call(message().reference)

    assert len(mailoutbox) == 1
    assert not DBTaskResult.objects.exists()


def test_deliver_message_comes_back_for_it_after_the_pause(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nothing listens there
    waiting = message()

    deliver_message.call(waiting.reference)

    waiting.delivery.refresh_from_db()
    assert DBTaskResult.objects.get().run_after == waiting.delivery.next_attempt_at


def test_a_message_that_cannot_be_written_holds_up_no_other(mailoutbox, monkeypatch):
    def broken(_message):
        raise RuntimeError("broken")

    monkeypatch.setitem(writers, ACCOUNT.code, broken)
    message(topic=ACCOUNT.code, subject="First"), message(subject="Second")

    with pytest.raises(ExceptionGroup):
        steps["outbox-2-send"](NOON)

    assert [mail.subject for mail in mailoutbox] == ["Second"]


def test_the_daily_step_sends_what_waits(mailoutbox):
    message(subject="First"), message(subject="Second")

    assert steps["outbox-2-send"](NOON) == "2 sent, 0 not"
    assert steps["outbox-2-send"](NOON) == "0 sent, 0 not"
    assert [mail.subject for mail in mailoutbox] == ["First", "Second"]


def test_the_daily_step_forgets_old_texts_that_need_not_be_kept():
    old = {"queued_at": NOON - WEEK - timedelta(seconds=1), "state": DeliveryState.SENT}
    passing = [message(topic=topic, **old) for topic in (ACCOUNT.code, "reminder")]
    kept = [
        message(topic="letter", **old),
        message(topic="reminder", state=DeliveryState.SENT, queued_at=NOON - WEEK),
        message(topic=ACCOUNT.code, queued_at=old["queued_at"]),
    ]

    assert steps["outbox-3-forget"](NOON) == "2 texts forgotten"
    assert steps["outbox-3-forget"](NOON) == "0 texts forgotten"

    assert {m.is_forgotten for m in Message.objects.filter(pk__in=[p.pk for p in passing])} == {
        True
    }
    assert Message.objects.exclude(body="").count() == len(kept)


def test_the_daily_step_reminds_before_it_sends():
    assert sorted(steps).index("outbox-1-remind") < sorted(steps).index("outbox-2-send")
    assert steps["outbox-1-remind"](NOON) == "0 reminded"


def test_what_lets_somebody_in_is_forgotten_once_it_is_sent():
    sent = message(topic=ACCOUNT.code, queued_at=NOON, state=DeliveryState.SENT)
    waiting = message(topic=ACCOUNT.code, queued_at=NOON)

    steps["outbox-3-forget"](NOON)

    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert sent.is_forgotten
    assert not waiting.is_forgotten


@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
def test_what_somebody_has_in_hand_when_its_reader_is_forgotten_is_forgotten_at_night():
    administrator, person = official(Role.ADMINISTRATOR), UserFactory(is_active=False)
    held, free = message(to_actor=person.actor), message(to_actor=person.actor)

    def hand_on_it():
        return in_hand(Delivery.objects.filter(message=held))

    with elsewhere(hand_on_it):
        forget_person(person, by=administrator, at=NOON)

    assert [Message.objects.get(pk=m.pk).body == "" for m in (held, free)] == [False, True]
    assert steps["outbox-4-forget-readers"](NOON) == "1 people forgotten"
    assert not Message.objects.exclude(body="").exists()


@contextmanager
def in_hand(rows):
    with transaction.atomic():
        assert list(rows.select_for_update())
        yield


def test_at_night_nobody_is_forgotten_twice():
    message(to_actor=UserFactory().actor)

    assert steps["outbox-4-forget-readers"](NOON) == "0 people forgotten"

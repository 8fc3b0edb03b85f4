from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django_tasks_db.models import DBTaskResult

from almoner.accounts.models import User
from almoner.accounts.operations import (
    accept_invitation,
    deactivate_person,
    forget_person,
    invite_person,
)
from almoner.accounts.roles import Role
from almoner.core.actors import NIGHTLY
from almoner.core.events import BadFact
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.outbox.events import MessageEvent
from almoner.outbox.mail import ACCOUNT
from almoner.outbox.models import Message, digest_of_text
from almoner.outbox.operations import (
    TRIES,
    cancel_message,
    forget_text,
    queue_message,
    send_message_again,
)
from almoner.outbox.reminders import REMINDER
from almoner.outbox.states import DeliveryState
from tests.factories import NOON, message, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def queue(**given):
    words = {"subject": "Due today", "body": "Do it", "address": "lena@example.test"}
    return queue_message(topic=REMINDER.code, by=NIGHTLY, at=NOON, **{**words, **given})


def test_queue_message_writes_it_down_and_says_only_its_topic_in_the_ledger():
    written = queue(to_actor="person:PER-7QX2MHW4PC")

    line = Event.objects.get(kind=MessageEvent.QUEUED)
    assert (line.about, line.actor) == (name_of(written), "system:nightly")
    assert line.facts == {"topic": "reminder", "text": digest_of_text("Do it")}
    assert written.delivery.state == DeliveryState.QUEUED


def test_queue_message_asks_a_worker_to_send_it():
    written = queue()

    task = DBTaskResult.objects.get()
    assert task.task_path == "almoner.outbox.tasks.deliver_message"
    assert task.args_kwargs == {"args": [written.reference], "kwargs": {}}


def test_queue_message_keeps_a_subject_to_one_line():
    assert queue(subject="Due\r\nBcc: rival@example.test").subject == (
        "Due Bcc: rival@example.test"
    )


def test_queue_message_refuses_a_topic_that_nobody_declared():
    with pytest.raises(BadFact, match="'gossip' is not a declared topic"):
        queue_message(
            topic="gossip", address="a@example.test", subject="", body="", by=NIGHTLY, at=NOON
        )

    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_shares_the_fate_of_the_operation_that_queued_it():
    @operation
    def cause():
        queue()
        raise RuntimeError("the cause fails")

    with pytest.raises(RuntimeError, match="the cause fails"):
        cause()

    assert not Message.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("field", ["reference", "subject", "address", "body", "body_digest"])
def test_the_database_refuses_to_change_what_was_said(field):
    written = message()

    with arranging(), transaction.atomic(), pytest.raises(DatabaseError, match="refuses_update"):
        Message.objects.filter(pk=written.pk).update(**{field: "something else"})


def test_send_message_again_queues_it_with_all_its_tries():
    failed = message(state=DeliveryState.FAILED, tries_left=0)

    send_message_again(failed, by=official(Role.ADMINISTRATOR), at=LATER)

    failed.delivery.refresh_from_db()
    delivery = failed.delivery
    assert (delivery.state, delivery.tries_left) == (DeliveryState.QUEUED, TRIES)
    assert delivery.next_attempt_at == LATER
    line = Event.objects.get(kind=MessageEvent.QUEUED_AGAIN)
    assert line.facts == {"topic": "reminder", "attempts": "0"}
    assert DBTaskResult.objects.count() == 1


def test_send_message_again_is_for_administrators():
    with pytest.raises(PermissionDenied, match="Only an administrator"):
        send_message_again(
            message(state=DeliveryState.FAILED), by=official(Role.PUBLISHER), at=LATER
        )


@pytest.mark.parametrize("state", ["queued", "sent", "cancelled"])
def test_send_message_again_is_for_what_failed(state):
    with pytest.raises(IllegalTransition):
        send_message_again(message(state=state), by=official(Role.ADMINISTRATOR), at=LATER)


@pytest.mark.parametrize("state", [DeliveryState.QUEUED, DeliveryState.FAILED])
def test_cancel_message_keeps_it_from_being_sent(state):
    waiting = message(state=state)

    cancel_message(waiting, by=official(Role.ADMINISTRATOR), at=LATER)

    waiting.delivery.refresh_from_db()
    assert waiting.delivery.state == DeliveryState.CANCELLED
    assert Event.objects.get(kind=MessageEvent.CANCELLED).facts == {"topic": "reminder"}


@pytest.mark.parametrize("state", [DeliveryState.SENDING, DeliveryState.SENT])
def test_cancel_message_comes_too_late_for_what_is_on_its_way(state):
    with pytest.raises(IllegalTransition):
        cancel_message(message(state=state), by=official(Role.ADMINISTRATOR), at=LATER)


def test_cancel_message_is_refused_to_whoever_did_not_cause_it():
    with pytest.raises(PermissionDenied, match="whoever caused it"):
        cancel_message(message(), by=official(Role.AUDITOR), at=LATER)


def test_forget_text_leaves_its_digest():
    secret = message(topic=ACCOUNT.code, state=DeliveryState.SENT, body="https://example.test/key")

    forgotten = forget_text(secret, by=NIGHTLY, at=LATER)

    digest = digest_of_text("https://example.test/key")
    assert (forgotten.body, forgotten.body_digest, forgotten.is_forgotten) == ("", digest, True)
    line = Event.objects.get(kind=MessageEvent.FORGOTTEN)
    assert line.facts == {"topic": "account", "text": digest}


def test_forget_person_forgets_what_was_said_to_them_and_sends_no_more():
    person, administrator = official(), official(Role.ADMINISTRATOR)
    sent = message(to_actor=person.actor, state=DeliveryState.SENT)
    waiting = message(to_actor=person.actor)
    other = message()
    with arranging():
        User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()

    forget_person(person, by=administrator, at=LATER)

    blank = Message.objects.filter(address="", subject="", body="")
    assert set(blank) == {sent, waiting}
    assert Message.objects.get(pk=sent.pk).is_forgotten
    waiting.delivery.refresh_from_db()
    other.delivery.refresh_from_db()
    assert waiting.delivery.state == DeliveryState.CANCELLED
    assert other.delivery.state == DeliveryState.QUEUED
    line = Event.objects.get(kind=MessageEvent.READER_FORGOTTEN)
    assert (line.about, line.facts) == (name_of(person), {"messages": "2"})


def test_forget_person_forgets_the_letter_that_invited_them():
    administrator = official(Role.ADMINISTRATOR)
    words = {"name": "Dana Wu", "email": "dana@example.test", "roles": []}
    invitation, _token = invite_person(**words, by=administrator, at=NOON)
    letter = queue(address="dana@example.test", about=name_of(invitation))
    answer = {"username": "dana", "password": "four unrelated words"}
    dana = accept_invitation(invitation, **answer, at=NOON)
    deactivate_person(dana, by=administrator, at=NOON)

    forget_person(dana, by=administrator, at=LATER)

    letter.refresh_from_db()
    assert (letter.address, letter.subject, letter.body) == ("", "", "")

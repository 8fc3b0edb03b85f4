import smtplib
from datetime import timedelta

import pytest
from django.core import mail

from almoner.outbox.delivery import claim_delivery, deliver, note_attempt, pause_after, trouble_in
from almoner.outbox.models import Attempt
from almoner.outbox.queries import LEASE, messages_to_send
from almoner.outbox.states import DeliveryState, Trouble
from tests.crowd import at_once
from tests.factories import NOON, message
from tests.outbox.postman import postman

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _letterbox(settings, mailoutbox):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Our body <almoner@body.test>"


@pytest.fixture
def nobody_answers(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nothing listens there


def test_deliver_sends_exactly_what_was_written_under_its_reference(mailoutbox):
    waiting = message(subject="Due today", body="Do it\n")

    delivery = deliver(waiting, at=NOON)

    (sent,) = mailoutbox
    assert (sent.subject, sent.body) == ("Due today", "Do it\n")
    assert (sent.to, sent.from_email) == ([waiting.address], "Our body <almoner@body.test>")
    assert sent.message()["Message-ID"] == f"<{waiting.reference}@body.test>"
    assert (delivery.state, delivery.sent_at) == (DeliveryState.SENT, NOON)


@pytest.fixture
def by_smtp(settings):
    with postman() as server:
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = False
        yield server


def test_deliver_hands_a_letter_to_a_mail_server(by_smtp):
    waiting = message(subject="Due: £500", body="Do it\n.\nNow\n")

    assert deliver(waiting, at=NOON).state == DeliveryState.SENT

    (letter,) = by_smtp.letters
    headers, _blank, body = letter.partition("\r\n\r\n")
    assert f"Message-ID: <{waiting.reference}@body.test>" in headers
    assert f"To: {waiting.address}" in headers
    assert body.splitlines() == ["Do it", "..", "Now"]


def test_deliver_gives_up_at_once_on_an_address_that_the_server_refuses(by_smtp):
    delivery = deliver(message(address="nobody@example.test"), at=NOON)

    assert (delivery.state, delivery.trouble) == (DeliveryState.FAILED, Trouble.ADDRESS_REFUSED)
    assert by_smtp.letters == []


@pytest.mark.parametrize("state", ["sent", "failed", "cancelled"])
def test_deliver_leaves_alone_what_is_at_its_end(state):
    assert deliver(message(state=state), at=NOON) is None
    assert mail.outbox == []


def test_deliver_waits_for_the_moment():
    assert deliver(message(next_attempt_at=NOON + MINUTE), at=NOON) is None


def test_deliver_comes_back_after_a_pause_when_nobody_answers(nobody_answers):
    waiting = message()

    delivery = deliver(waiting, at=NOON)

    assert (delivery.state, delivery.trouble) == (DeliveryState.QUEUED, Trouble.UNREACHABLE)
    assert delivery.next_attempt_at == NOON + MINUTE
    (attempt,) = Attempt.objects.all()
    assert (attempt.number, attempt.trouble) == (1, Trouble.UNREACHABLE)
    assert attempt.outcome == "The mail server cannot be reached"


def test_deliver_gives_up_after_the_last_try(nobody_answers):
    assert deliver(message(tries_left=1), at=NOON).state == DeliveryState.FAILED


def test_deliver_gives_up_at_once_on_what_cannot_be_put_into_an_email(settings):
    settings.DEFAULT_FROM_EMAIL = "almoner@body.test\nBcc: rival@example.test"

    delivery = deliver(message(), at=NOON)

    assert (delivery.state, delivery.trouble) == (DeliveryState.FAILED, Trouble.UNSENDABLE)


def test_a_message_whose_sender_was_killed_is_sent_again_after_the_lease(mailoutbox):
    left = message()
    claim_delivery(left, at=NOON)

    assert deliver(left, at=NOON + LEASE - MINUTE) is None
    assert deliver(left, at=NOON + LEASE).state == DeliveryState.SENT
    assert [attempt.ended_at for attempt in Attempt.objects.order_by("number")] == [
        None,
        NOON + LEASE,
    ]


def test_a_message_that_kills_every_sender_is_given_up():
    deadly = message(state=DeliveryState.SENDING, tries_left=0)

    assert deliver(deadly, at=NOON) is None
    deadly.delivery.refresh_from_db()
    assert deadly.delivery.state == DeliveryState.FAILED


def test_a_slow_sender_that_was_overtaken_undoes_nothing():
    slow = message()
    attempt = claim_delivery(slow, at=NOON)
    deliver(slow, at=NOON + LEASE)

    late = note_attempt(attempt, trouble=Trouble.UNREACHABLE, at=NOON + LEASE + MINUTE)

    assert (late.state, late.sent_at) == (DeliveryState.SENT, NOON + LEASE)


def test_a_slow_sender_that_did_send_spares_the_next():
    slow = message()
    attempt = claim_delivery(slow, at=NOON)
    claim_delivery(slow, at=NOON + LEASE)

    assert note_attempt(attempt, trouble=None, at=NOON + LEASE).state == DeliveryState.SENT


@pytest.mark.django_db(transaction=True)
def test_of_eight_senders_at_once_one_sends(mailoutbox):
    waiting = message()

    ended = at_once(8, lambda _n: deliver(waiting, at=NOON))

    assert len([delivery for delivery in ended if delivery]) == 1
    assert len(mailoutbox) == 1


def test_messages_to_send_are_those_whose_turn_has_come():
    second, first = message(), message(next_attempt_at=NOON - MINUTE)
    message(next_attempt_at=NOON + MINUTE)
    message(state=DeliveryState.CANCELLED)

    assert list(messages_to_send(at=NOON)) == [first, second]


def test_the_pauses_grow_to_six_hours():
    minutes = [pause_after(attempts) / MINUTE for attempts in (1, 2, 3, 4, 5, 6, 60)]

    assert minutes == [1, 4, 16, 64, 256, 360, 360]


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.test": (550, b"no")}), "address-refused"),
        (smtplib.SMTPRecipientsRefused({"a@example.test": (450, b"busy")}), "message-refused"),
        (smtplib.SMTPSenderRefused(550, b"no", "a@example.test"), "sender-refused"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "sign-in-refused"),
        (smtplib.SMTPServerDisconnected("gone"), "unreachable"),
        (smtplib.SMTPDataError(554, b"spam"), "message-refused"),
        (TimeoutError("slow"), "unreachable"),
        (UnicodeEncodeError("ascii", "é", 0, 1, "no"), "unsendable"),
    ],
)
def test_trouble_in_says_why_in_words_of_our_own(error, trouble):
    assert trouble_in(error) == trouble

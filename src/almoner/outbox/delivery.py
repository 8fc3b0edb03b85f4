"""Handing messages to the mail server: at least once, each known by its reference.

A sender claims a message before it speaks to the server, and its claim lapses: one that was
killed in between leaves a message that is sent again, under the same Message-ID.
"""

import smtplib
from datetime import datetime, timedelta
from email.errors import MessageError
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from almoner.core.operations import bookkeeping

from .models import Attempt, Delivery, Message
from .queries import LEASE
from .states import DELIVERY_LIFECYCLE, DeliveryState, Trouble
from .writing import letter_of

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
HOPELESS = {Trouble.ADDRESS_REFUSED, Trouble.UNSENDABLE}
PERMANENT = range(500, 600)  # a mail server's answers that will not change
TROUBLES = [  # the first that fits: SMTP's own errors are OSErrors too
    (smtplib.SMTPSenderRefused, Trouble.SENDER_REFUSED),
    (smtplib.SMTPAuthenticationError, Trouble.SIGN_IN_REFUSED),
    (smtplib.SMTPConnectError, Trouble.UNREACHABLE),
    (smtplib.SMTPServerDisconnected, Trouble.UNREACHABLE),
    (smtplib.SMTPException, Trouble.MESSAGE_REFUSED),
    (OSError, Trouble.UNREACHABLE),
    (Exception, Trouble.UNSENDABLE),
]


def deliver(message: Message, *, at: datetime) -> Delivery | None:
    """Try once to send a message whose turn it is. None when it is not, or another has it."""
    claimed = claim_delivery(message, at=at)
    return note_attempt(claimed, trouble=hand_over(message), at=at) if claimed else None


@bookkeeping
def claim_delivery(message: Message, *, at: datetime) -> Attempt | None:
    """Take a message for sending, for as long as the lease."""
    delivery = Delivery.objects.select_for_update().get(message=message)
    if delivery.state not in {DeliveryState.QUEUED, DeliveryState.SENDING}:
        return None
    if delivery.next_attempt_at > at:
        return None

    if not delivery.tries_left:  # its last sender died of it
        delivery.state = DeliveryState.FAILED
        delivery.save(update_fields=["state"])
        return None
    DELIVERY_LIFECYCLE.check(delivery.state, DeliveryState.SENDING)
    delivery.state = DeliveryState.SENDING
    delivery.attempts += 1
    delivery.tries_left -= 1
    delivery.next_attempt_at = at + LEASE
    delivery.save(update_fields=["state", "attempts", "tries_left", "next_attempt_at"])
    return Attempt.objects.create(delivery=delivery, number=delivery.attempts, begun_at=at)


@bookkeeping
def note_attempt(attempt: Attempt, *, trouble: Trouble | None, at: datetime) -> Delivery:
    """Write down how an attempt went. One overtaken changes the message only if it was sent."""
    delivery = Delivery.objects.select_for_update().get(pk=attempt.delivery_id)
    attempt.ended_at, attempt.trouble = at, trouble or ""
    attempt.save(update_fields=["ended_at", "trouble"])
    is_overtaken = delivery.attempts != attempt.number or delivery.state != DeliveryState.SENDING
    if is_overtaken and (trouble or delivery.state == DeliveryState.SENT):
        return delivery

    then = _state_after(trouble, tries_left=delivery.tries_left)
    if not is_overtaken:
        DELIVERY_LIFECYCLE.check(delivery.state, then)
    delivery.state, delivery.trouble = then, trouble or ""
    delivery.sent_at = at if then == DeliveryState.SENT else None
    delivery.next_attempt_at = at + pause_after(delivery.attempts)
    delivery.save(update_fields=["state", "trouble", "sent_at", "next_attempt_at"])
    return delivery


def _state_after(trouble: Trouble | None, *, tries_left: int) -> DeliveryState:
    if trouble is None:
        return DeliveryState.SENT
    if trouble == Trouble.NOTHING_TO_SAY:
        return DeliveryState.DROPPED
    return DeliveryState.FAILED if trouble in HOPELESS or not tries_left else DeliveryState.QUEUED


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: four times as long each time."""
    growth: int = 4 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * growth, LONGEST_PAUSE)


def hand_over(message: Message) -> Trouble | None:
    """Give a message to the mail server. Says what went wrong, or None."""
    letter = letter_of(message)
    if letter is None:
        return Trouble.NOTHING_TO_SAY
    ours = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"}
    mail = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[message.address],
        headers={**letter.headers, **ours},
        connection=get_connection(settings.MAIL_TRANSPORT),
    )
    try:
        mail.send()
    except (smtplib.SMTPException, OSError, ValueError, MessageError) as error:
        return trouble_in(error)
    return None


def message_id(message: Message) -> str:
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{message.reference}@{sender.rpartition('@')[2]}>"


def trouble_in(error: Exception) -> Trouble:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        is_final = all(code in PERMANENT for code in codes)
        return Trouble.ADDRESS_REFUSED if is_final else Trouble.MESSAGE_REFUSED
    return next(trouble for kind, trouble in TROUBLES if isinstance(error, kind))

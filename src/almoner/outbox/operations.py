"""What is done with messages."""

from datetime import datetime

from django.db.models import Model, QuerySet

from almoner.accounts.models import User
from almoner.core.actors import Actor
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import opaque_reference
from almoner.core.verdicts import require

from .events import DigestEvent, MessageEvent
from .models import Delivery, DigestChoice, Message, digest_of_text
from .policies import may_cancel_message, may_choose_digest, may_send_message_again
from .queries import letters_about, texts_said_to
from .rhythms import DigestRhythm
from .states import DELIVERY_LIFECYCLE, DeliveryState

TRIES = 8


@operation
def queue_message(
    *,
    topic: str,
    address: str,
    subject: str,
    body: str,
    by: Actor,
    at: datetime,
    to_actor: str = "",
    about: str = "",
) -> Message:
    """Write down what is to be said to whom. A worker sends it after the commit.

    Call it within the operation, or the receiver, that has something to say: neither then exists
    without the other. Raises BadFact for a topic that nobody declared.
    """
    message = Message.objects.create(
        reference=opaque_reference("MSG"),
        topic=topic,
        about=about,
        to_actor=to_actor,
        address=address.strip(),
        subject=" ".join(subject.split())[:250],
        body=body,
        body_digest=digest_of_text(body),
        queued_by=by.actor,
        queued_at=at,
    )
    Delivery.objects.create(message=message, tries_left=TRIES, next_attempt_at=at)
    digest = message.body_digest
    record(MessageEvent.QUEUED, about=message, by=by, at=at, topic=topic, text=digest)
    return message


@operation
def send_message_again(message: Message, *, by: User, at: datetime) -> Message:
    """Queue a message that could not be sent once more, with all its tries.

    Raises PermissionDenied or IllegalTransition.
    """
    delivery = _locked_delivery(message)
    require(may_send_message_again(by, message, on=day_of(at)))
    DELIVERY_LIFECYCLE.check(delivery.state, DeliveryState.QUEUED)

    delivery.state = DeliveryState.QUEUED
    delivery.tries_left, delivery.next_attempt_at = TRIES, at
    delivery.save(update_fields=["state", "tries_left", "next_attempt_at"])
    facts = {"topic": message.topic, "attempts": delivery.attempts}
    record(MessageEvent.QUEUED_AGAIN, about=message, by=by, at=at, **facts)
    return message


@operation
def cancel_message(message: Message, *, by: User, at: datetime) -> Message:
    """Keep a message from being sent. Raises PermissionDenied or IllegalTransition."""
    delivery = _locked_delivery(message)
    require(may_cancel_message(by, message, on=day_of(at)))
    DELIVERY_LIFECYCLE.check(delivery.state, DeliveryState.CANCELLED)

    delivery.state = DeliveryState.CANCELLED
    delivery.save(update_fields=["state"])
    record(MessageEvent.CANCELLED, about=message, by=by, at=at, topic=message.topic)
    return message


@operation
def forget_text(message: Message, *, by: Actor, at: datetime) -> Message:
    """Blank the text of a message, of which the digest stays."""
    message = Message.objects.select_for_update().get(pk=message.pk)

    message.body = ""
    message.save(update_fields=["body"])
    facts = {"topic": message.topic, "text": message.body_digest}
    record(MessageEvent.FORGOTTEN, about=message, by=by, at=at, **facts)
    return message


@operation
def forget_reader(person: User, *, by: Actor, at: datetime) -> int:
    """Blank what was said to somebody, and where; what still waits is cancelled. Says how many.

    A receiver calls it while it holds the ledger, so it waits for nobody: what somebody else has in
    hand at this moment is left to the nightly step.
    """
    count = _blank(texts_said_to(person))
    record(MessageEvent.READER_FORGOTTEN, about=person, by=by, at=at, messages=count)
    return count


@operation
def forget_letters(thing: Model, *, by: Actor, at: datetime) -> int:
    """Blank what was written to people outside about a thing, and where; says how many.

    What still waits is cancelled. What somebody else has in hand at this moment is left.
    """
    count = _blank(letters_about(thing))
    record(MessageEvent.LETTERS_FORGOTTEN, about=thing, by=by, at=at, messages=count)
    return count


def _blank(messages: QuerySet[Message]) -> int:
    deliveries = Delivery.objects.select_related("message").filter(message__in=messages)
    free = deliveries.select_for_update(skip_locked=True, of=("self", "message"))
    keys = [delivery.message_id for delivery in free]

    waiting = Delivery.objects.filter(message__in=keys, state=DeliveryState.QUEUED)
    waiting.update(state=DeliveryState.CANCELLED)
    return Message.objects.filter(pk__in=keys).update(address="", subject="", body="")


def _locked_delivery(message: Message) -> Delivery:
    return Delivery.objects.select_for_update().get(message=message)


@operation
def choose_digest(rhythm: DigestRhythm, *, by: User, at: datetime) -> DigestChoice:
    """Say how often one wants word of what is due to oneself. Raises PermissionDenied."""
    require(may_choose_digest(by, on=day_of(at)))
    choice, _is_first = DigestChoice.objects.update_or_create(
        person=by, defaults={"rhythm": rhythm}
    )
    record(DigestEvent.CHOSEN, about=by, by=by, at=at, rhythm=rhythm)
    return choice

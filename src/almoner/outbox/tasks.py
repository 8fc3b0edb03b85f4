"""Sending in the background, and what the outbox does by itself each day."""

from datetime import datetime

from django.utils.translation import gettext as _
from django_tasks import task

from almoner.accounts.queries import forgotten_people
from almoner.core.actors import NIGHTLY
from almoner.core.clock import server_now
from almoner.core.daily import declare_daily, with_each

from .delivery import deliver
from .models import Message
from .operations import forget_reader, forget_text
from .queries import messages_to_send, texts_said_to, texts_to_forget
from .reminders import remind_everyone
from .states import DeliveryState


@task()
def deliver_message(reference: str) -> None:
    """Send a message, or come back for it when its pause is over."""
    delivery = deliver(Message.objects.get(reference=reference), at=server_now())
    if delivery and delivery.state == DeliveryState.QUEUED:
        deliver_message.using(run_after=delivery.next_attempt_at).enqueue(reference)


# The names put the steps in order: what reminders queue is sent in the same run.
@declare_daily("outbox-1-remind")
def remind(at: datetime) -> str:
    return _("%(count)d reminded") % {"count": remind_everyone(at=at)}


@declare_daily("outbox-2-send")
def send(_at: datetime) -> str:
    """Send what waits: for a body that runs no worker, and for what a dead worker left."""
    waiting = messages_to_send(at=server_now())
    tried = with_each(waiting, lambda message: deliver(message, at=server_now()))
    ended = [delivery.state for delivery in tried if delivery]
    sent = ended.count(DeliveryState.SENT)
    return _("%(sent)d sent, %(other)d not") % {"sent": sent, "other": len(ended) - sent}


@declare_daily("outbox-3-forget")
def forget(at: datetime) -> str:
    forgotten = [forget_text(text, by=NIGHTLY, at=at) for text in texts_to_forget(at=at)]
    return _("%(count)d texts forgotten") % {"count": len(forgotten)}


@declare_daily("outbox-4-forget-readers")
def forget_readers(at: datetime) -> str:
    """What was in somebody's hand when its reader was forgotten."""
    left = [person for person in forgotten_people() if texts_said_to(person).exists()]
    for person in left:
        forget_reader(person, by=NIGHTLY, at=at)
    return _("%(count)d people forgotten") % {"count": len(left)}

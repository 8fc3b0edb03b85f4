"""A message that was queued is sent soon, by a worker."""

from django.dispatch import receiver

from almoner.core.ledger import recorded
from almoner.core.models import Event

from .events import MessageEvent
from .tasks import deliver_message


@receiver(recorded, sender=MessageEvent.QUEUED)
@receiver(recorded, sender=MessageEvent.QUEUED_AGAIN)
def send_soon(event: Event, **_: object) -> None:
    deliver_message.enqueue(event.about.partition(":")[2])

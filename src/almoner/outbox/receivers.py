"""A message that was queued is sent soon, by a worker; a person forgotten is forgotten here."""

from django.dispatch import receiver

from almoner.accounts.events import PersonEvent
from almoner.accounts.models import User
from almoner.core.actors import System
from almoner.core.ledger import recorded
from almoner.core.models import Event

from .events import MessageEvent
from .operations import forget_reader
from .tasks import deliver_message

OUTBOX = System("outbox")


@receiver(recorded, sender=MessageEvent.QUEUED)
@receiver(recorded, sender=MessageEvent.QUEUED_AGAIN)
def send_soon(event: Event, **_: object) -> None:
    deliver_message.enqueue(event.about.partition(":")[2])


@receiver(recorded, sender=PersonEvent.FORGOTTEN)
def forget_what_was_said(event: Event, **_: object) -> None:
    person = User.objects.get(reference=event.about.partition(":")[2])
    forget_reader(person, by=OUTBOX, at=event.happened_at)

"""The letters of the demonstration: nobody is at its addresses, so they are noted as sent."""

from datetime import datetime

from almoner.outbox.delivery import claim_delivery, note_attempt
from almoner.outbox.models import Message
from almoner.outbox.states import DeliveryState


def let_letters_go(moment: datetime) -> None:
    """Note what waits as sent, or it would go out, years late, when the demonstration is served."""
    for message in Message.objects.filter(delivery__state=DeliveryState.QUEUED).order_by("pk"):
        if attempt := claim_delivery(message, at=moment):
            note_attempt(attempt, trouble=None, at=moment)

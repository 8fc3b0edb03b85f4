"""What follows at once from an enquiry: an acknowledgement, and word of danger."""

from django.dispatch import receiver

from almoner.core.ledger import recorded
from almoner.core.models import Event

from .events import EnquiryEvent
from .letters import acknowledge, tell_of_danger
from .models import Enquiry
from .subjects import Urgency


@receiver(recorded, sender=EnquiryEvent.RECEIVED)
def acknowledge_enquiry(event: Event, **_: object) -> None:
    enquiry = _enquiry(event)
    if enquiry.email:
        acknowledge(enquiry, at=event.happened_at)


@receiver(recorded, sender=EnquiryEvent.RECEIVED)
@receiver(recorded, sender=EnquiryEvent.PASSED_ON)
def tell_of_danger_at_once(event: Event, **_: object) -> None:
    if event.facts["urgency"] == Urgency.DANGER:
        tell_of_danger(_enquiry(event), at=event.happened_at)


def _enquiry(event: Event) -> Enquiry:
    return Enquiry.objects.get(reference=event.about.partition(":")[2])

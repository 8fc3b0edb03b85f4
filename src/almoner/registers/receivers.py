"""When the house drafts an edition or finds one late, people hear of it, in the same act."""

from django.dispatch import receiver

from almoner.core.actors import NIGHTLY
from almoner.core.ledger import recorded
from almoner.core.models import Event

from .events import EditionEvent
from .letters import tell_of_lateness, tell_owners
from .models import Preparation


@receiver(recorded, sender=EditionEvent.DRAFTED)
def tell_of_draft(event: Event, **_: object) -> None:
    if event.actor == NIGHTLY.actor:  # a person who begins one goes on with it
        tell_owners(_preparation(event), by=NIGHTLY, at=event.happened_at)


@receiver(recorded, sender=EditionEvent.ESCALATED)
def tell_of_late_edition(event: Event, **_: object) -> None:
    tell_of_lateness(_preparation(event), by=NIGHTLY, at=event.happened_at)


def _preparation(event: Event) -> Preparation:
    return Preparation.objects.get(reference=event.about.partition(":")[2])

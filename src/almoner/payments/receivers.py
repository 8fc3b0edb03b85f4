"""What was learnt soon proposes what it can: a saved rule, or that organisations are one."""

from django.dispatch import receiver

from almoner.core.ledger import recorded
from almoner.core.models import Event
from almoner.organisations.events import OrganisationEvent

from .events import MatchingRuleEvent
from .tasks import propose_all_matches


@receiver(recorded, sender=MatchingRuleEvent.SAVED)
@receiver(recorded, sender=OrganisationEvent.MERGED)
@receiver(recorded, sender=OrganisationEvent.PARTED)
def propose_soon(event: Event, **_: object) -> None:  # noqa: ARG001 - a receiver's signature
    propose_all_matches.enqueue()

"""A rule that was saved soon proposes what it can."""

from django.dispatch import receiver

from almoner.core.ledger import recorded
from almoner.core.models import Event

from .events import MatchingRuleEvent
from .tasks import propose_all_matches


@receiver(recorded, sender=MatchingRuleEvent.SAVED)
def propose_soon(event: Event, **_: object) -> None:  # noqa: ARG001 - a receiver's signature
    propose_all_matches.enqueue()

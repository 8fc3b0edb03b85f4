"""An import that went live has payments, or agreements, that may belong together."""

from django.dispatch import receiver

from almoner.core.ledger import recorded
from almoner.core.models import Event
from almoner.payments.tasks import propose_all_matches

from .events import ImportEvent


@receiver(recorded, sender=ImportEvent.CONTRACTS_IMPORTED)
@receiver(recorded, sender=ImportEvent.GRANTS_IMPORTED)
@receiver(recorded, sender=ImportEvent.SPEND_IMPORTED)
def match_soon(event: Event, **_: object) -> None:  # noqa: ARG001 - a receiver's signature
    propose_all_matches.enqueue()

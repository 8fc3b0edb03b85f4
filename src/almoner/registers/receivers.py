"""What follows at once from what happens to registers: letters, and what to ask people next."""

from django.dispatch import receiver

from almoner.core.actors import NIGHTLY
from almoner.core.ledger import recorded
from almoner.core.models import Event
from almoner.payments.tasks import propose_all_matches, sum_common_words

from .events import EditionEvent, ImportEvent
from .ladder import rung_of
from .letters import tell_of_rung, tell_owners
from .models import Preparation
from .tasks import propose_all_likenesses, review_edition_soon


@receiver(recorded, sender=ImportEvent.CONTRACTS_IMPORTED)
@receiver(recorded, sender=ImportEvent.GRANTS_IMPORTED)
@receiver(recorded, sender=ImportEvent.SPEND_IMPORTED)
def propose_soon(event: Event, **_: object) -> None:  # noqa: ARG001 - a receiver's signature
    propose_all_matches.enqueue()
    propose_all_likenesses.enqueue()


@receiver(recorded, sender=ImportEvent.SPEND_IMPORTED)
def sum_words_soon(event: Event, **_: object) -> None:  # noqa: ARG001 - a receiver's signature
    sum_common_words.enqueue()


@receiver(recorded, sender=EditionEvent.DRAFTED)
@receiver(recorded, sender=EditionEvent.SUBMITTED)
def review_soon(event: Event, **_: object) -> None:
    review_edition_soon.enqueue(event.about.partition(":")[2])


@receiver(recorded, sender=EditionEvent.DRAFTED)
def tell_of_draft(event: Event, **_: object) -> None:
    if event.actor == NIGHTLY.actor:  # a person who begins one goes on with it
        tell_owners(_preparation(event), by=NIGHTLY, at=event.happened_at)


@receiver(recorded, sender=EditionEvent.DUE_SOON)
@receiver(recorded, sender=EditionEvent.FELL_DUE)
@receiver(recorded, sender=EditionEvent.ESCALATED)
def tell_of_edition_not_out(event: Event, **_: object) -> None:
    rung = rung_of(EditionEvent(event.kind))
    tell_of_rung(_preparation(event), rung, by=NIGHTLY, at=event.happened_at)


def _preparation(event: Event) -> Preparation:
    return Preparation.objects.get(reference=event.about.partition(":")[2])

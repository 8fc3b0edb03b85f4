"""What follows at once: a decision is found by what it says now, and by whom its case lets."""

from django.dispatch import receiver

from almoner.commissions.events import CaseEvent
from almoner.core.ledger import recorded
from almoner.core.models import Event

from .events import DecisionEvent
from .search import index_decision, index_decisions_of


@receiver(recorded, sender=DecisionEvent.DRAFTED)
@receiver(recorded, sender=DecisionEvent.REVISED)
@receiver(recorded, sender=DecisionEvent.SUBMITTED)
@receiver(recorded, sender=DecisionEvent.SIGNED)
@receiver(recorded, sender=DecisionEvent.PUBLISHED)
def find_it_by_what_it_says(event: Event, **_: object) -> None:
    index_decision(_reference(event))


@receiver(recorded, sender=CaseEvent.RESTRICTED)
@receiver(recorded, sender=CaseEvent.UNRESTRICTED)
def find_them_by_whom_the_case_lets(event: Event, **_: object) -> None:
    index_decisions_of(_reference(event))


def _reference(event: Event) -> str:
    return event.about.partition(":")[2]

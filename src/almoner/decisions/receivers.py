"""What follows at once: a decision is found by what it says now, and by whom its case lets; what a
board made of it is said by who confirmed that.
"""

from django.dispatch import receiver

from almoner.boards.events import MinuteEvent
from almoner.boards.queries import enacted_by
from almoner.commissions.events import CaseEvent
from almoner.core.ledger import recorded
from almoner.core.models import Event

from .events import DecisionEvent
from .minuted import speak_as_minuted
from .models import Decision
from .queries import decisions
from .search import index_decision, index_decisions_of

DECISION = Decision._meta.label_lower


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


@receiver(recorded, sender=MinuteEvent.ENACTED)
def speak_in_the_office(event: Event, **_: object) -> None:
    """Raises what `speak_as_minuted` does: then the minute is not confirmed either."""
    minute = enacted_by(event)
    kind, _colon, reference = minute.item.about.partition(":")
    if kind == DECISION and minute.confirmed_by and minute.confirmed_at:
        decision = decisions().get(reference=reference)
        speak_as_minuted(decision, minute, by=minute.confirmed_by, at=minute.confirmed_at)


def _reference(event: Event) -> str:
    return event.about.partition(":")[2]

"""What follows at once: a letter to confirm, and, when it ends, forgetting where letters went."""

from django.dispatch import receiver

from almoner.core.ledger import recorded
from almoner.core.models import Event
from almoner.outbox.operations import forget_letters

from .events import FollowEvent
from .letters import FOLLOWERS, ask_to_confirm
from .models import Follow


@receiver(recorded, sender=FollowEvent.ASKED)
def ask_the_owner(event: Event, **_: object) -> None:
    ask_to_confirm(_follow(event), at=event.happened_at)


@receiver(recorded, sender=FollowEvent.ENDED)
def forget_where_letters_went(event: Event, **_: object) -> None:
    forget_letters(_follow(event), by=FOLLOWERS, at=event.happened_at)


def _follow(event: Event) -> Follow:
    return Follow.objects.get(reference=event.about.partition(":")[2])

"""How much people have taken on and not finished, of what somebody may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from almoner.accounts.models import User

from .queries import actions_visible_to
from .states import UNFINISHED, ActionState


@dataclass(frozen=True, slots=True)
class Workload:
    """How many actions of somebody are unfinished, and how many of these are overdue."""

    unfinished: int = 0
    overdue: int = 0


def workloads_of(people: Iterable[int], *, seen_by: User, on: date) -> dict[int, Workload]:
    """Of each of these people, by key, what they own that the reader may read: one question.
    Whoever has nothing is left out.
    """
    theirs = actions_visible_to(seen_by, on=on).filter(owner__in=people, state__in=UNFINISHED)
    late = Count("pk", filter=Q(state=ActionState.OPEN, due_on__lt=on))
    counted = theirs.order_by().values("owner").annotate(count=Count("pk"), late=late)
    return {
        owner: Workload(count, overdue)
        for owner, count, overdue in counted.values_list("owner", "count", "late")
    }

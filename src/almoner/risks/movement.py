"""How risks moved between two days: new, up, down, unchanged, closed, each with its scores."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.dated import as_at
from almoner.core.moments import end_of

from .models import Assessment, Risk
from .queries import assessments_as_at, in_full

ALL = Q()


class Moved(TextChoices):
    """What became of a risk, in the order in which a board asks."""

    UP = "up", _("Up")
    NEW = "new", _("New")
    DOWN = "down", _("Down")
    CLOSED = "closed", _("Closed")
    UNCHANGED = "unchanged", _("Unchanged")


@dataclass(frozen=True, slots=True)
class Movement:
    """A risk as it was seen on the first day, if it was there, and on the last, or when it was
    closed.
    """

    moved: Moved
    now: Assessment
    then: Assessment | None = None

    @property
    def risk(self) -> Risk:
        return self.now.risk

    @property
    def is_closed(self) -> bool:
        return self.moved == Moved.CLOSED


def movements(*, since: date, on: date, of: Q = ALL) -> list[Movement]:
    """What became of risks since the end of one day until that of another, as it was known on
    each: three queries. `of` narrows assessments. One that came and went in between is closed.
    """
    then = {one.risk_id: one for one in assessments_as_at(since).filter(of)}
    found = [_moved(one, then.get(one.risk_id)) for one in assessments_as_at(on).filter(of)]
    closed = _closed_between(since, on).filter(of)
    found += [Movement(Moved.CLOSED, one, then.get(one.risk_id)) for one in closed]
    order = list(Moved)
    return sorted(
        found,
        key=lambda one: (order.index(one.moved), -one.now.current_score, one.now.risk_id),
    )


def counted(found: Iterable[Movement]) -> Mapping[Moved, int]:
    """How many moved how, in the order of `Moved`."""
    counts = Counter(one.moved for one in found)
    return {moved: counts[moved] for moved in Moved}


def _moved(now: Assessment, then: Assessment | None) -> Movement:
    if then is None:
        return Movement(Moved.NEW, now)
    change = now.current_score - then.current_score
    moved = Moved.UP if change > 0 else Moved.DOWN if change < 0 else Moved.UNCHANGED
    return Movement(moved, now, then)


def _closed_between(since: date, on: date) -> QuerySet[Assessment]:
    """As closed risks were last seen."""
    closed = Q(risk__closed_at__gte=end_of(since), risk__closed_at__lt=end_of(on))
    return in_full(as_at(Assessment.objects.filter(closed), "risk", on=on))

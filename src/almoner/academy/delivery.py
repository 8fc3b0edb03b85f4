"""What was planned and held, by course and quarter of a financial year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from almoner.core.moments import end_of, start_of
from almoner.core.periods import FinancialYear, Quarter

from .models import Workshop
from .queries import workshops
from .states import TO_COME, WorkshopState


@dataclass(frozen=True, slots=True)
class Delivered:
    """The workshops of a course in a quarter, counted."""

    course: str
    quarter: Quarter
    planned: int
    held: int
    cancelled: int
    places: int
    booked: int
    attended: int


def delivered_in(year: FinancialYear, *, on: date) -> list[Delivered]:
    """By quarter and course, what of a year was known by a day: one query."""
    found = workshops().filter(
        starts_at__gte=start_of(year.first_day),
        starts_at__lt=end_of(year.last_day),
        known_at__lt=end_of(on),
    )
    ordered = sorted(found, key=_place)
    return [
        _counted(course, quarter, list(group))
        for (quarter, course), group in groupby(ordered, key=_place)
    ]


def _place(workshop: Workshop) -> tuple[Quarter, str]:
    return Quarter.containing(workshop.on), workshop.version.course.title


def _counted(course: str, quarter: Quarter, found: list[Workshop]) -> Delivered:
    taking_place = [one for one in found if one.state != WorkshopState.CANCELLED]
    return Delivered(
        course=course,
        quarter=quarter,
        planned=_count(found, TO_COME),
        held=_count(found, [WorkshopState.HELD]),
        cancelled=len(found) - len(taking_place),
        places=sum(one.capacity for one in taking_place),
        booked=sum(one.taken for one in taking_place),
        attended=sum(one.came for one in taking_place),
    )


def _count(found: list[Workshop], states: Sequence[str]) -> int:
    return sum(one.state in states for one in found)

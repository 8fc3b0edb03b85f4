"""Questions about how controls stood, night by night."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from .models import Lapse, Run

NIGHTS = 14


def has_run(code: str, *, on: date) -> bool:
    return Run.objects.filter(control=code, night=on).exists()


def last_runs_of(code: str, count: int = NIGHTS) -> list[Run]:
    """The last nights of a control, the earliest first."""
    return list(Run.objects.filter(control=code).order_by("-night")[:count])[::-1]


def lapses_that_last(code: str) -> QuerySet[Lapse]:
    """The cases that broke a control when it was last asked at night."""
    return Lapse.objects.filter(control=code, mended_on=None)


def broken_since(code: str, references: Iterable[str]) -> dict[str, date]:
    """Since which night each of these cases has been seen to break a control."""
    lasting = lapses_that_last(code).filter(reference__in=list(references))
    return dict(lasting.values_list("reference", "first_on"))


def mended_since(code: str, day: date) -> QuerySet[Lapse]:
    """The cases that were found to be put right from a day on, the latest first."""
    return Lapse.objects.filter(control=code, mended_on__gte=day).order_by("-mended_on", "pk")

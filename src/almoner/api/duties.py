"""What the body must publish, and how each of it stands today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from almoner.registers.due_editions import Kept, duties_kept
from almoner.registers.queries import served_row_counts

from . import editions, shapes
from .answers import answered
from .examples import answer_of
from .resources import resource


@resource(
    "duties",
    name="duties",
    summary="What must be published, and how it stands today",
    gives=shapes.Duties,
    example=answer_of("duties"),
)
def duties(request: HttpRequest) -> HttpResponse:
    on = localdate()
    kept = duties_kept(on=on)
    counts = served_row_counts([one.latest for one in kept if one.latest])
    return answered(request, on=on, duties=[_about(one, counts) for one in kept])


def _about(kept: Kept, counts: dict[int, int]) -> dict[str, Any]:
    duty, latest = kept.duty, kept.latest
    return {
        "code": duty.code,
        "what": duty.what,
        "dataset": duty.dataset,
        "law": duty.law,
        "commitment": duty.commitment,
        "frequency": duty.frequency,
        "within": str(duty.due),
        "standing": _standing(kept),
        "latest": editions.about(latest, counts.get(latest.pk)) if latest else None,
    }


def _standing(kept: Kept) -> dict[str, Any] | None:
    standing = kept.standing
    if standing is None:
        return None
    return {
        "period": str(standing.period) if standing.period else None,
        "due_on": standing.due_on,
        "days_late": standing.days_late,
        "is_too_early": standing.is_too_early,
        "said": str(standing),
    }

"""Keeping what could be mended in the rows of an edition on its way. It holds nothing back."""

from dataclasses import asdict
from datetime import datetime

from almoner.core.moments import day_of
from almoner.core.operations import bookkeeping
from almoner.registers.due_editions import duty_behind
from almoner.registers.faults import Fault, faults_in
from almoner.registers.models import Preparation, Review


def review_edition(preparation: Preparation, *, at: datetime) -> Review:
    """Look for what could be mended in the rows that would be published now, and keep it."""
    faults = faults_in(duty_behind(preparation, on=day_of(at)), preparation.period, on=day_of(at))
    return keep_review(preparation, faults, at=at)


@bookkeeping
def keep_review(preparation: Preparation, faults: list[Fault], *, at: datetime) -> Review:
    said = {"faults": [asdict(fault) for fault in faults], "made_at": at}
    review, _is_new = Review.objects.update_or_create(preparation=preparation, defaults=said)
    return review

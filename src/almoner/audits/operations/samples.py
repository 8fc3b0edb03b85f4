"""Samples: drawn by a seed and kept, and what was found of each member."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.audits.drawing import Drawn, draw, population_on
from almoner.audits.events import SampleEvent
from almoner.audits.kinds import Tested
from almoner.audits.models import Result, Review, Sample, SampleMember
from almoner.audits.policies import may_draw_sample
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.verdicts import require

LARGEST = 500


@operation
def draw_sample(
    population: str,
    *,
    as_at: date,
    seed: str,
    size: int,
    review: Review | None,
    by: User,
    at: datetime,
) -> Sample:
    """Draw so many members of a population as it stood on a day, and keep which.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_draw_sample(by, on=on))
    if as_at > on:
        raise ValidationError({"as_at": _("Enter today or a day before.")})
    drawn = _drawn(population, as_at=as_at, seed=seed.strip(), size=size)
    sample = Sample.objects.create(
        reference=next_reference("SMP", on=on),
        review=review,
        population=population,
        as_at=as_at,
        seed=seed.strip(),
        size=len(drawn.members),
        population_size=drawn.population_size,
        population_digest=drawn.population_digest,
        drawn_by=by,
        drawn_at=at,
        recorded_at=server_now(),
    )
    SampleMember.objects.bulk_create(
        SampleMember(sample=sample, place=place, about=about)
        for place, about in enumerate(drawn.members, start=1)
    )
    facts = {"as_at": as_at, "size": sample.size, "of": sample.population_size}
    digest = {"population": sample.population_digest}
    record(SampleEvent.DRAWN, about=sample, by=by, at=at, **facts, **digest)
    return sample


@operation
def record_result(
    member: SampleMember, *, result: Tested, text: str, by: User, at: datetime
) -> Result:
    """Say what was found of a member of a sample. What was said before stays.

    Raises PermissionDenied or ValidationError.
    """
    require(may_draw_sample(by, on=day_of(at)))
    sample = Sample.objects.select_for_update(of=("self",)).get(pk=member.sample_id)
    if result != Tested.CONFORMS and not text.strip():
        raise ValidationError({"text": _("Say what you found.")})
    found = Result.objects.create(
        member=member,
        result=result,
        text=text.strip(),
        tested_by=by,
        tested_at=at,
        recorded_at=server_now(),
    )
    facts = {"member": str(member), "result": result}
    record(SampleEvent.TESTED, about=sample, by=by, at=at, **facts)
    return found


def _drawn(population: str, *, as_at: date, seed: str, size: int) -> Drawn:
    if not seed:
        raise ValidationError({"seed": _("Give a word or a number to draw by.")})
    if not 0 < size <= LARGEST:
        raise ValidationError({"size": _("Give a number from 1 to %(most)d.") % {"most": LARGEST}})
    names = population_on(population, as_at)
    if names is None:
        raise ValidationError({"population": _("There is no such population.")})
    drawn = draw(names, seed=seed, size=size)
    if not drawn.members:
        raise ValidationError({"population": _("There was nothing of the kind on that day.")})
    return drawn

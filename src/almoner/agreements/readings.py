"""On which days each version speaks for its agreement: worked out once, when a batch is shown.

To find it anew for a page, the database would have to compare every version of every agreement.
`queries.speaking` does that, for editions, and a test holds the two against each other.

Days are kept as from and to; the day `to` itself is the next version's. As now known, a version
speaks from the day its batch was known from. As at a day, it speaks from when it was recorded too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from almoner.core.batches import declare_reading
from almoner.core.models import Batch
from almoner.core.moments import day_of
from almoner.core.states import BatchState

from .models import FOR_EVER, Agreement, AgreementVersion

CHUNK = 2_000


class Days(NamedTuple):
    """When a version speaks, by each way of reading. Without a first day it never does."""

    known_from: date | None
    known_to: date | None
    told_from: date | None
    told_to: date | None


class Live(NamedTuple):
    """A version that is seen: what ranks it among those of its agreement, and since when."""

    known_from: date
    recorded_at: datetime
    pk: int

    @property
    def told_from(self) -> date:
        return max(self.known_from, day_of(self.recorded_at))


SILENT = Days(None, None, None, None)


@declare_reading
def say_when_versions_speak(batch: Batch) -> None:
    """Work it out again for every agreement of which a batch says something."""
    versions = AgreementVersion.objects.filter(batch=batch)
    for kind in Agreement.objects.filter(versions__batch=batch).values_list("kind").distinct():
        versions.filter(agreement__kind=kind[0]).update(kind=kind[0])
    alone = days_of_all([_live(0, batch)])[0] if batch.state == BatchState.LIVE else SILENT
    _say(versions, alone)
    for keys in _chunks(_said_of_elsewhere(batch)):
        _say_of(keys)


def days_of_all(versions: Iterable[Live]) -> dict[int, Days]:
    """When each of an agreement's versions speaks, by its key."""
    days = {}
    known_to = told_to = FOR_EVER
    for one in sorted(versions, reverse=True):
        days[one.pk] = Days(
            one.known_from if one.known_from < known_to else None,
            known_to,
            one.told_from if one.told_from < told_to else None,
            told_to,
        )
        known_to, told_to = min(known_to, one.known_from), min(told_to, one.told_from)
    return days


def _live(pk: int, batch: Batch) -> Live:
    if batch.known_from is None or batch.recorded_at is None:
        raise ValueError(f"{batch} is not live")
    return Live(batch.known_from, batch.recorded_at, pk)


def _said_of_elsewhere(batch: Batch) -> QuerySet[AgreementVersion, int]:
    """The agreements of a batch of which another live batch says something, too."""
    others = AgreementVersion.objects.filter(
        agreement=OuterRef("agreement"), batch__state=BatchState.LIVE
    ).exclude(batch=batch)
    told = AgreementVersion.objects.filter(Exists(others), batch=batch)
    return told.order_by("agreement").values_list("agreement", flat=True)


def _say_of(agreements: list[int]) -> None:
    by_agreement: dict[int, list[Live]] = defaultdict(list)
    live = AgreementVersion.objects.filter(agreement__in=agreements, batch__state=BatchState.LIVE)
    for version in live.select_related("batch").only("agreement", "batch"):
        by_agreement[version.agreement_id].append(_live(version.pk, version.batch))
    by_days: dict[Days, list[int]] = defaultdict(list)
    for versions in by_agreement.values():
        for pk, days in days_of_all(versions).items():
            by_days[days].append(pk)
    for days, keys in by_days.items():
        _say(AgreementVersion.objects.filter(pk__in=keys), days)


def _say(versions: QuerySet[AgreementVersion], days: Days) -> None:
    versions.update(**days._asdict())


def _chunks(keys: QuerySet[AgreementVersion, int]) -> Iterator[list[int]]:
    each = iter(list(keys))
    while some := list(islice(each, CHUNK)):
        yield some

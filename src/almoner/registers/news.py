"""What became public, and what was said differently: asked at the door, like all that is public.

A row is dated by the moment at which its file was read in, whatever day that claims. What was held
or withheld and is public later has the date that it would always have had: nothing tells of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from django.db.models import QuerySet

from almoner.agreements.models import AgreementVersion
from almoner.agreements.queries import live_versions
from almoner.agreements.states import AgreementKind
from almoner.core.models import Batch

from .models import Tombstone
from .public_agreements import changes_between
from .publicity import hidden_now


def files_between(since: datetime, until: datetime) -> QuerySet[Batch]:
    """The batches that were recorded after one moment and not after another."""
    return Batch.objects.filter(recorded_at__gt=since, recorded_at__lte=until)


def public_histories(
    kind: AgreementKind, agreements: Iterable[int]
) -> dict[int, list[AgreementVersion]]:
    """All that anyone may know was said of each of these, the latest known first."""
    said = live_versions(kind).filter(agreement__in=list(agreements))
    open_ones = said.exclude(hidden_now().versions).select_related("batch")
    found: dict[int, list[AgreementVersion]] = defaultdict(list)
    for one in open_ones.order_by("-batch__known_from", "-batch__recorded_at", "-pk"):
        found[one.agreement_id].append(one)
    return found


def first_said(
    version: AgreementVersion, history: Sequence[AgreementVersion]
) -> tuple[AgreementVersion, AgreementVersion | None]:
    """The version that first said, in public, what this one says; and what was said before it.

    Some fields are for officials only: a version that differs in these alone is no news.
    """
    kind = AgreementKind(version.agreement.kind)
    earlier = [one for one in history if one.pk == version.pk or _is_before(one, version)]
    for one, before in pairwise(earlier):
        if any(changes_between(kind, before, one)):
            return one, before
    return (earlier or [version])[-1], None


def _is_before(one: AgreementVersion, other: AgreementVersion) -> bool:
    ranks = [(v.batch.known_from, v.batch.recorded_at, v.pk) for v in (one, other)]
    return ranks[0] < ranks[1]


def every_tombstone() -> QuerySet[Tombstone]:
    """What was taken out of editions, as each of them says to anyone."""
    return Tombstone.objects.select_related("edition")

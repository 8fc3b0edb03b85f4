"""What is served of many editions at once: for catalogues, feeds and archives."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import Max, Prefetch, Q, QuerySet

from almoner.core.periods import FinancialYear, parse_period

from .models import Edition, EditionFile, ReplacementFile, Tombstone
from .queries import Served

CHUNK = 200


def editions_served(editions: QuerySet[Edition]) -> Iterator[tuple[Edition, Served]]:
    """Each edition with its files, in a few questions for every two hundred. One whose files are
    being made again is left out.
    """
    files = EditionFile.objects.order_by("name")
    remaining = editions.prefetch_related(Prefetch("files", files)).iterator(chunk_size=CHUNK)
    while some := list(islice(remaining, CHUNK)):
        stones = _last_tombstones(some)
        for edition in some:
            if (served := _served(edition, stones.get(edition.pk))) is not None:
                yield edition, served


def _served(edition: Edition, last: Tombstone | None) -> Served | None:
    if last is None:
        return Served(edition.row_count, edition.digest, list(edition.files.all()))
    if not hasattr(last, "replacement"):
        return None
    made = last.replacement
    return Served(made.row_count, made.digest, list(made.files.all()))


def _last_tombstones(editions: Iterable[Edition]) -> dict[int, Tombstone]:
    files = Prefetch("replacement__files", ReplacementFile.objects.order_by("name"))
    stones = Tombstone.objects.filter(edition__in=[one.pk for one in editions]).order_by("pk")
    known = stones.select_related("replacement").prefetch_related(files)
    return {stone.edition_id: stone for stone in known}  # the last of each, since they come in turn


def latest_of_each_series() -> list[Edition]:
    """The edition last issued of each series there is, by what it is called."""
    ends = Edition.objects.order_by().values("duty", "dataset").annotate(last=Max("pk"))
    latest = Edition.objects.filter(pk__in=ends.values("last")).order_by("pk")
    by_series = {edition.series: edition for edition in latest}
    return sorted(by_series.values(), key=lambda one: (one.title, one.series))


def years_of_editions() -> list[FinancialYear]:
    """The financial years of which there is an edition, the latest first."""
    said = Edition.objects.order_by().values_list("period", flat=True).distinct()
    return sorted({year_of(period) for period in said}, key=lambda year: -year.start)


def editions_selected(
    editions: QuerySet[Edition], *, series: str, year: FinancialYear | None
) -> QuerySet[Edition]:
    """Those of a series, and of a period that lies within a financial year."""
    if series:
        editions = editions.filter(Q(duty=series) | Q(duty="", dataset=series))
    if year:
        said = editions.order_by().values_list("period", flat=True).distinct()
        editions = editions.filter(period__in=[one for one in said if year_of(one) == year])
    return editions


def year_of(period: str) -> FinancialYear:
    """The financial year in which a period of an edition begins."""
    return FinancialYear.containing(parse_period(period).first_day)

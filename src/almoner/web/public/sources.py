"""Where news comes from: rows that anyone may read, in lumps that became known at one moment.

A page of a feed is found by counting lumps, so that a late page costs no more than the first.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from almoner.agreements.models import AgreementVersion
from almoner.agreements.queries import Versions
from almoner.agreements.queries import totals as totals_of_agreements
from almoner.commissions.models import PlanEntry
from almoner.core.models import Batch
from almoner.decisions.models import Decision
from almoner.papers.models import Copy
from almoner.payments.models import Payment
from almoner.payments.queries import totals as totals_of_payments
from almoner.registers.arrivals import ORDER
from almoner.registers.copies import with_contracts
from almoner.registers.kinds import KINDS, Register
from almoner.registers.models import Edition, Tombstone
from almoner.registers.news import files_between, first_said, public_histories

from . import entries
from .entries import Entry

CHUNK = 500
LATEST_FIRST = [f"-{name}" for name in ORDER]  # an index answers it, whatever a file holds


@dataclass(frozen=True, slots=True)
class Lump:
    """Rows that became known at one moment: how many, and by which key they are found."""

    moment: datetime
    key: Any
    count: int


class Source(ABC):
    """Public rows of one kind."""

    @abstractmethod
    def lumps(self) -> list[Lump]:
        """All of them, in no order."""

    @abstractmethod
    def entries(self, keys: Sequence[Any], skip: int, take: int) -> list[Entry]:
        """Some of the rows of these lumps, the latest lump first."""

    @abstractmethod
    def between(self, since: datetime, until: datetime) -> "Source":
        """Only those that became known, or were said differently, between two moments."""

    @property
    def amount(self) -> Decimal | None:
        """What they come to, if they are of money."""
        return None


@dataclass(frozen=True)
class Payments(Source):
    rows: QuerySet[Payment]

    def lumps(self) -> list[Lump]:
        return _by_file(self.rows)

    def entries(self, keys: Sequence[Any], skip: int, take: int) -> list[Entry]:
        some = self.rows.filter(batch__in=keys).order_by(*LATEST_FIRST)
        # Keys first: whole rows would be sorted, as many as a file holds.
        found = list(some.values_list("pk", flat=True)[skip : skip + take])
        whole = self.rows.order_by().select_related("batch").in_bulk(found)
        return [entries.of_payment(whole[key]) for key in found if key in whole]

    def between(self, since: datetime, until: datetime) -> "Payments":
        return Payments(self.rows.filter(batch__in=files_between(since, until).values("pk")))

    @property
    def amount(self) -> Decimal:
        return totals_of_payments(self.rows).amount


@dataclass(frozen=True)
class Agreements(Source):
    """A register of agreements as it speaks now."""

    which: Register  # not `register`, which abstract classes have a method of
    rows: Versions

    def lumps(self) -> list[Lump]:
        return _by_file(self.rows)

    def entries(self, keys: Sequence[Any], skip: int, take: int) -> list[Entry]:
        ordered = self.rows.filter(batch__in=keys).order_by(*LATEST_FIRST)
        some = list(ordered[skip : skip + take])
        return [entries.of_version(self.which, *told) for told in self._told(some)]

    def between(self, since: datetime, until: datetime) -> "Agreements":
        rows = self.rows.filter(batch__in=files_between(since, until).values("pk"))
        keys = list(rows.values_list("pk", flat=True))
        news = [
            speaking.pk
            for start in range(0, len(keys), CHUNK)
            for speaking, said, _before in self._told(rows.filter(pk__in=keys[start:][:CHUNK]))
            if said.batch.recorded_at and said.batch.recorded_at > since
        ]
        return Agreements(self.which, rows.filter(pk__in=news))

    @property
    def amount(self) -> Decimal:
        return totals_of_agreements(self.rows).amount

    def _told(
        self, versions: Sequence[AgreementVersion] | Versions
    ) -> Iterator[tuple[AgreementVersion, AgreementVersion, AgreementVersion | None]]:
        """Each, the version that first said as much in public, and what was said before that."""
        said = list(versions)
        histories = public_histories(KINDS[self.which], [one.agreement_id for one in said])
        return ((one, *first_said(one, histories.get(one.agreement_id, []))) for one in said)


@dataclass(frozen=True)
class Copies(Source):
    rows: QuerySet[Copy]
    on: date

    def lumps(self) -> list[Lump]:
        return _by_moment(self.rows, "published_at")

    def entries(self, keys: Sequence[Any], skip: int, take: int) -> list[Entry]:
        ordered = self.rows.filter(published_at__in=keys).order_by("-published_at", "-pk")
        some = with_contracts(ordered[skip : skip + take], on=self.on)
        return [entries.of_copy(one) for one in some]

    def between(self, since: datetime, until: datetime) -> "Copies":
        return Copies(self.rows.filter(published_at__gt=since, published_at__lte=until), self.on)


@dataclass(frozen=True)
class Editions(Source):
    rows: QuerySet[Edition]

    def lumps(self) -> list[Lump]:
        return _by_moment(self.rows, "issued_at")

    def entries(self, keys: Sequence[Any], skip: int, take: int) -> list[Entry]:
        ordered = self.rows.filter(issued_at__in=keys).order_by("-issued_at", "-pk")
        return [entries.of_edition(one) for one in ordered[skip : skip + take]]

    def between(self, since: datetime, until: datetime) -> "Editions":
        return Editions(self.rows.filter(issued_at__gt=since, issued_at__lte=until))


@dataclass(frozen=True)
class Decisions(Source):
    """Part 1 of decisions."""

    rows: QuerySet[Decision]

    def lumps(self) -> list[Lump]:
        return _by_moment(self.rows, "published_at")

    def entries(self, keys: Sequence[Any], skip: int, take: int) -> list[Entry]:
        ordered = self.rows.filter(published_at__in=keys).order_by("-published_at", "-pk")
        return [entries.of_decision(one) for one in ordered[skip : skip + take]]

    def between(self, since: datetime, until: datetime) -> "Decisions":
        return Decisions(self.rows.filter(published_at__gt=since, published_at__lte=until))


@dataclass(frozen=True)
class Plans(Source):
    """What the forward plan says: few, so they are at hand."""

    rows: tuple[PlanEntry, ...]

    def lumps(self) -> list[Lump]:
        moments = Counter(one.judged_at for one in self.rows if one.judged_at)
        return [Lump(moment, moment, count) for moment, count in moments.items()]

    def entries(self, keys: Sequence[Any], skip: int, take: int) -> list[Entry]:
        ordered = sorted(self.rows, key=lambda one: (str(one.judged_at), one.pk), reverse=True)
        found = [one for one in ordered if one.judged_at in keys]
        return [entries.of_plan_entry(one) for one in found[skip : skip + take]]

    def between(self, since: datetime, until: datetime) -> "Plans":
        news = (one for one in self.rows if one.judged_at and since < one.judged_at <= until)
        return Plans(tuple(news))


@dataclass(frozen=True)
class TakenOut(Source):
    """What was taken out of editions."""

    rows: QuerySet[Tombstone]

    def lumps(self) -> list[Lump]:
        return _by_moment(self.rows, "made_at")

    def entries(self, keys: Sequence[Any], skip: int, take: int) -> list[Entry]:
        ordered = self.rows.filter(made_at__in=keys).order_by("-made_at", "-pk")
        return [entries.of_tombstone(one) for one in ordered[skip : skip + take]]

    def between(self, since: datetime, until: datetime) -> "TakenOut":
        return TakenOut(self.rows.filter(made_at__gt=since, made_at__lte=until))


class Newest:
    """Entries of several sources, the latest first: counted once, and read a page at a time."""

    def __init__(self, *sources: Source) -> None:
        found = [(lump, source) for source in sources for lump in source.lumps()]
        self._lumps = sorted(found, key=lambda one: one[0].moment, reverse=True)
        self._count = sum(lump.count for lump, _source in found)

    def count(self) -> int:
        return self._count

    def __getitem__(self, places: slice) -> list[Entry]:
        parts: dict[int, _Part] = {}
        at, (start, stop, _step) = 0, places.indices(self._count)
        for lump, source in self._lumps:
            skip, take = max(0, start - at), min(stop, at + lump.count) - max(start, at)
            at += lump.count
            if take > 0:
                part = parts.setdefault(id(source), _Part(source, [], skip))
                part.keys.append(lump.key)
                part.take += take
        each = [one for part in parts.values() for one in part.entries()]
        return sorted(each, key=lambda entry: entry.updated, reverse=True)


@dataclass(slots=True)
class _Part:
    """What a page takes of one source."""

    source: Source
    keys: list[Any]
    skip: int
    take: int = 0

    def entries(self) -> list[Entry]:
        return self.source.entries(self.keys, self.skip, self.take)


def _by_file(rows: QuerySet[Any]) -> list[Lump]:
    counts = dict(rows.order_by().values_list("batch").annotate(count=Count("*")))
    files = Batch.objects.filter(pk__in=counts).values_list("pk", "recorded_at")
    return [Lump(moment, key, counts[key]) for key, moment in files if moment]


def _by_moment(rows: QuerySet[Any], field: str) -> list[Lump]:
    counts = rows.order_by().values_list(field).annotate(count=Count("pk"))
    return [Lump(moment, moment, count) for moment, count in counts]

"""Funds by year, and what moved in one, as pages and downloads read them: the same rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from almoner.core.periods import FinancialYear
from almoner.funding.balances import Balance, balances_by, entries_on, total_of
from almoner.funding.models import BudgetLine, Entry, Fund, FundTerms
from almoner.funding.queries import Use, lines_in_order, terms_on, uses_in
from almoner.publication.datasets import Value
from almoner.publication.writers import CsvWriter

CHUNK = 500


@dataclass(frozen=True, slots=True)
class YearOfFund:
    """What a fund has for one year, as the list shows it."""

    terms: FundTerms
    year: str
    balance: Balance


@dataclass(frozen=True)
class FundList:
    """The funds of one year, or of all, as at a day."""

    on: date
    is_as_at: bool
    year: str = ""

    @cached_property
    def rows(self) -> list[YearOfFund]:
        """By code and year. A fund without a line in the year stands there with nothing."""
        terms = terms_on(self.on, is_as_at=self.is_as_at).order_by("fund__code")
        entries = entries_on(Entry.objects.all(), on=self.on, is_as_at=self.is_as_at)
        if self.year:
            entries = entries.filter(line__year=self.year)
        found = balances_by(entries, "line__fund_id", "line__year")
        return [
            YearOfFund(one, year, found.get((one.fund_id, year), Balance()))
            for one in terms
            for year in self._years_of(one, sorted(y for fund, y in found if fund == one.fund_id))
        ]

    def _years_of(self, terms: FundTerms, with_lines: list[str]) -> list[str]:
        if not self.year:
            return with_lines or [terms.first_year]
        return [self.year] if with_lines or terms.covers_year(self.year) else []

    @cached_property
    def total(self) -> Balance:
        return total_of(row.balance for row in self.rows)

    def csv(self) -> Iterator[bytes]:
        writer = CsvWriter(
            [_("Fund"), _("Code"), _("Title"), _("Funder"), _("Financial year"), *amounts()]
        )
        yield writer.begin()
        for row in self.rows:
            of = row.terms
            said = (of.fund.reference, of.fund.code, of.title, of.funder, row.year)
            yield writer.row((*said, *amounts_of(row.balance)))


@dataclass(frozen=True, slots=True)
class LineRow:
    """A budget line and how it stands."""

    line: BudgetLine
    balance: Balance


@dataclass(frozen=True)
class FundAsAt:
    """One fund on a day: its lines, who has what of them, and all that moved."""

    fund: Fund
    on: date
    is_as_at: bool

    @property
    def entries(self) -> QuerySet[Entry]:
        found = Entry.objects.filter(line__fund=self.fund)
        return entries_on(found, on=self.on, is_as_at=self.is_as_at)

    @cached_property
    def lines(self) -> list[LineRow]:
        found = balances_by(self.entries, "line_id")
        lines = lines_in_order().filter(fund=self.fund).order_by("-year", "purpose")
        return [LineRow(one, found[(one.pk,)]) for one in lines if (one.pk,) in found]

    @cached_property
    def total(self) -> Balance:
        return total_of(row.balance for row in self.lines)

    @cached_property
    def uses(self) -> list[Use]:
        return uses_in(self.entries)

    @property
    def moved(self) -> QuerySet[Entry]:
        """The latest first."""
        found = self.entries.select_related("line__fund", "entered_by")
        return found.order_by("-recorded_at", "-pk")


def current_year(on: date) -> str:
    return str(FinancialYear.containing(on))


def amounts() -> list[str]:
    names = (_("Put in"), _("Available"), _("Planned"), _("Committed"), _("Due"), _("Paid"))
    return [*names, _("Recovered")]


def amounts_of(balance: Balance) -> tuple[Value, ...]:
    of = balance
    return of.put_in, of.available, of.planned, of.committed, of.due, of.paid, of.recovered


def entries_csv(entries: QuerySet[Entry]) -> Iterator[bytes]:
    """Every entry, whatever page is shown."""
    writer = CsvWriter(
        [
            _("Movement"),
            _("Line"),
            _("Financial year"),
            _("Purpose"),
            _("Counts from"),
            _("Recorded at"),
            _("What happened"),
            _("Amount in pounds"),
            _("From"),
            _("To"),
            _("For"),
            _("Paper"),
            _("Why"),
            _("Entered by"),
        ]
    )
    yield writer.begin()
    found = entries.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield b"".join(map(writer.row, cells_of(chunk)))


def cells_of(entries: Iterable[Entry]) -> Iterator[tuple[Value, ...]]:
    for one in entries:
        yield (
            one.movement,
            one.line.reference,
            one.line.year,
            one.line.purpose,
            one.valid_from,
            one.recorded_at.isoformat(timespec="seconds"),
            one.get_act_display(),
            one.amount,
            one.get_from_state_display(),
            one.get_to_state_display(),
            one.what_for.rpartition(":")[2],
            one.voucher,
            one.reason,
            one.entered_by.name,
        )

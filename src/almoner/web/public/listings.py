"""A long list of payments as a page reads it: counted once, in the order the reader picked."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from almoner.core.periods import FinancialYear, Month
from almoner.payments.models import Payment
from almoner.payments.queries import (
    MonthTotals,
    Totals,
    YearTotals,
    in_all,
    payments_in,
    years_of,
)
from almoner.payments.selections import Selection, many_in_order, payments_selected
from almoner.registers.public_sums import months_of_all_payments, months_selected
from almoner.registers.publicity import public_payments
from almoner.web.lists import SIZE, order_of, page_of

SORTS = {"date": "paid_on", "amount": "amount", "supplier": "supplier_name"}
NEWEST = "-date"
MONTHS_IN_A_CHART = 24
NOTHING = Decimal("0.00")


Span = TypeVar("Span", Month, FinancialYear)


def every(known: Collection[Span]) -> Iterator[Span]:
    """Each month, or year, from the first known to the last: time has no gaps."""
    at = min(known, key=lambda span: span.first_day, default=None)
    last = max((span.first_day for span in known), default=date.min)
    while at and at.first_day <= last:
        yield at
        at = at.following()


class Counted:
    """Rows whose number is known already, so that paging need not count them again."""

    def __init__(self, rows: QuerySet[Any], count: int, *, whole: QuerySet[Any]) -> None:
        self.rows, self._count, self.whole = rows, count, whole

    def count(self) -> int:
        return self._count

    def __getitem__(self, places: slice) -> Sequence[Any]:
        # Keys first: to skip whole rows on the way to a late page would cost ten times as much.
        keys = list(self.rows.values_list("pk", flat=True)[places])
        # What narrowed them need not be asked of these again; the door is.
        rows = self.whole.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]


@dataclass(frozen=True)
class Listing:
    """The payments of a selection: their sums, and a page of them."""

    selection: Selection

    @cached_property
    def payments(self) -> QuerySet[Payment]:
        return payments_selected(public_payments(), self.selection)

    @cached_property
    def months(self) -> list[MonthTotals]:
        return months_selected(self.selection)

    @property
    def is_of_all(self) -> bool:
        return self.selection == Selection()

    @property
    def known_months(self) -> list[Month]:
        """The months there are."""
        return [month.month for month in self.months]

    @cached_property
    def years(self) -> list[YearTotals]:
        return years_of(self.months)

    @property
    def totals(self) -> Totals:
        return in_all(self.months)

    @property
    def first(self) -> Month:
        return self.months[0].month

    @property
    def last(self) -> Month:
        return self.months[-1].month

    @property
    def is_by_year(self) -> bool:
        return len(self.month_bars) > MONTHS_IN_A_CHART

    @cached_property
    def month_bars(self) -> list[tuple[Month | str, Decimal]]:
        """Every month from the first to the last, those without payments too."""
        paid = {month.month: month.amount for month in self.months}
        return [(month, paid.get(month, NOTHING)) for month in every(paid)]

    @property
    def year_bars(self) -> list[tuple[Month | str, Decimal]]:
        """Every financial year from the first to the last, those without payments too."""
        paid = {year.year: year.amount for year in self.years}
        return [(str(year), paid.get(year, NOTHING)) for year in every(paid)]

    @property
    def bars(self) -> list[tuple[Month | str, Decimal]]:
        """What a chart shows: months, or years where there are too many months to tell apart."""
        if self.is_by_year:
            return self.year_bars
        return self.month_bars

    def in_order(self, request: HttpRequest) -> QuerySet[Payment]:
        """All of them in the order that the reader picked; if none, in the dataset's own."""
        return _sorted(self.payments, request) if "sort" in request.GET else self.payments

    def _are_many(self, request: HttpRequest) -> bool:
        """Whether the rows up to this page are sooner met in their order than found by words."""
        count, number = self.totals.count, request.GET.get("page", "1")
        rows = SIZE * int(number) if number.isdecimal() and number.strip("0") else count
        return count**2 > rows * in_all(months_of_all_payments()).count

    def page(self, request: HttpRequest) -> Page[Payment]:
        field = order_of(request, SORTS, default=NEWEST)
        rows = self.payments
        if field.removeprefix("-") == "paid_on" and self._are_many(request):
            rows = many_in_order(public_payments(), self.selection)
        if self.selection.period:
            rows = payments_in(rows, self.selection.period)  # reads a range of days, in order
        found, whole = _sorted(rows, request), public_payments().select_related("organisation")
        return page_of(request, Counted(found, self.totals.count, whole=whole))


def _sorted(payments: QuerySet[Payment], request: HttpRequest) -> QuerySet[Payment]:
    field = order_of(request, SORTS, default=NEWEST)
    return payments.order_by(field, "-reference" if field.startswith("-") else "reference")

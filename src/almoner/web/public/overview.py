"""What the body spends as its front page says it: by year, on what, and with whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from almoner.agreements.queries import Totals as AgreementTotals
from almoner.core.periods import FinancialYear, Month
from almoner.organisations.models import Organisation
from almoner.payments.categories import CategoryTotals, totals_by_category
from almoner.payments.queries import Totals, suppliers_of
from almoner.payments.selections import Selection
from almoner.registers.by_year import agreements_by_year
from almoner.registers.kinds import Register
from almoner.registers.publicity import public_heads
from almoner.registers.sums import NONE

from .filters import year_in_address
from .listings import Listing

MOST, LATEST = 10, 12
NO_PAYMENTS = Totals(0, Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Year:
    """What was paid in a financial year, and what was promised in it."""

    year: FinancialYear
    paid: Totals
    grants: AgreementTotals
    contracts: AgreementTotals

    @property
    def address(self) -> str:
        """How the list of payments is asked for it."""
        return year_in_address(self.year)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what was paid in a year."""

    name: str
    totals: Totals
    percent: int
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Overview:
    """All that was paid and promised, and one year of it in more detail."""

    on: date
    asked: FinancialYear | None = None

    @cached_property
    def everything(self) -> Listing:
        return Listing(Selection())

    @cached_property
    def agreements(self) -> Mapping[Register, Mapping[FinancialYear, AgreementTotals]]:
        return agreements_by_year(on=self.on)

    @cached_property
    def years(self) -> list[Year]:
        """Every year in which anything was paid or promised, the latest first."""
        paid = {one.year: Totals(one.count, one.amount) for one in self.everything.years}
        grants, contracts = (self.agreements[r] for r in (Register.GRANTS, Register.CONTRACTS))
        return [
            Year(
                year,
                paid.get(year, NO_PAYMENTS),
                grants.get(year, NONE),
                contracts.get(year, NONE),
            )
            for year in sorted({*paid, *grants, *contracts}, reverse=True)
        ]

    @property
    def latest_months(self) -> list[tuple[Month | str, Decimal]]:
        return self.everything.month_bars[-LATEST:]

    @cached_property
    def year(self) -> Year | None:
        """The year that is told in detail: the one that was asked for, or the latest."""
        paid = [year for year in self.years if year.paid.count]
        asked = [year for year in paid if year.year == self.asked]
        return next(iter([*asked, *paid]), None)

    @property
    def is_under_way(self) -> bool:
        """Whether that year has not ended."""
        return bool(self.year and self.year.year.last_day >= self.on)

    @cached_property
    def _in_year(self) -> Listing:
        assert self.year is not None
        return Listing(Selection(period=self.year.year))

    @cached_property
    def categories(self) -> list[CategoryTotals]:
        return totals_by_category(self._in_year.payments) if self.year else []

    @property
    def on_what(self) -> Iterator[Share]:
        """The categories on which most was spent, and the rest as one."""
        for one in self.categories[:MOST]:
            yield Share(one.category, one, self._percent(one.amount))

    @property
    def other_categories(self) -> Totals | None:
        rest = self.categories[MOST:]
        amounts = (one.amount for one in rest)
        return Totals(sum(one.count for one in rest), sum(amounts, NONE.amount)) if rest else None

    @cached_property
    def with_whom(self) -> list[Share]:
        """Those who were paid most in that year."""
        most = suppliers_of(self._in_year.payments)[:MOST] if self.year else []
        keys = [one.organisation for one in most]
        heads = public_heads().filter(Q(pk__in=keys) | Q(survivor__in=keys))
        known = {one.survivor_id or one.pk: one for one in heads}
        return [
            Share(known[k].name, one, self._percent(one.amount), known[k])
            for k, one in zip(keys, most, strict=True)
        ]

    def _percent(self, amount: Decimal) -> int:
        assert self.year is not None
        whole = self.year.paid.amount
        return round(amount * 100 / whole) if whole > 0 else 0

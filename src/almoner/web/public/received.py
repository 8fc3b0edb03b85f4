"""Everything that one organisation received, year by year: payments, grants and contracts."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from almoner.agreements.queries import Totals as AgreementTotals
from almoner.agreements.states import AgreementKind
from almoner.core.periods import FinancialYear
from almoner.payments.queries import Totals, YearTotals
from almoner.registers.public_agreements import amounts_by_day_made

NIL = Decimal("0.00")
NO_AGREEMENTS, NO_PAYMENTS = AgreementTotals(0, NIL, 0), Totals(0, NIL)


@dataclass(slots=True)
class Year:
    """What an organisation was paid in a financial year, and what was made with it then.

    Without a year: what was made on a day that nobody recorded.
    """

    year: FinancialYear | None
    paid: Totals = NO_PAYMENTS
    grants: AgreementTotals = NO_AGREEMENTS
    contracts: AgreementTotals = NO_AGREEMENTS


@dataclass(slots=True)
class Received:
    """Each year in which an organisation received anything, the latest first."""

    years: list[Year] = field(default_factory=list)

    @property
    def has_agreements(self) -> bool:
        return self.has_grants or self.has_contracts

    @property
    def has_grants(self) -> bool:
        return any(year.grants.count for year in self.years)

    @property
    def has_contracts(self) -> bool:
        return any(year.contracts.count for year in self.years)


def received_by(
    organisations: Collection[int], paid: Iterable[YearTotals], *, on: date
) -> Received:
    """All of it, as now known."""
    years: dict[FinancialYear | None, Year] = {}
    for one in paid:
        years[one.year] = Year(one.year, paid=Totals(one.count, one.amount))
    for kind, made in amounts_by_day_made(organisations, on=on).items():
        for year, amounts in _by_year(made).items():
            there = years.setdefault(year, Year(year))
            stated = [amount for amount in amounts if amount is not None]
            sums = AgreementTotals(len(amounts), sum(stated, NIL), len(amounts) - len(stated))
            if kind == AgreementKind.GRANT:
                there.grants = sums
            else:
                there.contracts = sums
    return Received(sorted(years.values(), key=_latest_first))


def _by_year(
    made: Iterable[tuple[date | None, Decimal | None]],
) -> dict[FinancialYear | None, list[Decimal | None]]:
    years: dict[FinancialYear | None, list[Decimal | None]] = defaultdict(list)
    for day, amount in made:
        years[FinancialYear.containing(day) if day else None].append(amount)
    return years


def _latest_first(year: Year) -> int:
    return -year.year.start if year.year else 0

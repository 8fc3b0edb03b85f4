"""The money of a case: what it costs in each year, what has been set aside, what is missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from almoner.accounts.models import User
from almoner.commissions.facts import years_of
from almoner.commissions.models import Commission
from almoner.commissions.readings import terms_of
from almoner.core.once import reading
from almoner.core.periods import FinancialYear
from almoner.core.references import name_of
from almoner.core.verdicts import Verdict
from almoner.funding.balances import Balance, balances_by
from almoner.funding.cover import Cover, Held, cover_of, set_aside
from almoner.funding.models import BudgetLine, Entry
from almoner.funding.policies import may_plan_money, may_see_funds
from almoner.funding.queries import lines_in_order

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Year:
    """A financial year of a case: what it is to cost, and what it has in which lines."""

    year: str
    net: Decimal
    vat: Decimal
    held: list[Held]
    over_planned: list[BudgetLine]

    @property
    def planned(self) -> Decimal:
        return sum((of_it.planned for _line, of_it in self.held), NOTHING)

    @property
    def committed(self) -> Decimal:
        """Committed, or further on."""
        found = (set_aside(of_it) - of_it.planned for _line, of_it in self.held)
        return sum(found, NOTHING)

    @property
    def missing(self) -> Decimal:
        return max(self.net - self.planned - self.committed, NOTHING)


@dataclass(frozen=True, slots=True)
class Room:
    """A line in which money for a case could be planned, with what nobody has planned of it."""

    line: BudgetLine
    balance: Balance
    may_plan: Verdict


def years_of_case(case: Commission, user: User, *, on: date) -> list[Year]:
    """The years in which a case costs something or has money; who may not see funds sees none of
    what it has.
    """
    costs = {str(FinancialYear(n)): money for n, money in years_of(terms_of(case)).items()}
    cover = cover_of((name_of(case),)) if may_see_funds(user, on=on) else Cover({}, {})
    held = cover.of(name_of(case))
    years = sorted({*costs, *(line.year for line, of_it in held if set_aside(of_it))})
    return [_year(one, *costs.get(one, (NOTHING, NOTHING)), held, cover) for one in years]


def _year(year: str, net: Decimal, vat: Decimal, held: list[Held], cover: Cover) -> Year:
    mine = [pair for pair in held if pair[0].year == year and set_aside(pair[1])]
    over = [line for line, of_it in mine if of_it.planned and cover.over_planned(line)]
    return Year(year, net, vat, mine, over)


def rooms_in(years: Collection[str], user: User, *, on: date) -> dict[str, list[Room]]:
    """By year, its lines with what is left in each. Three queries."""
    lines = list(lines_in_order().filter(year__in=years))
    standing = balances_by(Entry.objects.filter(line__in=lines), "line_id")
    found: dict[str, list[Room]] = {year: [] for year in years}
    with reading():
        for line in lines:
            balance = standing.get((line.pk,), Balance())
            found[line.year].append(Room(line, balance, may_plan_money(user, line, on=on)))
    return found

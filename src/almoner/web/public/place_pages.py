"""One place as its page tells of it: sums by year, who received them, and the latest rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from almoner.agreements.places import Place
from almoner.agreements.queries import Totals, Versions, newest_first
from almoner.core.periods import FinancialYear
from almoner.registers.kinds import Register
from almoner.registers.places import PlaceSums, PlaceTable, versions_for
from almoner.registers.recipients import Recipient, recipients_of
from almoner.registers.sums import NONE, added, made_by_year

from .agreement_lists import Routes, Row, routes_of, rows_of
from .listings import every

REGISTERS = (Register.GRANTS, Register.CONTRACTS)
LATEST, MOST = 10, 20


@dataclass(frozen=True, slots=True)
class Year:
    """What was made for a place in a financial year."""

    year: FinancialYear
    grants: Totals = NONE
    contracts: Totals = NONE


@dataclass(frozen=True)
class Latest:
    """The latest rows of a register that name a place."""

    register: Register
    sums: Totals
    rows: list[Row]

    @property
    def routes(self) -> Routes:
        return routes_of(self.register)


@dataclass(frozen=True)
class PlacePage:
    """A place on a day: all that is for it, or what was made in a year."""

    found: PlaceSums
    on: date
    year: FinancialYear | None

    @property
    def place(self) -> Place:
        return self.found.called

    @cached_property
    def years(self) -> list[Year]:
        """Each year in which anything was made for it, the latest first."""
        grants, contracts = (
            made_by_year(versions_for(self.found, register, on=self.on)) for register in REGISTERS
        )
        known = sorted({*grants, *contracts}, reverse=True)
        return [Year(year, grants.get(year, NONE), contracts.get(year, NONE)) for year in known]

    @property
    def bars(self) -> list[tuple[str, Decimal]]:
        """What a chart shows: every year from the first to the last."""
        sums = {y.year: y.grants.amount + y.contracts.amount for y in self.years}
        return [(str(year), sums.get(year, NONE.amount)) for year in every(sums)]

    @property
    def versions(self) -> dict[Register, Versions]:
        return {
            register: versions_for(self.found, register, on=self.on, year=self.year)
            for register in REGISTERS
        }

    @property
    def sums(self) -> Totals:
        """Of the year that is asked about, or of all."""
        if self.year is None:
            return self.found.all
        in_year = [year for year in self.years if year.year == self.year]
        return sum_of([sums for year in in_year for sums in (year.grants, year.contracts)])

    @cached_property
    def recipients(self) -> list[Recipient]:
        return recipients_of(*self.versions.values())

    @property
    def most(self) -> list[Recipient]:
        return self.recipients[:MOST]

    @property
    def latest(self) -> Iterator[Latest]:
        for register, versions in self.versions.items():
            if sums := self.found.by_register.get(register):
                yield Latest(register, sums, rows_of(newest_first(versions)[:LATEST], self.on))

    @property
    def dataset(self) -> PlaceTable:
        return PlaceTable(self.versions)


def sum_of(several: list[Totals]) -> Totals:
    whole = NONE
    for one in several:
        whole = added(whole, one)
    return whole

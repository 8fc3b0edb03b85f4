"""What a scenario's body pays, what its registers hold, and which editions come out."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

from almoner.accounts.roles import Role
from almoner.cli.demonstration.agreements import write_register
from almoner.cli.demonstration.ground import BODY
from almoner.cli.demonstration.issuing import issue
from almoner.cli.demonstration.spend import HEADINGS
from almoner.cli.demonstration.stages import Act, at
from almoner.core.moments import day_of
from almoner.core.periods import FinancialYear, Month, parse_period, parse_year
from almoner.core.workdays import working_days_after
from almoner.registers.kinds import Register
from almoner.registers.operations.imports import import_file

from .people import second_with, with_role
from .said import EditionSaid, PaymentSaid, RegisterSaid, Scenario, SpendSaid

SUPPLIERS = (
    "Larkspur Trust",
    "Harbour Lane Advocacy",
    "Copper Street Youth",
    "Northmoor Mentors CIC",
    "Wexmoor City Council",
    "Tarnside District Council",
    "Fairlight Resettlement Ltd",
    "Meridian Care Partners Ltd",
)
KNOWN_AFTER = 12  # days after the end of a month
PENNY = Decimal("0.01")
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A payment as a row of its month's file."""

    paid_on: date
    supplier: str
    pounds: Decimal
    category: str
    purpose: str

    @property
    def month(self) -> Month:
        return Month.containing(self.paid_on)


def paying(scenario: Scenario, folder: Path) -> Iterator[Act]:
    """A file of each month, with what is named one by one beside what is spread."""
    lines = [line for spend in scenario.spend for line in _spread(spend)]
    lines += map(_named, scenario.payments)
    known = {spend.year: spend.known_on for spend in scenario.spend}
    for month in sorted({line.month for line in lines}):
        mine = [line for line in lines if line.month == month]
        year = FinancialYear.containing(month.first_day)
        after = month.last_day + timedelta(days=KNOWN_AFTER)
        day = known.get(str(year)) or working_days_after(after, 1)
        yield Act(at(day, 10, 15), partial(_import_month, month, mine, folder))


def bringing_registers(scenario: Scenario, folder: Path) -> Iterator[Act]:
    for one in scenario.registers:
        yield Act(at(one.imported_on, 14, 20), partial(_import_register, one, folder))


def issuing(scenario: Scenario) -> Iterator[Act]:
    for one in scenario.editions:
        yield Act(at(one.published_on, 15, 30), partial(_issue, one))


def _spread(spend: SpendSaid) -> Iterator[Line]:
    """Payments of about equal size over the months of a year, which come to its pounds exactly."""
    chance = Random(f"scenario {spend.year} {spend.pounds}")  # noqa: S311 - a story, not a secret
    months = [month for quarter in parse_year(spend.year).quarters() for month in quarter.months()]
    weights = [Decimal(chance.randint(50, 150)) for _ in range(spend.payments)]
    left, whole = spend.pounds, sum(weights, Decimal(0))
    suppliers = spend.suppliers or SUPPLIERS
    for n, weight in enumerate(weights):
        is_last = n == len(weights) - 1
        pounds = left if is_last else (spend.pounds * weight / whole).quantize(PENNY)
        left -= pounds
        day = _weekday(months[n % len(months)], chance)
        yield Line(day, suppliers[n % len(suppliers)], pounds, *_words(n))


def _words(place: int) -> tuple[str, str]:
    return (
        ("Grants to voluntary organisations", "Support for victims and witnesses"),
        ("Contracts for services", "Services that reduce crime"),
    )[place % 2]


def _named(said: PaymentSaid) -> Line:
    return Line(said.paid_on, said.supplier, said.pounds, said.category, said.purpose)


def _weekday(month: Month, chance: Random) -> date:
    days = [month.first_day + timedelta(days=n) for n in range(month.last_day.day)]
    return chance.choice([day for day in days if day.weekday() < SATURDAY])


def _import_month(month: Month, lines: Sequence[Line], folder: Path, moment: datetime) -> None:
    path = folder / f"spend-{month}.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(_row(line, month, n) for n, line in enumerate(lines, start=1))
    _bring(path, Register.SPEND, Role.FINANCE, moment)


def _row(line: Line, month: Month, number: int) -> list[str]:
    return [
        "",
        line.supplier,
        "Commissioning",
        line.category,
        line.purpose,
        f"{month.year}{month.number:02}{number:05}",
        f"{line.pounds:.2f}",
        f"{line.paid_on:%d/%m/%Y}",
    ]


def _import_register(said: RegisterSaid, folder: Path, moment: datetime) -> None:
    period = parse_period(said.period)
    path = write_register(said.register, period, period.last_day, folder)
    _bring(path, said.register, Role.PUBLISHER, moment)


def _bring(path: Path, register: Register, role: Role, moment: datetime) -> None:
    import_file(
        path,
        register=register,
        publisher=BODY,
        known_from=day_of(moment),
        by=with_role(role),
        at=moment,
    )


def _issue(said: EditionSaid, moment: datetime) -> None:
    by, approver = with_role(Role.PUBLISHER), second_with(Role.PUBLISHER)
    issue(said.duty, parse_period(said.period), by=by, approver=approver, moment=moment)

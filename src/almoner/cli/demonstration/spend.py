"""What the demonstration's body pays: invented providers, in a real body's proportions."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from almoner.core.periods import FinancialYear, Month

HEADINGS = [
    "Vendor ID",
    "Vendor Name",
    "Department",
    "Expenditure Account Code Description",
    "Purpose",
    "Document No",
    "Net Amount",
    "Payment Date",
]


@dataclass(frozen=True, slots=True)
class Line:
    """Something the body pays for again and again: what, to whom, how often and about how much."""

    department: str
    category: str
    purposes: tuple[str, ...]
    suppliers: tuple[str, ...]
    a_month: int
    pounds: int


LINES = [
    Line(
        "Victims",
        "Grants to voluntary organisations",
        ("Support for victims of domestic abuse", "Independent advocacy", "Counselling sessions"),
        ("Larkspur Trust", "Harbour Lane Advocacy", "Second Bridge Counselling", "Alder Row"),
        9,
        86_000,
    ),
    Line(
        "Youth violence",
        "Grants to voluntary organisations",
        ("Mentoring in schools", "Evening and weekend provision", "Detached youth work"),
        ("Copper Street Youth", "Northmoor Mentors CIC", "The Playing Field Project"),
        8,
        42_000,
    ),
    Line(
        "Community safety",
        "Grants to local authorities",
        ("Local crime prevention fund", "Community safety partnership grant"),
        ("Wexmoor City Council", "Tarnside District Council", "Oldbarrow Borough Council"),
        6,
        205_000,
    ),
    Line(
        "Offenders",
        "Contracts for services",
        ("Drug testing on arrest", "Appropriate adults", "Resettlement support"),
        ("Fairlight Resettlement Ltd", "Threshold and Gate CIC"),
        5,
        118_000,
    ),
    Line(
        "Victims",
        "Contracts for services",
        ("Sexual assault referral centre", "Victims’ referral service"),
        ("Meridian Care Partners Ltd", "Tarnside Vale NHS Trust"),
        2,
        160_000,
    ),
    Line(
        "Policy",
        "Research and evaluation",
        ("Public attitudes survey", "Evaluation of services"),
        ("Copperfield Analytics Ltd", "Wexmoor University Enterprises"),
        2,
        24_000,
    ),
    Line(
        "Corporate",
        "Professional fees",
        ("Internal audit", "Legal advice", "Recruitment"),
        ("Penhallow Audit LLP", "Rook and Tarn Solicitors", "Halyard Recruitment Ltd"),
        6,
        7_500,
    ),
    Line(
        "Corporate",
        "Premises and equipment",
        ("Rent and service charge", "Office equipment", "Interpreting"),
        ("Sheldrake Property Ltd", "Kestrel Office Supplies", "Many Tongues Interpreting CIC"),
        7,
        3_200,
    ),
]


# A body like this one paid £53.6m for services in one year, and £62.6m in the next.
GROWN_FROM, GROWN = FinancialYear(2025), 62.6 / 53.6


def write_month(month: Month, folder: Path) -> Path:
    """Write the file of a month's payments. The same month is always the same file."""
    path = folder / f"wexmoor-spend-{month}.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows_of(month))
    return path


def rows_of(month: Month) -> Iterator[list[str]]:
    chance = Random(f"wexmoor {month}")  # noqa: S311 - a story, not a secret
    number = 510_000_000 + (month.year * 12 + month.number) * 1_000
    growth = GROWN if FinancialYear.containing(month.first_day) >= GROWN_FROM else 1
    for line in LINES:
        for _ in range(chance.randint(line.a_month - 1, line.a_month + 2)):
            number += chance.randint(1, 7)
            supplier = chance.choice(line.suppliers)
            yield [
                vendor_number(supplier),
                supplier,
                line.department,
                line.category,
                chance.choice(line.purposes),
                str(number),
                str(amount(line, chance, growth)),
                f"{day_in(month, chance):%d/%m/%Y}",
            ]


def amount(line: Line, chance: Random, growth: float = 1) -> Decimal:
    """About what the line costs; one payment in sixty comes back as a credit."""
    about = line.pounds * growth
    pounds = max(Decimal(chance.lognormvariate(0, 0.6) * about), Decimal(501))
    return (-pounds / 4 if chance.random() < 1 / 60 else pounds).quantize(Decimal("0.01"))


def day_in(month: Month, chance: Random) -> date:
    """A day of the month on which offices pay: not at a weekend."""
    days = [month.first_day + timedelta(days=n) for n in range(month.last_day.day)]
    return chance.choice([day for day in days if day.weekday() < 5])  # noqa: PLR2004 - Saturday


def vendor_number(supplier: str) -> str:
    names = sorted({name for line in LINES for name in line.suppliers})
    return str(10_000_431 + names.index(supplier) * 37)

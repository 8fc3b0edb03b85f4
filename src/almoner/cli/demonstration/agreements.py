"""What the demonstration's body promised: its invented grants and contracts over three years.

The registers come out with everything awarded so far, so a later file says of some contracts that
they were extended. The same day of telling always gives the same files.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from almoner.core.periods import Month
from almoner.framework.calendar import Span
from almoner.registers.kinds import Register

from .numbers import numbers_of

YEARS_BACK = 3
POWER = "Anti-social Behaviour, Crime and Policing Act 2014, s.143"
CRIME_GRANT = "Police Reform and Social Responsibility Act 2011, s.9"
CHARITY, COMPANY = "Charity", "Community interest company"
COUNCIL = "Local authority"

GRANT_HEADINGS = [
    "Grant reference",
    "Title",
    "Purpose of grant",
    "Reasons for grant",
    "Conditions",
    "Grant programme",
    "Funding source",
    "Recipient name",
    "Recipient charity number",
    "Recipient company number",
    "Recipient type",
    "Award date",
    "Start date",
    "End date",
    "Amount awarded",
    "Department",
    "Legal power",
    "From an open call",
    "Area",
]
CONTRACT_HEADINGS = [
    "Contract reference",
    "Contract title",
    "Description",
    "Department",
    "Procurement procedure",
    "CPV code",
    "Supplier name",
    "Supplier charity number",
    "Supplier company number",
    "SME",
    "VCSE",
    "Award date",
    "Start date",
    "End date",
    "Current end date",
    "Latest end date",
    "Review date",
    "Total contract value",
    "Status",
    "Area",
]


@dataclass(frozen=True, slots=True)
class Programme:
    """A fund of grants: what for, to whom, how many over the three years, of about how much."""

    name: str
    department: str
    funder: str
    power: str
    kind: str
    purposes: tuple[str, ...]
    recipients: tuple[str, ...]
    count: int
    pounds: int


@dataclass(frozen=True, slots=True)
class Need:
    """Something bought again and again: how, from whom, how many contracts, of about how much."""

    department: str
    procedure: str
    cpv: str
    titles: tuple[str, ...]
    suppliers: tuple[str, ...]
    count: int
    pounds: int
    is_small: bool = True


PROGRAMMES = [
    Programme(
        "Victims’ services fund",
        "Victims",
        "Ministry of Justice victims’ grant",
        POWER,
        CHARITY,
        (
            "Independent advisers for victims of domestic abuse",
            "Counselling for adults harmed in childhood",
            "A helpline that answers at night and at weekends",
            "Practical and emotional support after burglary and fraud",
        ),
        (
            "Larkspur Trust",
            "Harbour Lane Advocacy",
            "Second Bridge Counselling",
            "Alder Row",
            "Wren House Refuge",
            "Tarnside Listening Line",
            "Speedwell Women’s Aid",
        ),
        26,
        210_000,
    ),
    Programme(
        "Turning point youth fund",
        "Youth violence",
        "Home Office serious violence grant",
        CRIME_GRANT,
        COMPANY,
        (
            "Mentors for pupils at risk of exclusion",
            "Evening and weekend sport in three neighbourhoods",
            "Detached youth work around the bus station",
            "A hospital navigator for young people who were stabbed",
        ),
        (
            "Copper Street Youth",
            "Northmoor Mentors CIC",
            "The Playing Field Project",
            "Wexmoor Boxing Academy CIC",
            "Lantern Lads and Lasses",
        ),
        22,
        68_000,
    ),
    Programme(
        "Local crime prevention fund",
        "Community safety",
        "The body’s own budget",
        CRIME_GRANT,
        COUNCIL,
        (
            "A community safety partnership and its plan for the year",
            "Lighting and locks for homes that were burgled twice",
            "Wardens in two town centres",
        ),
        (
            "Wexmoor City Council",
            "Tarnside District Council",
            "Oldbarrow Borough Council",
            "Fellgate District Council",
        ),
        18,
        440_000,
    ),
    Programme(
        "Small sparks",
        "Community safety",
        "The body’s own budget",
        CRIME_GRANT,
        CHARITY,
        (
            "A summer of football for one estate",
            "Marking of tools and bicycles",
            "A neighbours’ garden where cars were burnt",
        ),
        (
            "Oldbarrow Neighbours",
            "Fellgate Allotments Society",
            "St Brannoc’s Hall",
            "Tarnside Wheelers",
        ),
        14,
        4_500,
    ),
]

NEEDS = [
    Need(
        "Offenders",
        "Open",
        "85312000",
        ("Drug testing on arrest", "Resettlement support", "Mentors at the prison gate"),
        ("Fairlight Resettlement Ltd", "Threshold and Gate CIC", "Waymark Recovery Ltd"),
        11,
        780_000,
    ),
    Need(
        "Victims",
        "Competitive flexible",
        "85121200",
        ("Sexual assault referral centre", "Victims’ referral service"),
        ("Meridian Care Partners Ltd", "Tarnside Vale NHS Trust", "Harbour Lane Advocacy"),
        8,
        1_150_000,
        is_small=False,
    ),
    Need(
        "Policy",
        "Request for quotations",
        "79311000",
        ("Public attitudes survey", "Evaluation of the youth fund", "Crime data dashboard"),
        ("Copperfield Analytics Ltd", "Wexmoor University Enterprises", "Plain Figures LLP"),
        11,
        46_000,
    ),
    Need(
        "Corporate",
        "Call-off from a framework",
        "79212000",
        ("Internal audit", "Legal advice", "Recruitment of independent members", "Payroll"),
        ("Penhallow Audit LLP", "Rook and Tarn Solicitors", "Halyard Recruitment Ltd"),
        14,
        62_000,
    ),
    Need(
        "Corporate",
        "Request for quotations",
        "30190000",
        ("Office cleaning", "Interpreting", "Stationery", "Web hosting", "Lease of the office"),
        (
            "Sheldrake Property Ltd",
            "Kestrel Office Supplies",
            "Many Tongues Interpreting CIC",
            "Brightwater Cleaning Ltd",
            "Loftus and Byre Hosting Ltd",
        ),
        16,
        18_000,
    ),
]
# Some name several, and some that should name one do not.
AREAS = (
    "Wexmoor",
    "Tarnside",
    "Oldbarrow; Fellgate",
    "The whole police area",
    "Fellgate",
    "Wexmoor; Tarnside; Oldbarrow",
    "",
    "Oldbarrow",
)
EVERY_AREA = AREAS[3]
NAMES = [
    *(name for fund in PROGRAMMES for name in fund.recipients),
    *(name for need in NEEDS for name in need.suppliers),
]


@dataclass(frozen=True, slots=True)
class Promise:
    """One grant or contract of the story, and from when its end was put off, if it was."""

    number: int
    of: Programme | Need
    party: str
    title: str
    awarded_on: date
    starts_on: date
    ends_on: date
    amount: Decimal
    latest_end_on: date | None = None
    put_off_on: date | None = None

    @property
    def reference(self) -> str:
        letter = "G" if isinstance(self.of, Programme) else "C"
        return f"WX-{letter}-{self.awarded_on.year}-{self.number:03}"

    def ends_as_known(self, day: date) -> date:
        """Its end as the register said it on a day."""
        is_put_off = self.put_off_on and self.put_off_on <= day
        return self.latest_end_on if is_put_off and self.latest_end_on else self.ends_on


@cache
def promises(register: Register, today: date) -> tuple[Promise, ...]:
    """All that the body promised up to this month, the earliest first."""
    chance = Random(f"wexmoor {register}")  # noqa: S311 - a story, not a secret
    told = _grants(chance, today) if register == Register.GRANTS else _contracts(chance, today)
    return tuple(sorted(told, key=lambda one: (one.awarded_on, one.number)))


def _grants(chance: Random, today: date) -> Iterator[Promise]:
    number = 0
    for fund in PROGRAMMES:
        for place in range(fund.count):
            number += 1
            awarded_on = _awarded_on(place, fund.count, today, chance)
            starts_on = awarded_on + timedelta(days=chance.choice((14, 28, 42)))
            yield Promise(
                number,
                fund,
                fund.recipients[place % len(fund.recipients)],
                chance.choice(fund.purposes),
                awarded_on,
                starts_on,
                _after(starts_on, chance.choice((12, 12, 24, 36))),
                _pounds(fund.pounds, chance),
            )


def _contracts(chance: Random, today: date) -> Iterator[Promise]:
    number = 0
    for need in NEEDS:
        for place in range(need.count):
            number += 1
            awarded_on = _awarded_on(place, need.count, today, chance)
            starts_on = awarded_on + timedelta(days=chance.choice((20, 30, 60)))
            ends_on = _after(starts_on, chance.choice((12, 24, 24, 36)))
            may_be_longer = chance.random() < 0.6  # noqa: PLR2004 - six in ten
            latest = _after(ends_on + timedelta(days=1), 12) if may_be_longer else None
            yield Promise(
                number,
                need,
                need.suppliers[place % len(need.suppliers)],
                need.titles[place % len(need.titles)],
                awarded_on,
                starts_on,
                ends_on,
                _pounds(need.pounds, chance),
                latest,
                ends_on - timedelta(days=120) if latest and place % 2 else None,
            )


def _awarded_on(place: int, count: int, today: date, chance: Random) -> date:
    """A weekday, the awards of one kind being spread over the years evenly."""
    days = YEARS_BACK * 365 - 60  # none was awarded in the last two months
    day = today.replace(day=1) - timedelta(days=60 + days - place * days // count)
    day += timedelta(days=chance.randint(0, 20))
    return day - timedelta(days=max(0, day.weekday() - 4))


def _after(day: date, months: int) -> date:
    """The last day of so many months from a day."""
    number = day.year * 12 + day.month - 1 + months
    month = Month(number // 12, number % 12 + 1)
    last = min(day.day, month.last_day.day)
    return month.first_day + timedelta(days=last - 2)


def _pounds(about: int, chance: Random) -> Decimal:
    return Decimal(max(round(chance.lognormvariate(0, 0.5) * about, -2), 500))


def write_register(register: Register, period: Span, today: date, folder: Path) -> Path:
    """Write a register as it stood when a period had ended."""
    path = folder / f"wexmoor-{register}-{period}.csv"
    headings = GRANT_HEADINGS if register == Register.GRANTS else CONTRACT_HEADINGS
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows_of(register, period, today))
    return path


def rows_of(register: Register, period: Span, today: date) -> Iterator[list[str]]:
    as_row = _grant_row if register == Register.GRANTS else _contract_row
    for one in promises(register, today):
        if one.awarded_on <= period.last_day:
            yield as_row(one, period.last_day)


def _grant_row(one: Promise, _day: date) -> list[str]:
    fund = one.of
    assert isinstance(fund, Programme)  # what grants are made of
    return [
        one.reference,
        f"{fund.name}: {one.party}",
        one.title,
        "It met the fund’s aims at the best value among those who asked",
        "Reports each quarter; unspent money comes back",
        fund.name,
        fund.funder,
        one.party,
        *numbers_of(one.party, NAMES),
        fund.kind,
        _written(one.awarded_on),
        _written(one.starts_on),
        _written(one.ends_on),
        f"{one.amount:.2f}",
        fund.department,
        fund.power,
        "Yes" if fund.kind != COUNCIL else "No",
        area_of(one),
    ]


def _contract_row(one: Promise, day: date) -> list[str]:
    need, ends_on = one.of, one.ends_as_known(day)
    assert isinstance(need, Need)  # what contracts are made of
    return [
        one.reference,
        one.title,
        f"{one.title} for the body and its partners",
        need.department,
        need.procedure,
        need.cpv,
        one.party,
        *numbers_of(one.party, NAMES),
        "Yes" if need.is_small else "No",
        "Yes" if one.party.endswith("CIC") else "No",
        _written(one.awarded_on),
        _written(one.starts_on),
        _written(one.ends_on),
        _written(ends_on),
        _written(one.latest_end_on) if one.latest_end_on else "",
        # The register's plainest gap: nobody wrote every review down.
        _written(ends_on - timedelta(days=150)) if one.number % 3 else "",
        f"{one.amount:.2f}",
        "Ended" if ends_on < day else "Live",
        area_of(one),
    ]


def area_of(one: Promise) -> str:
    """A council is given a grant for its own area; most contracts are for all of them."""
    if one.party.endswith("Council"):
        return one.party.split()[0]
    if isinstance(one.of, Need) and one.number % 2:
        return EVERY_AREA
    return AREAS[one.number % len(AREAS)]


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"

"""Reads the tables of the law of procurement, and answers what stood in them on a day."""

import csv
import tomllib
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct, convert, field

HERE = Path(__file__).parent


class Authority(StrEnum):
    """How the Act classes a contracting authority; a policing body is sub-central."""

    SUB_CENTRAL = "sub-central"
    CENTRAL = "central"


class Row(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A row of a table: whoever reads it must find nothing that it does not know."""


class Amount(Row, frozen=True):
    from_: date = field(name="from")
    pounds: int = 0
    law: str = ""


class Threshold(Row, frozen=True):
    """What a contract of a category must reach to be a public one, by the day it began."""

    category: str
    law: str
    amounts: list[Amount]
    authority: Authority | None = None


class Notifiable(Row, frozen=True):
    authority: Authority
    pounds: int
    law: str


class Large(Row, frozen=True):
    over: int
    law: str


class Period(Row, frozen=True):
    """So many days that begin with the day of what happened."""

    code: str
    days: int
    law: str
    light_touch: int | None = None


class Standstill(Row, frozen=True):
    days: int
    law: str


class Participation(Row, frozen=True):
    law: str
    ordinary: int
    urgent: int


class Tendering(Row, frozen=True):
    law: str
    preselected: int
    planned_procurement_notice: int
    urgent: int
    dynamic_market: int
    electronic_with_documents: int
    electronic: int
    with_documents: int
    ordinary: int


class Law(Row, frozen=True):
    first_day: date
    law: str
    threshold: list[Threshold]
    notifiable: list[Notifiable]
    large: Large
    period: list[Period]
    standstill: Standstill
    participation: Participation
    tendering: Tendering


class Found(Struct, frozen=True):
    """An amount of the law, and where it stands."""

    pounds: Decimal
    law: str
    from_day: date


@cache
def the_law() -> Law:
    with (HERE / "procurement.toml").open("rb") as opened:
        return convert(tomllib.load(opened), type=Law)


@cache
def light_touch_services() -> dict[str, tuple[str, bool]]:
    """Each code of the light touch list: what it is, and whether a mutual may have it reserved."""
    with (HERE / "light-touch-services.csv").open(encoding="utf-8", newline="") as opened:
        return {
            row["cpv"]: (row["description"], row["reservable"] == "R")
            for row in csv.DictReader(opened)
        }


def threshold_on(category: str, authority: Authority, *, on: date) -> Found:
    """The threshold of a category for a procurement that began on a day."""
    rows = (
        row
        for row in the_law().threshold
        if row.category == category and row.authority in {None, authority}
    )
    row = next(rows)
    amount = max((one for one in row.amounts if one.from_ <= on), key=lambda one: one.from_)
    law = f"{row.law}; {amount.law}" if amount.law else row.law
    return Found(Decimal(amount.pounds), law, amount.from_)


def notifiable_from(authority: Authority) -> Notifiable:
    return next(row for row in the_law().notifiable if row.authority == authority)


def period_called(code: str) -> Period:
    return next(row for row in the_law().period if row.code == code)

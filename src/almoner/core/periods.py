"""Financial years from 1 April, their quarters, and months: `2026-27`, `2026-27-Q1`, `2026-04`."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, Self

from django.utils.dateformat import format as written
from django.utils.translation import gettext as _


class Period(Protocol):
    """A run of whole days with a name."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """A year from 1 April, known by the calendar year in which it begins."""

    start: int

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02}"

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(day.year if day.month >= 4 else day.year - 1)  # noqa: PLR2004 - April

    @property
    def first_day(self) -> date:
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 3, 31)

    def following(self) -> Self:
        return type(self)(self.start + 1)

    def quarters(self) -> list["Quarter"]:
        return [Quarter(self, number) for number in range(1, 5)]


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a financial year; the first begins on 1 April."""

    year: FinancialYear
    number: int

    def __post_init__(self) -> None:
        if self.number not in range(1, 5):
            raise ValueError(f"A year has quarters 1 to 4, not {self.number}")

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(FinancialYear.containing(day), (day.month - 4) % 12 // 3 + 1)

    @property
    def first_day(self) -> date:
        return self.months()[0].first_day

    @property
    def last_day(self) -> date:
        return self.months()[-1].last_day

    def following(self) -> Self:
        return type(self).containing(self.last_day + timedelta(days=1))

    def months(self) -> list["Month"]:
        first = self.number * 3 + 1
        year = self.year.start + (first > 12)  # noqa: PLR2004 - December
        return [Month(year, (first - 1) % 12 + 1 + n) for n in range(3)]


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in range(1, 13):
            raise ValueError(f"A year has months 1 to 12, not {self.number}")

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def following(self) -> Self:
        return type(self).containing(self.last_day + timedelta(days=1))


def parse_period(text: str) -> FinancialYear | Quarter | Month:
    """Read `2026-27`, `2026-27-Q1` or `2026-04`.

    A month that could be a year is a month: `2011-12` is December 2011. Its year is written
    `2011-12-Y`. Raises ValueError, saying what a period looks like.
    """
    if month := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text):
        return Month(int(month[1]), int(month[2]))
    if year := re.fullmatch(r"(\d{4})-(\d\d)(?:-(Q[1-4]|Y))?", text):
        whole = FinancialYear(int(year[1]))
        if (whole.start + 1) % 100 == int(year[2]):
            return Quarter(whole, int(year[3][1])) if (year[3] or "Y") != "Y" else whole
    raise ValueError(f"{text!r} is not a period: write 2026-04, 2026-27-Q1 or 2026-27")


def parse_year(text: str) -> FinancialYear:
    """Read `2026-27`, and nothing else. Raises ValueError."""
    year = parse_period(f"{text}-Y")
    if not isinstance(year, FinancialYear):
        raise ValueError(f"{text!r} is not a financial year: write 2026-27")  # noqa: TRY004 - its text
    return year


def period_in_words(period: FinancialYear | Quarter | Month) -> str:
    """Write `April 2026`, `2026-27, quarter 1` or `2026-27`."""
    if isinstance(period, Month):
        return written(period.first_day, "F Y")
    if isinstance(period, Quarter):
        return _("%(year)s, quarter %(number)s") % {"year": period.year, "number": period.number}
    return str(period)

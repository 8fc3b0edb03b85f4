"""Working days: England's, and the days that are working days in all four nations of the UK."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from enum import Enum
from functools import cache

from holidays import country_holidays

NO_DAYS: AbstractSet[date] = frozenset()
FRIDAY = 4


class Calendar(Enum):
    """Whose bank holidays count. Standstill counts those of any nation (Procurement Act s.123)."""

    ENGLAND = ("ENG",)
    UNITED_KINGDOM = ("ENG", "WLS", "SCT", "NIR")


@cache
def bank_holidays(calendar: Calendar, year: int) -> frozenset[date]:
    """The bank holidays of a calendar in a year, substitute days among them."""
    return frozenset(
        day
        for nation in calendar.value
        for day in country_holidays("GB", subdiv=nation, years=year)
    )


def is_working_day(
    day: date, *, calendar: Calendar = Calendar.ENGLAND, closed: AbstractSet[date] = NO_DAYS
) -> bool:
    """Whether a day is neither at a weekend, nor a bank holiday, nor one the body is closed."""
    return (
        day.weekday() <= FRIDAY
        and day not in closed
        and day not in bank_holidays(calendar, day.year)
    )


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_working_day_of_week(day: date) -> date:
    """Monday or, where that is a bank holiday, the first working day after it."""
    return working_days_after(monday_of(day) - timedelta(days=1), 1)


def working_days_after(
    day: date,
    count: int,
    *,
    calendar: Calendar = Calendar.ENGLAND,
    closed: AbstractSet[date] = NO_DAYS,
) -> date:
    """The `count`th working day after `day`, which itself is not counted; before it if negative."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, calendar=calendar, closed=closed)
    return day


def working_days_between(
    first: date,
    last: date,
    *,
    calendar: Calendar = Calendar.ENGLAND,
    closed: AbstractSet[date] = NO_DAYS,
) -> int:
    """How many working days follow `first`, up to and including `last`."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, calendar=calendar, closed=closed) for day in days)

"""How the house writes days, moments, months and money, as British officials do."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from almoner.core.moments import LONDON, day_of
from almoner.core.periods import (
    FinancialYear,
    Month,
    Quarter,
    parse_period,
    period_in_words,
)

NOON = 12
MINUS = "\N{MINUS SIGN}"


def pounds(amount: Decimal | int | None) -> str:
    """Write `£1,234.56`, with a true minus sign."""
    if amount is None:
        return _("not recorded")
    return f"{MINUS if amount < 0 else ''}£{abs(amount):,.2f}"


def on_one_line(text: str) -> str:
    """A text that may have several lines, as a letter says it: no heading of one can."""
    return " ".join(text.split())


def figure(value: Decimal, unit: str) -> str:
    """Write a figure in full: money in pounds and pence, a count as a whole number."""
    if unit == "money":
        return pounds(value)
    return f"{MINUS if value < 0 else ''}{abs(value):,.0f}"


def short_figure(value: Decimal, unit: str) -> str:
    """Write a figure for an axis: `£1.5m`, `£250k`, `40`."""
    sizes = ((10**9, "bn"), (10**6, "m"), (10**3, "k"), (1, ""))
    size, letter = next((pair for pair in sizes if abs(value) >= pair[0]), (1, ""))
    said = f"{abs(value) / size:,.2f}".rstrip("0").rstrip(".")
    return f"{MINUS if value < 0 else ''}{'£' if unit == 'money' else ''}{said}{letter}"


def day(value: date | datetime | None) -> str:
    """Write `4 March 2026`."""
    if value is None:
        return _("not recorded")
    return _day_in(get_language(), day_of(value) if isinstance(value, datetime) else value)


@lru_cache(maxsize=2_000)
def _day_in(_language: str | None, asked: date) -> str:
    return f"{asked.day} {MONTHS[asked.month]} {asked.year}"


def moment(value: datetime | None) -> str:
    """Write `4 March 2026 at 12:30pm`, by London's clocks."""
    if value is None:
        return _("not recorded")
    there = value.astimezone(LONDON)
    return _("%(day)s at %(time)s") % {"day": day(there), "time": clock(there)}


def clock(there: datetime) -> str:
    if (there.hour, there.minute) == (0, 0):
        return _("midnight")
    if (there.hour, there.minute) == (NOON, 0):
        return _("midday")
    hour, half = there.hour % NOON or NOON, "am" if there.hour < NOON else "pm"
    return f"{hour}:{there.minute:02}{half}" if there.minute else f"{hour}{half}"


def month(value: Month | date | str) -> str:
    """Write `March 2026`, of a month, its text, or a day in it."""
    if isinstance(value, str):
        value = Month(*map(int, value.split("-")))
    asked = Month.containing(value) if isinstance(value, date) else value
    return _month_in(get_language(), asked)


@lru_cache(maxsize=2_000)
def _month_in(_language: str | None, asked: Month) -> str:
    return period_in_words(asked)


def period(value: str | FinancialYear | Quarter | Month) -> str:
    """Write `April 2026`, `2026-27, quarter 1` or `2026-27`, of a period or its text."""
    return period_in_words(parse_period(value) if isinstance(value, str) else value)


# Each says the names of those after it too.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
DEVICES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def browser(said: str) -> str:
    """Write `Chrome, on Windows`, of what a browser says of itself; its own words if it is rare."""
    name = next((name for sign, name in BROWSERS.items() if sign in said), None)
    device = next((name for sign, name in DEVICES.items() if sign in said), None)
    if name and device:
        return _("%(name)s, on %(device)s") % {"name": name, "device": device}
    return name or device or said

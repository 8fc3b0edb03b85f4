"""What a cell says of a day. Days are British, the day before the month, unless told otherwise."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias

from .said import NOTHING, Said, Unreadable, unreadable
from .words import WORDS, alternatives, beginnings, plain, promises, says_nothing

EARLIEST, LATEST = date(1950, 1, 1), date(2199, 12, 31)
# Excel believes that 1900 was a leap year, so from March 1900 its days count from here.
EXCEL_EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20000, 73050
LAST_YEAR_OF_THIS_CENTURY = 68
LAST_MONTH = 12
LONGEST = 60

MONTHS = {
    name[:length]: number
    for number, name in enumerate(WORDS.dates.months, start=1)
    for length in range(3, len(name) + 1)
}
WEEKDAYS = {name[:length] for name in WORDS.dates.weekdays for length in range(3, len(name) + 1)}
NOT_STATED = beginnings(WORDS.promised | WORDS.dates.not_stated)

ZONE = r"(?:z|utc|gmt|bst|[+-]\d\d:?\d\d)"
CLOCK = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)? ?(?:[ap]\.?m\.?)?"
TIME = re.compile(rf"(?:(?:[t:]|,? | at ){CLOCK} ?{ZONE}?|z|[+-]\d\d:\d\d)$", re.ASCII)
WEEKDAY = re.compile(rf"(?:{alternatives(WEEKDAYS)})[ ,.]+")
BETWEEN = r"[-/. ,'’]*"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?"
MONTH = rf"(?P<month>{alternatives(MONTHS)})"
YEAR = r"(?P<year>\d{4}|\d\d)"
NUMERIC = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4}|\d\d)", re.ASCII)


def order_of(texts: Iterable[str]) -> bool:
    """Whether the dates of a column have the month first: some must, and none can have the day."""
    is_month_first = False
    for text in texts:
        found = NUMERIC.fullmatch(_day_alone(text)) if len(text) <= LONGEST else None
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        if first > LAST_MONTH >= second:
            return False
        is_month_first |= second > LAST_MONTH >= first
    return is_month_first


@lru_cache(maxsize=20_000)  # a file has many rows and few days
def read_date(text: str, *, month_first: bool = False) -> Said[date]:
    """Read `2013-04-02`, `02/04/2013`, `2nd April 2013`, `Apr-13` or Excel's `41366` as a day.

    A time of day is left out. Raises Unreadable.
    """
    if says_nothing(text):
        return NOTHING
    if promises(plain(text), NOT_STATED):
        return Said(None, "date-not-stated")
    if len(text) > LONGEST:
        raise _not_a_date(text)
    day = _day_alone(text)
    for pattern, read in AMERICAN if month_first else BRITISH:
        if found := pattern.fullmatch(day):
            try:
                said = read(found)
            except ValueError as error:
                raise _impossible(text) from error
            if said.value is None:
                break
            return _in_range(text, said)
    raise _not_a_date(text)


def _day_alone(text: str) -> str:
    """The words of a date without the time of day and the day of the week."""
    bare = TIME.sub("", " ".join(text.casefold().split()), count=1)
    return WEEKDAY.sub("", bare, count=1) if bare[:1].isalpha() else bare


def _in_range(text: str, said: Said[date]) -> Said[date]:
    if said.value is None or not EARLIEST <= said.value <= LATEST:
        raise _impossible(text)
    return said


def _impossible(text: str) -> Unreadable:
    return unreadable("date-impossible", text, "cannot be the day: check its day, month and year.")


def _not_a_date(text: str) -> Unreadable:
    why = "is not a date: write it as 2013-04-02, or as 02/04/2013 with the day first."
    return unreadable("date-unreadable", text, why)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 - two digits leave out the century
        return year
    return year + (2000 if year <= LAST_YEAR_OF_THIS_CENTURY else 1900)


def _day_of(year: int, month: int, day: int) -> Said[date]:
    if month > LAST_MONTH >= day:
        return Said(date(year, day, month), "date-other-way-round")
    return Said(date(year, month, day))


def _month_of(year: int, month: int) -> Said[date]:
    return Said(date(year, month, 1), "month-only-date")


def _year_first(found: re.Match[str]) -> Said[date]:
    return _day_of(int(found[1]), int(found[2]), int(found[3]))


def _day_first(found: re.Match[str]) -> Said[date]:
    return _day_of(_year(found[3]), int(found[2]), int(found[1]))


def _month_first(found: re.Match[str]) -> Said[date]:
    return _day_of(_year(found[3]), int(found[1]), int(found[2]))


def _named_day(found: re.Match[str]) -> Said[date]:
    return Said(date(_year(found["year"]), MONTHS[found["month"]], int(found["day"])))


def _named_month(found: re.Match[str]) -> Said[date]:
    return _month_of(_year(found["year"]), MONTHS[found["month"]])


def _numbered_month(found: re.Match[str]) -> Said[date]:
    return _month_of(int(found["year"]), int(found["month"]))


def _month_or_financial_year(found: re.Match[str]) -> Said[date]:
    year, month = int(found["year"]), int(found["month"])
    # 2011-12 may be December or a financial year, and 2013-14 is no month at all.
    if month == (year + 1) % 100 or month > LAST_MONTH:
        return NOTHING
    return _month_of(year, month)


def _serial(found: re.Match[str]) -> Said[date]:
    serial = int(found[1])
    if not FIRST_SERIAL <= serial <= LAST_SERIAL:
        return NOTHING
    return Said(EXCEL_EPOCH + timedelta(days=serial), "excel-serial-date")


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


Form: TypeAlias = tuple[re.Pattern[str], Callable[[re.Match[str]], Said[date]]]
COMMON: tuple[Form, ...] = (
    (_form(r"(\d{4}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{1,2})"), _year_first),
    (_form(r"((?:19|20|21)\d\d)(\d\d)(\d\d)"), _year_first),
    (_form(rf"{DAY}{BETWEEN}{MONTH}{BETWEEN}{YEAR}"), _named_day),
    (_form(rf"{MONTH}{BETWEEN}{DAY}[-/. ,]+{YEAR}"), _named_day),
    (_form(rf"(?P<year>\d{{4}}){BETWEEN}{MONTH}{BETWEEN}{DAY}"), _named_day),
    (_form(rf"{MONTH}{BETWEEN}{YEAR}"), _named_month),
    (_form(rf"(?P<year>\d{{4}}){BETWEEN}{MONTH}"), _named_month),
    (_form(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})"), _numbered_month),
    (_form(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})"), _month_or_financial_year),
    (_form(r"(\d{5})(?:\.\d*)?"), _serial),
)
BRITISH: tuple[Form, ...] = ((NUMERIC, _day_first), *COMMON)
AMERICAN: tuple[Form, ...] = ((NUMERIC, _month_first), *COMMON)

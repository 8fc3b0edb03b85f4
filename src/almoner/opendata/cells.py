"""What a cell of somebody's file says: an amount of money, or a day."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

PLAIN = r"\d+|\d{1,3}(?:,\d{3})+"
AMOUNT = re.compile(rf"(?P<sign>[-+]?)(?P<pounds>{PLAIN})?(?:\.(?P<pence>\d*))?", re.ASCII)
LARGEST = Decimal("999999999999.99")
PENCE = 2

ISO_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
BRITISH_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d\d)(?: 00:00(?::00)?)?")
NAMED_DAY = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{4}|\d\d)")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)


class Unreadable(ValueError):
    """A cell does not say what it should. `code` is for machines; `remedy` says what to do."""

    def __init__(self, code: str, explanation: str, remedy: str) -> None:
        super().__init__(explanation)
        self.code, self.explanation, self.remedy = code, explanation, remedy


def read_amount(text: str) -> Decimal:
    """Read `1234.5`, `£1,234.50`, `-£5`, `(250.00)` or `250.00-` as pounds. Raises Unreadable."""
    bare, is_negative = _without_brackets(re.sub(r"[\s£]", "", text))
    found = AMOUNT.fullmatch(bare)
    if found is None or not (found["pounds"] or found["pence"]) or (is_negative and found["sign"]):
        raise Unreadable(
            "amount-unreadable",
            f"“{text}” is not an amount of money.",
            "Write pounds and pence in figures, such as 1234.56, or -1234.56 for money returned.",
        )
    if len((found["pence"] or "").rstrip("0")) > PENCE:
        raise Unreadable(
            "amount-finer-than-a-penny",
            f"“{text}” is not a whole number of pence.",
            "Round the amount in the system that it came from to two places.",
        )
    pounds = Decimal(f"{found['pounds'] or 0}.{found['pence'] or 0}".replace(",", ""))
    if pounds > LARGEST:
        raise Unreadable(
            "amount-too-large",
            f"“{text}” is more than any public body pays.",
            "Check whether another number stands in the column of amounts.",
        )
    pounds = pounds.quantize(Decimal("0.01"))
    return -pounds if pounds and (is_negative or found["sign"] == "-") else pounds


def _without_brackets(bare: str) -> tuple[str, bool]:
    if bare.startswith("(") and bare.endswith(")"):
        return bare[1:-1], True
    if bare.endswith("-"):
        return bare[:-1], True
    return bare, False


@lru_cache(maxsize=10_000)  # a file has many rows and few days
def read_day(text: str) -> date:
    """Read `2013-04-02`, `02/04/2013` (day first), `2 Apr 2013` or `2-April-13`.

    Raises Unreadable.
    """
    try:
        day = _day(text)
    except ValueError as error:
        raise Unreadable(
            "date-unreadable",
            f"“{text}” is not a day.",
            "Write dates as 2013-04-02, or as 02/04/2013 with the day first.",
        ) from error
    if not EARLIEST <= day <= LATEST:
        raise Unreadable(
            "date-out-of-range",
            f"“{text}” is not a day on which this payment can have been made.",
            "Check the year, and whether another number stands in the column of dates.",
        )
    return day


def _day(text: str) -> date:
    if found := ISO_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := BRITISH_DAY.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), _year(found[3])
    elif found := NAMED_DAY.fullmatch(text):
        day, month, year = int(found[1]), MONTHS.index(found[2][:3].casefold()) + 1, _year(found[3])
    else:
        raise ValueError(text)
    return date(year, month, day)


def _year(digits: str) -> int:
    """Two digits are a year since 2000: nobody published spend before."""
    return int(digits) if len(digits) > 2 else 2000 + int(digits)  # noqa: PLR2004 - two digits

"""What a cell says of a number, or of a length of time in months."""

import re
from decimal import Decimal

from .said import NOTHING, Said, unreadable
from .words import WORDS, alternatives, beginnings, plain, promises, says_nothing

LONGEST = 60
NUMBER = re.compile(
    r"[-+]?(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12}(?=\.|$)|(?=\.\d))(?:\.\d{0,20})?", re.ASCII
)
COUNT = rf"(\d{{1,6}}(?:\.\d{{1,6}})?|{alternatives(WORDS.numbers.numerals)})"
PART = rf"{COUNT}[ -]?({alternatives(WORDS.numbers.units)})\b\.?"
ONE_PART = re.compile(PART, re.ASCII)
PARTS = re.compile(rf"{PART}(?:(?:,| and|, and)? ?{PART})*", re.ASCII)
NOT_STATED = beginnings(WORDS.promised | WORDS.numbers.not_stated)


def read_number(text: str) -> Said[Decimal]:
    """Read `12`, `0.25`, `12 months` or `2 years` (24) as a number. Raises Unreadable."""
    text = text.strip()
    if NUMBER.fullmatch(text):
        return Said(Decimal(text.replace(",", "")))
    if says_nothing(text):
        return NOTHING
    if promises(plain(text), NOT_STATED):
        return Said(None, "number-not-stated")
    spelt = " ".join(text.casefold().replace("(s)", "s").split()) if len(text) <= LONGEST else ""
    if not PARTS.fullmatch(spelt):
        raise unreadable(
            "number-unreadable", text, "is not a number: write it in figures, such as 12 or 0.5."
        )
    parts = ONE_PART.findall(spelt)
    return Said(sum(map(_months, parts), Decimal(0)), _change(parts))


def _months(part: tuple[str, str]) -> Decimal:
    count, unit = part
    numeral = WORDS.numbers.numerals.get(count)
    return (Decimal(count) if numeral is None else numeral) * Decimal(WORDS.numbers.units[unit])


def _change(parts: list[tuple[str, str]]) -> str:
    """Figures with their unit behind them, such as `12 months`, are only figures."""
    count, unit = parts[0]
    is_figures = len(parts) == 1 and count[0].isdecimal() and WORDS.numbers.units[unit] == 1
    return "" if is_figures else "number-spelt-out"

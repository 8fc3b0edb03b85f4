"""What a cell says of who somebody is: numbers of companies and charities, and postcodes."""

import re
from collections.abc import Iterable

from .said import NOTHING, Said, unreadable
from .words import (
    WORDS,
    alternatives,
    beginnings,
    is_various,
    is_withheld,
    plain,
    promises,
    says_nothing,
)

LONGEST = 80
SPACES = re.compile(r"\s+")
WHOLE_FLOAT = re.compile(r"(?<=\d)\.0+$", re.ASCII)
COMMAS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))", re.ASCII)
NO_NUMBER = beginnings(WORDS.promised)


def _labels(prefixes: str, words: Iterable[str]) -> re.Pattern[str]:
    """What is written before a number: a prefix, or words with stops and colons between them."""
    return re.compile(rf"['’]?(?:{prefixes}|(?:{alternatives(words)})\b[\s.:#-]*)*", re.IGNORECASE)


COMPANY_LABELS = _labels("GB-COH-", WORDS.identifiers.company_labels)
COMPANY = re.compile(r"\d{8}", re.ASCII)
COMPANY_FIGURES = re.compile(r"\d{4,8}", re.ASCII)
COMPANY_PREFIXED = re.compile(
    rf"({'|'.join(WORDS.identifiers.company_prefixes)})(\d{{3,6}})", re.ASCII
)
# Societies, whose own numbers end in letters, and a few of the oldest Northern Irish ones.
SOCIETY = re.compile(r"(?:IP|SP|NP)(?=.{6}$)\d{3,5}[A-Z]{1,3}|R\d{7}", re.ASCII)
SOCIETY_BARE = re.compile(r"(\d{4,5}R)", re.ASCII)

CHARITY_LABELS = _labels("GB-CHC-|CHA(?=[ -]?[0-9])[ -]?", WORDS.identifiers.charity_labels)
CHARITY = re.compile(r"[1-9]\d{5,6}(?:-\d{1,3})?", re.ASCII)
# The letter O is often written for the nought that comes after SC.
SCOTTISH_CHARITY = re.compile(r"(?:GB-SC-)?SC(O?)(\d{3,6})|GB-SC-()(\d{6})", re.ASCII)
NORTHERN_IRISH_CHARITY = re.compile(r"(?:GB-)?NIC-?(?:NIC)?(1\d{5})", re.ASCII)

POSTCODE = re.compile(
    r"(GIR|[A-PR-UWYZ](?:\d[\dA-HJKPSTUW]?|[A-HK-Y]\d[\dABEHMNPRVWXY]?))(\d[ABD-HJLNP-UW-Z]{2})",
    re.ASCII,
)


def read_company_number(text: str) -> Said[str]:
    """Read a number of Companies House, and put back the noughts that spreadsheets drop.

    Raises Unreadable.
    """
    if COMPANY.fullmatch(text):
        return Said(text)
    if _names_nobody(text):
        return NOTHING
    bare = _compact(COMPANY_LABELS, text)
    if COMPANY_FIGURES.fullmatch(bare):
        return _padded(bare, bare.zfill(8))
    if found := COMPANY_PREFIXED.fullmatch(bare):
        return _padded(bare, found[1] + found[2].zfill(6))
    if SOCIETY.fullmatch(bare):
        return Said(bare)
    if found := SOCIETY_BARE.fullmatch(bare):
        return _padded(bare, f"IP{found[1].zfill(6)}")
    why = "is not a company number: it has eight characters, such as 01234567 or SC123456."
    raise unreadable("company-number-unreadable", text, why)


def read_charity_number(text: str) -> Said[str]:
    """Read a number of the charity registers of England and Wales, Scotland or Northern Ireland.

    Raises Unreadable.
    """
    if _names_nobody(text):
        return NOTHING
    bare = _compact(CHARITY_LABELS, text)
    if CHARITY.fullmatch(bare):
        return Said(bare)
    if found := SCOTTISH_CHARITY.fullmatch(bare):
        figures = found[2] or found[4]
        is_padded = bool(found[1]) or len(figures) < 6  # noqa: PLR2004 - as many as it has
        return Said(f"SC{figures.zfill(6)}", "charity-number-padded" if is_padded else "")
    if found := NORTHERN_IRISH_CHARITY.fullmatch(bare):
        return Said(f"NIC{found[1]}")
    why = "is not a charity number: write it as 1234567, SC012345 or NIC123456."
    raise unreadable("charity-number-unreadable", text, why)


def read_postcode(text: str) -> Said[str]:
    """Read a postcode of the United Kingdom, with its one space. Raises Unreadable."""
    if _names_nobody(text):
        return NOTHING
    bare = SPACES.sub("", text[:LONGEST]).upper() if len(text) <= LONGEST else ""
    found = POSTCODE.fullmatch(bare)
    if found is None:
        why = "is not a postcode of the United Kingdom: write it as SW1A 1AA."
        raise unreadable("postcode-unreadable", text, why)
    return Said(f"{found[1]} {found[2]}")


def _names_nobody(text: str) -> bool:
    if says_nothing(text) or is_various(text) or is_withheld(text):
        return True
    words = plain(text)
    return words in WORDS.identifiers.none or promises(words, NO_NUMBER)


def _compact(labels: re.Pattern[str], text: str) -> str:
    """The number alone, without labels, spaces, commas, or the fraction that a float has."""
    if len(text) > LONGEST:
        return ""
    bare = labels.sub("", text.strip(), count=1).upper()
    return COMMAS.sub("", WHOLE_FLOAT.sub("", SPACES.sub("", bare)))


def _padded(bare: str, number: str) -> Said[str]:
    return Said(number, "company-number-padded" if number != bare else "")

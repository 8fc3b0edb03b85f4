"""Numbers and addresses of mail that belong to one person: by their shape, and the words beside."""

import re
from collections.abc import Iterator

from .people import Told
from .wording import WORDS, names

MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
NO = r"\W{0,3}(?:ref(?:erence)?|no|num|number|id|record)?\b[\s.:#-]{0,4}"
BORN = re.compile(
    r"\b(?:d\.?\s?o\.?\s?b\b\.?|date of birth|birth ?date|born(?: on)?|b\.)\W{0,4}"
    r"(?:\d{1,4}[./ -]\d{1,2}[./ -]\d{2,4}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})[a-z]*\W+\d{{2,4}})",
    re.IGNORECASE,
)
INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)(?:QQ|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])"
    r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b",
    re.IGNORECASE,
)
NHS = re.compile(rf"\bNHS\b{NO}\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}}\b", re.IGNORECASE)
NHS_SPACED = re.compile(r"(?<![\d.-])\b\d{3} \d{3} \d{4}\b(?![\d.-])")
LONG_NUMBER = re.compile(r"\b\d{9}\b")
PASSPORT = re.compile(rf"\bpassport\b{NO}(?:[A-Z]{{2}})?\d{{7,9}}\b", re.IGNORECASE)
SORT_CODE = re.compile(
    r"\b(?:sort ?code|s/c|sort|SC|bank details)\W{0,3}\d{2}[ -]?\d{2}[ -]?\d{2}\b",
    re.IGNORECASE,
)
SORT_AND_ACCOUNT = re.compile(
    r"\b\d{2}-\d{2}-\d{2}\W{1,3}(?:a/?c\w*\W*(?:no\W*)?)?\d{8}\b", re.IGNORECASE
)
ACCOUNT = re.compile(
    r"\b(?:a/c|acc(?:oun)?t?)\b\W{0,3}(?:no|num|number)\b\W{0,3}\d{8}\b", re.IGNORECASE
)
IBAN = re.compile(r"\bGB\d{2}\s?[A-Z]{4}(?:\s?\d){14}\b", re.IGNORECASE)
MOBILE = re.compile(
    r"(?<![\w.-])(?:0|\(?(?:\+|00)44\)?[ -]?(?:\(0\))?)7\d{3}[ -]?\d{3}[ -]?\d{3}(?![\w.])"
)
LANDLINE = re.compile(
    r"(?<![\w.-])(?=(?:\+44|\(?0)(?:[ ()-]{0,2}\d){9,10}(?!\d))"
    r"(?:\(?0[12]\d{1,4}\)?|\+44[ -][12]\d{1,4})[ -]\d{3,4}[ -]?\d{3,4}(?![\w.])"
)
MAIL = re.compile(r"([\w.+'’-]{1,64})@([\w-]+)(?:\.[\w-]+)+")
PLATE = re.compile(r"\b[A-HJ-PR-Y][A-HJ-PR-Y]\d{2}[A-Z]{3}\b")
PLATE_SPACED = re.compile(
    rf"\b(?:[A-HJ-PR-Y][A-Z] ?\d\d|[A-Y]\d{{1,3}}) (?!{MONTHS.upper()})[A-Z]{{3}}\b"
)
CASE = re.compile(
    r"\b(?:crime|(?:court )?case|claim|incident|occurrence|log|custody|urn|pnc|mosaic"
    r"|liquid ?logic|swift|care ?first|client|service user|patient|child|victim'?s?)\s+"
    r"(?:ref(?:erence)?(?: (?:no|number))?|no|num|number|id|record)"
    r"\b[\s.:#-]{0,4}(?:case no\.? )?([A-Z]{0,4}[\d/]*\d[\w/]{2,})",
    re.IGNORECASE,
)
NAMED_SYSTEM = re.compile(
    r"\b(?:mosaic|liquid ?logic|urn|occurrence|incident(?: log)?|crime|court case|child case"
    r"|lac case)\W{1,2}(?=\w*\d{4})\w{4,}",
    re.IGNORECASE,
)
TWO = 2


def numbers_in(text: str) -> Iterator[Told]:
    """What the numbers in a text give away, each thing once."""
    if not any(map(str.isdigit, text)):
        return
    for code, pattern in PATTERNS:
        if found := pattern.search(text):
            yield code, found[0]
    if found := NHS.search(text) or _checked_nhs(text):
        yield "nhs-number", found[0]
    loose = LONG_NUMBER if "passport" in text.lower() else PASSPORT
    if found := PASSPORT.search(text) or loose.search(text):
        yield "passport-number", found[0]
    if found := _bank_details(text):
        yield "bank-details", found[0]
    if found := _vehicle(text):
        yield "vehicle-registration", found[0]


PATTERNS = (
    ("date-of-birth", BORN),
    ("national-insurance-number", INSURANCE),
    ("mobile-number", MOBILE),
    ("telephone-number", LANDLINE),
    ("case-reference", CASE),
    ("case-reference", NAMED_SYSTEM),
)


def _checked_nhs(text: str) -> re.Match[str] | None:
    """Ten figures in three groups, of which the last checks the others."""
    found = NHS_SPACED.search(text)
    if not found:
        return None
    figures = [int(figure) for figure in found[0] if figure.isdigit()]
    check = -sum(figure * (10 - place) for place, figure in enumerate(figures[:9])) % 11
    return found if check == figures[9] else None


def _bank_details(text: str) -> re.Match[str] | None:
    found = SORT_CODE.search(text) or SORT_AND_ACCOUNT.search(text) or IBAN.search(text)
    if found:
        return found
    lowered = text.lower()
    if any(word in lowered for word in WORDS.numbers.banking_words) or "a/c no" in lowered:
        return ACCOUNT.search(text)
    return None


def _vehicle(text: str) -> re.Match[str] | None:
    if found := PLATE.search(text):
        return found
    if WORDS.numbers.vehicle_words.isdisjoint(re.findall(r"[a-z]+", text.lower())):
        return None
    return PLATE_SPACED.search(text)


def mail_in(text: str) -> Iterator[Told]:
    """The addresses of mail that lead to one person."""
    if "@" not in text:
        return
    for found in MAIL.finditer(text):
        box, provider = found[1].casefold(), found[2].casefold()
        if provider in WORDS.numbers.private_mail:
            yield "private-email", found[0]
        elif _names_somebody(box):
            yield "personal-email", found[0]


def _names_somebody(box: str) -> bool:
    parts = [part for part in re.split(r"[._+-]", box) if part]
    if not WORDS.numbers.mailboxes.isdisjoint(parts):
        return False
    return parts[:1] != [] and (
        parts[0] in names().given or (len(parts) == TWO and len(parts[0]) == 1)
    )

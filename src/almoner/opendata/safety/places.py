"""Where people live, and places that must not be found."""

import re

from .wording import WORDS, any_of

PROTECTED = any_of(WORDS.places.protected)
HARMLESS = any_of(WORDS.places.harmless)
SERVICES = any_of(WORDS.places.services)
PREMISES = any_of(WORDS.places.premises)
NEAR = 40
SERVICE_PREMISES = re.compile(
    rf"{SERVICES.pattern}.{{0,{NEAR}}}?{PREMISES.pattern}|{PREMISES.pattern}.{{0,{NEAR}}}?{SERVICES.pattern}"
)
HOMES = any_of(WORDS.places.homes)
STREETS = "|".join(
    f"{street.capitalize()}|{street.upper()}"
    for street in sorted(WORDS.places.streets, key=len, reverse=True)
)
HOUSE = re.compile(
    r"(?:\b(\w+)[\s.:-]+)?(?<![\w£.,/:-])\d{1,4}[A-Za-z]?(?:\s*(?:&|and|-|/)\s*\d{1,4}[A-Za-z]?)?,?\s+"
    rf"([A-Z][\w'’.]*)(?:\s+[A-Z][\w'’.]*){{0,2}}?\s+(?:{STREETS})\b"
)
FLAT = re.compile(r"\b(?:flat|apartment)\s+\d{1,4}[a-z]?\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b")


def address_in(text: str) -> str:
    """The full address in a text: a house in its street, a flat, or a postcode."""
    if not any(map(str.isdigit, text)):
        return ""
    if found := FLAT.search(text):
        return found[0]
    for found in HOUSE.finditer(text):
        before, street = (found[1] or "").casefold(), found[2].casefold()
        house = found[0][len(before) :].lstrip(" .:-")
        is_counted = before in WORDS.places.counted or street in WORDS.places.not_streets
        if not is_counted and not YEAR.match(house):
            return house
    found = POSTCODE.search(text)
    return found[0] if found else ""


def protected_in(words: str) -> str:
    """The plain words by which a text speaks of a place that must not be found."""
    if not PROTECTED.search(words) and not SERVICES.search(words):
        return ""
    words = HARMLESS.sub(" ", words)
    found = PROTECTED.search(words) or SERVICE_PREMISES.search(words)
    return found[0] if found else ""

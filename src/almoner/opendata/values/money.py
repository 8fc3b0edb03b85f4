"""What a cell says of money: pounds, in `Decimal`, to the penny."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from .said import NOTHING, Said, Unreadable, unreadable
from .words import WORDS, alternatives, beginnings, plain, promises, says_nothing

PENNY, NIL = Decimal("0.01"), Decimal("0.00")
LARGEST = Decimal("999999999999.99")
LONGEST = 60

PLAIN = re.compile(r"-?\d{1,12}(?:\.\d{1,2})?", re.ASCII)
# The commonest dress of figures, taken off without more ado.
COMMON = re.compile(r"(?:-?£?|£-)\d{1,3}(?:,\d{3}){0,3}(?:\.\d{1,2})?", re.ASCII)
# A dozen signs are used for minus, and apostrophes for the comma between thousands.
SIGNS = str.maketrans(dict.fromkeys("−‐‑‒–—―﹣－", "-") | dict.fromkeys("'’‘`´", ","))
# What a pound sign becomes in a file read or saved in the wrong encoding.
LOST_POUND = re.compile(r"[Ã‚Â]+£|(?<![\w.,])[�?]{1,2}(?=\.?\d)")
SPACE_FOR_COMMA = re.compile(r"(?<=\d)\s+(?=\d)")
SPACES = re.compile(r"\s+")
DRESSED = re.compile(
    r"(?P<before>(?:[-+(£]|gbp)*)"
    r"(?=\.?\d)(?P<figures>(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d*)?(?:e[-+]?\d{1,2})?)"
    rf"(?P<scale>{alternatives(WORDS.money.scales)})?"
    r"(?P<after>(?:[-)£]|gbp|cr|dr)*)",
    re.ASCII,
)
POUND = re.compile("£|gbp")
# What stands before and after the figures, and the sign they mean.
MEANINGS = {
    ("", ""): 1,
    ("+", ""): 1,
    ("", "dr"): 1,
    ("-", ""): -1,
    ("", "-"): -1,
    ("(", ")"): -1,
    ("", "cr"): -1,
}
CURRENCY = re.compile(rf"(?<![^\W\d_])(?:{alternatives(WORDS.money.currencies)})(?![^\W\d_])")
BEFORE = re.compile(rf"(?:{alternatives(WORDS.money.before)})\.? ?(?=£?\d)")
AFTER = re.compile(rf" ?\(?(?:{alternatives(WORDS.money.after)})\.?\)?$")
NOT_STATED = beginnings(WORDS.promised | WORDS.money.not_stated)


def read_money(text: str, *, dash_is_nil: bool = False) -> Said[Decimal]:
    """Read `1234.5`, `£1,234.00`, `-£5`, `(250.00)`, `250.00CR` or `£1.2m` as pounds.

    A dash says nothing, but is nil where accounting formats print nil so. Raises Unreadable.
    """
    if PLAIN.fullmatch(text):
        return _read_figures(text)
    text = text.strip()
    if COMMON.fullmatch(text):
        return _read_figures(text.replace(",", "").replace("£", ""))
    return _read_dressed(text, dash_is_nil=dash_is_nil)


def _read_figures(figures: str) -> Said[Decimal]:
    amount = Decimal(figures)
    # A zero may be negative, which no publisher means.
    return Said((amount if figures[-3:-2] == "." else amount.quantize(PENNY)) or NIL)


def _read_dressed(text: str, *, dash_is_nil: bool) -> Said[Decimal]:
    bare = _bare(text) if len(text) <= LONGEST else text
    if not bare.strip("-£"):
        return Said(NIL, "dash-is-nil") if dash_is_nil and "-" in bare else NOTHING
    found = DRESSED.fullmatch(bare) if len(bare) <= LONGEST else None
    sign = found and MEANINGS.get((POUND.sub("", found["before"]), POUND.sub("", found["after"])))
    if found is None or sign is None:
        return _beside_words(text) or _in_words(text)
    scale = found["scale"]
    pounds = sign * Decimal(found["figures"].replace(",", ""))
    if scale:
        pounds *= WORDS.money.scales[scale]
    return _to_the_penny(text, pounds, "money-spelt-out" if scale else "")


def _beside_words(text: str) -> Said[Decimal] | None:
    """An amount that words stand beside, as in “c. £40,000” and “£15,000 + VAT”, or None."""
    if len(text) > LONGEST:
        return None
    words = SPACES.sub(" ", text.casefold())
    bare = AFTER.sub("", BEFORE.sub("", words))
    if bare == words or not COMMON.fullmatch(bare):
        return None
    return Said(_read_figures(bare.replace(",", "").replace("£", "")).value, "money-qualified")


def _bare(text: str) -> str:
    """The text without spaces, and with one way to write a minus, a pound sign and a comma."""
    text = LOST_POUND.sub("£", text.lstrip("'")).translate(SIGNS).casefold()
    return SPACES.sub("", SPACE_FOR_COMMA.sub(",", text))


def _to_the_penny(text: str, pounds: Decimal, change: str) -> Said[Decimal]:
    if abs(pounds) > LARGEST:
        raise unreadable(
            "money-too-large",
            text,
            "is more than any public body pays: see whether another number stands in its place.",
        )
    amount = pounds.quantize(PENNY, ROUND_HALF_UP) or NIL
    return Said(amount, change or ("money-rounded" if amount != pounds else ""))


def _in_words(text: str) -> Said[Decimal]:
    words = plain(text)
    if words in WORDS.money.nil:
        return Said(NIL, "money-spelt-out")
    if says_nothing(text):
        return NOTHING
    if promises(words, NOT_STATED):
        return Said(None, "money-not-stated")
    raise _refusal(text)


def _refusal(text: str) -> Unreadable:
    if _names_another_currency(text):
        return unreadable(
            "other-currency", text, "is not in pounds: give what it came to in pounds."
        )
    return unreadable(
        "money-unreadable",
        text,
        "is not an amount of money: write pounds in figures, such as 1234.56 or -1234.56.",
    )


def _names_another_currency(text: str) -> bool:
    if len(text) > LONGEST or not any(character.isdecimal() for character in text):
        return False
    if CURRENCY.search(text.casefold()):
        return True
    return any(unicodedata.category(sign) == "Sc" and sign != "£" for sign in text)

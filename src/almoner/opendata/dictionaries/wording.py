"""The words of headings, made comparable: plain as people compare them, folded as we do."""

import re
from functools import cache, lru_cache
from html import unescape
from pathlib import Path

from msgspec import Struct, toml

LONGEST = 400  # letters of a heading: what follows tells nothing

# A pound sign as the wrong code pages show it, and the marks of a file's encoding at its front.
_POUNDS = re.compile(r"Â£|¬£|ÔøΩ|\ufffd|(?<![^\W\d_])ú|&pound;|£")
_MARKS = re.compile("ï»¿|Ôªø|\ufeff")
_THOUSANDS = re.compile(r"£?\s*['’]?(?<![\d,.])0{3}['’]?s?\b|£\s*k\b|\(k\)", re.IGNORECASE)
_MILLIONS = re.compile(r"£\s*mn?\b|\(m\)", re.IGNORECASE)
_POUND_WORDS = re.compile(r"£\s*(?:['’]?s|p)?(?![^\W\d_])|\bgbp\b|£", re.IGNORECASE)
_DAY_SHAPES = re.compile(r"\b(?:dd|mm|yyyy)\W?(?:mmm?|dd)\W?(?:yyyy|yy|dd)\b", re.IGNORECASE)
# `suppliers/0/name`, `suppliers[0].name`, `Amount.1`, `Amount (2)`: which of several, not what.
_COUNTERS = re.compile(r"(?<=[^\W\d])[/:.]\d{1,3}(?=[/:.]|$)|\[\d{1,3}\]|[_(]\d{1,2}\)?$")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PUNCTUATION = re.compile(r"[\W_]+")


def plain_heading(heading: str) -> str:
    """A heading without case, punctuation, pound signs, camels' humps or counters."""
    return _plain(heading[:LONGEST])


@lru_cache(maxsize=4096)
def _plain(heading: str) -> str:
    text = _MARKS.sub("", unescape(heading)).strip()
    text = _POUNDS.sub("£", text)
    text = _MILLIONS.sub(" millions ", _THOUSANDS.sub(" thousands ", text))
    text = _DAY_SHAPES.sub(" ", _POUND_WORDS.sub(" ", text)).strip()
    text = _HUMPS.sub(" ", _COUNTERS.sub(" ", text))
    text = text.replace("'", "").replace("’", "").replace("&", " and ")
    return _PUNCTUATION.sub(" ", text).casefold().strip()


@lru_cache(maxsize=8192)
def folded(words: str) -> str:
    """Plain words without plurals, fillers and abbreviations."""
    wording = _wording()
    tokens = (_folded_token(token, wording.read_as) for token in words.split())
    text = " ".join(token for token in tokens if token not in wording.dropped)
    for apart, together in wording.read_together.items():
        if apart in text:
            text = re.sub(rf"\b{apart}\b", together, text)
    return text


class _Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """What `wording.toml` says."""

    dropped: frozenset[str]
    read_as: dict[str, str]
    read_together: dict[str, str]


@cache
def _wording() -> _Wording:
    return toml.decode(Path(__file__).with_suffix(".toml").read_bytes(), type=_Wording)


def _folded_token(token: str, read_as: dict[str, str]) -> str:
    # “companies” becomes “companie”, as the table has it; “address” and “status” keep their s.
    if len(token) > len("sms") and token.endswith("s") and not token.endswith(("ss", "us")):
        token = token[:-1]
    return read_as.get(token, token)

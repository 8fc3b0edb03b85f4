"""The words that stand in cells instead of values, and what each of them means."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, toml

NOT_WORDS = re.compile(r"[\W_]+")
BLANK_SIGNS = "-‐‑‒–—−._?…/\\ \xa0"
LONGEST_NAME = 80
MOST_WORDS = 5


class DateWords(Struct, forbid_unknown_fields=True, frozen=True):
    """How days are named, and what is written where there is none."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    not_stated: frozenset[str]


class MoneyWords(Struct, forbid_unknown_fields=True, frozen=True):
    """How money is named, and what is written where there is none."""

    nil: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    scales: dict[str, int]
    currencies: tuple[str, ...]
    not_stated: frozenset[str]


class NumberWords(Struct, forbid_unknown_fields=True, frozen=True):
    """How many months a unit has, numerals in words, and what is written where there is none."""

    units: dict[str, int]
    numerals: dict[str, int]
    not_stated: frozenset[str]


class AnswerWords(Struct, forbid_unknown_fields=True, frozen=True):
    """What means yes or no: by itself, before other words, as a mark, and by size."""

    yes: frozenset[str]
    no: frozenset[str]
    whole_yes: frozenset[str]
    whole_no: frozenset[str]
    size_yes: frozenset[str]
    size_no: frozenset[str]
    often_misspelt: tuple[str, ...]


class IdentifierWords(Struct, forbid_unknown_fields=True, frozen=True):
    """What is written around an identifier, and instead of one."""

    company_labels: tuple[str, ...]
    company_prefixes: tuple[str, ...]
    charity_labels: tuple[str, ...]
    none: frozenset[str]


class VariousWords(Struct, forbid_unknown_fields=True, frozen=True):
    """What means more than one party: whole phrases, or how many and of whom."""

    phrases: frozenset[str]
    many: frozenset[str]
    whom: frozenset[str]


class WithheldWords(Struct, forbid_unknown_fields=True, frozen=True):
    """What means that a publisher kept back who it was: whole phrases, or how they begin."""

    names: frozenset[str]
    beginnings: tuple[str, ...]


class Words(Struct, forbid_unknown_fields=True, frozen=True):
    """What `values.toml` says."""

    nothing: frozenset[str]
    promised: frozenset[str]
    dates: DateWords
    money: MoneyWords
    numbers: NumberWords
    answers: AnswerWords
    identifiers: IdentifierWords
    various: VariousWords
    withheld: WithheldWords


WORDS = toml.decode(Path(__file__).with_name("values.toml").read_bytes(), type=Words)
LONGEST_NOTHING = 2 * max(map(len, WORDS.nothing))  # room for brackets and dots


def plain(words: str) -> str:
    """Words without case, punctuation or needless spaces, to compare them by."""
    return NOT_WORDS.sub(" ", words.casefold()).strip()


def says_nothing(text: str) -> bool:
    """Whether a cell is blank, or says that it has nothing to say."""
    text = text.strip()
    if not text:
        return True
    if len(text) > LONGEST_NOTHING or text[0].isdecimal():
        return False
    return _means_nothing(text)


def promises(words: str, phrases: tuple[str, ...]) -> bool:
    """Whether plain words begin with one of the phrases made by `beginnings`."""
    return f"{words} ".startswith(phrases)


def beginnings(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in sorted(phrases))


def alternatives(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def is_various(text: str) -> bool:
    """Whether more than one party is meant, without saying which."""
    return len(text) <= LONGEST_NAME and _is_various(text)


def is_withheld(text: str) -> bool:
    """Whether the publisher kept back who it was."""
    return len(text) <= LONGEST_NAME and _is_withheld(text)


WITHHELD = beginnings(WORDS.withheld.beginnings)


@lru_cache(maxsize=20_000)  # a file has many rows and few short words
def _means_nothing(text: str) -> bool:
    return not text.strip(BLANK_SIGNS) or plain(text) in WORDS.nothing


@lru_cache(maxsize=20_000)
def _is_various(text: str) -> bool:
    words = plain(text)
    if words in WORDS.various.phrases:
        return True
    first, *rest = words.split() or [""]
    if not rest or len(rest) >= MOST_WORDS:
        return False
    return first in WORDS.various.many and rest[-1] in WORDS.various.whom


@lru_cache(maxsize=20_000)
def _is_withheld(text: str) -> bool:
    words = plain(text)
    return words in WORDS.withheld.names or promises(words, WITHHELD)

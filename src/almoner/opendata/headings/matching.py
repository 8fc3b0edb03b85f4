"""For which fields a heading may stand, and how surely."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from almoner.opendata.dictionaries import Dictionary, bag_of, folded, plain_heading

LONGEST = 14  # words: what says more is a sentence, not a heading
# How sure the smallest part of a heading makes us, and the whole of it.
PART, FULL_PART = 0.4, 0.65
# Sums in these are not pounds, and are not read as if they were.
UNITS = {
    "thousand": "in thousands of pounds",
    "million": "in millions of pounds",
}
UNITS_OF_TITLES = frozenset(f"{unit}s" for unit in UNITS)
TYPED = ("date", "money", "number")


MONTHS = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september"}
    | {"october", "november", "december", "sept"}
    | {"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)


@dataclass(frozen=True, slots=True)
class Claim:
    """That a heading may stand for a field."""

    field: str
    confidence: float
    is_whole: bool


def claims_of(dictionary: Dictionary, heading: str) -> tuple[Claim, ...]:
    """The fields that a heading may stand for. Whole headings go before parts of them."""
    return _claims(dictionary, plain_heading(heading))


def unit_of(heading: str) -> str:
    """The unit in which a heading says its sums are, where that is not the pound."""
    return _unit(folded(plain_heading(heading)).split())


def series_in(headings: Sequence[str]) -> frozenset[int]:
    """Where columns stand that are headed alike, but for a number, a year or a month of each."""
    alike: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        words = plain_heading(heading)
        timeless = " ".join(w for w in words.split() if not w.isdigit() and w not in MONTHS)
        if timeless != words:
            alike.setdefault(timeless, []).append(place)
    return frozenset(place for places in alike.values() if len(places) > 1 for place in places)


def unit_of_title(title: str) -> str:
    """The same of a title: “all figures in £000s”, but not “payments over £25 000”."""
    tokens = plain_heading(title).split()
    units = (after for before, after in pairwise(["", *tokens]) if not before.isdigit())
    return next((UNITS[unit[:-1]] for unit in units if unit in UNITS_OF_TITLES), "")


@lru_cache(maxsize=4096)
def _claims(dictionary: Dictionary, words: str) -> tuple[Claim, ...]:
    words = folded(words)
    tokens = words.split()
    if not tokens:
        return ()
    whole = dictionary.by_whole.get(words) or _in_any_order(dictionary, words)
    found = [Claim(name, sure, is_whole=True) for name, sure in whole.items()]
    found += _parts(dictionary, tokens, {*whole})
    if _unit(tokens):
        found = [claim for claim in found if dictionary.fields[claim.field].type != "money"]
    return tuple(found)


def _in_any_order(dictionary: Dictionary, words: str) -> dict[str, float]:
    # “Number of contracts” is no contract number.
    return {} if words.startswith("number ") else dictionary.by_bag.get(bag_of(words), {})


def _unit(tokens: list[str]) -> str:
    return next((UNITS[token] for token in tokens if token in UNITS), "")


def _parts(dictionary: Dictionary, tokens: list[str], known: set[str]) -> list[Claim]:
    longest: dict[str, int] = {}
    if len(tokens) > LONGEST:
        return []
    ruled_out = set(known)
    for start in range(len(tokens)):
        for end in range(start + 1, len(tokens) + 1):
            phrase = " ".join(tokens[start:end])
            ruled_out |= dictionary.by_never.get(phrase, set())
            for name in dictionary.by_part.get(phrase, ()):
                longest[name] = max(longest.get(name, 0), end - start)
    return [
        Claim(name, round(PART + (FULL_PART - PART) * size / len(tokens), 2), is_whole=False)
        for name, size in longest.items()
        if name not in ruled_out
    ]


def speaks(phrases: tuple[str, ...], heading: str) -> bool:
    """Whether one of the phrases stands in a heading, a file's name or a title."""
    return bool(phrases) and _speaks(phrases, plain_heading(heading))


@lru_cache(maxsize=4096)
def _speaks(phrases: tuple[str, ...], words: str) -> bool:
    text = f" {folded(words)} "
    return any(f" {folded(phrase)} " in text for phrase in phrases)

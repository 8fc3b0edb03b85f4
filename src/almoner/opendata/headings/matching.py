"""For which fields a heading may stand, and how surely."""

from dataclasses import dataclass
from functools import lru_cache

from almoner.opendata.dictionaries import Dictionary, folded, plain

LONGEST = 14  # words: what says more is a sentence, not a heading
# How sure the smallest part of a heading makes us, and the whole of it.
PART, FULL_PART = 0.4, 0.65
# Sums in these are not pounds, and are not read as if they were.
UNITS = {
    "thousand": "in thousands of pounds",
    "000": "in thousands of pounds",
    "million": "in millions of pounds",
}
TYPED = ("date", "money", "number")


@dataclass(frozen=True, slots=True)
class Claim:
    """That a heading may stand for a field."""

    field: str
    confidence: float
    is_whole: bool


@lru_cache(maxsize=4096)
def claims_of(dictionary: Dictionary, heading: str) -> tuple[Claim, ...]:
    """The fields that a heading may stand for. Whole headings go before parts of them."""
    words = folded(plain(heading))
    tokens = words.split()
    if not tokens or len(tokens) > LONGEST:
        return ()
    strange = unit_of(heading)
    whole = {
        name: sure
        for name, sure in dictionary.by_whole.get(words, {}).items()
        if not strange or dictionary.fields[name].type != "money"
    }
    found = [Claim(name, sure, is_whole=True) for name, sure in whole.items()]
    return (*found, *_parts(dictionary, tokens, {*whole}, strange=bool(strange)))


def unit_of(heading: str) -> str:
    """The unit in which a heading says its sums are, where that is not the pound."""
    tokens = folded(plain(heading)).split()
    return next((UNITS[token] for token in tokens if token in UNITS), "")


def _parts(
    dictionary: Dictionary, tokens: list[str], known: set[str], *, strange: bool
) -> list[Claim]:
    longest: dict[str, int] = {}
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
        if name not in ruled_out and not (strange and dictionary.fields[name].type == "money")
    ]


@lru_cache(maxsize=4096)
def speaks(phrases: tuple[str, ...], heading: str) -> bool:
    """Whether one of the phrases stands in a heading, a file's name or a title."""
    text = f" {folded(plain(heading))} "
    return any(f" {folded(phrase)} " in text for phrase in phrases)

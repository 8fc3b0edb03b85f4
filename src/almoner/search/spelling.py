"""How near two words are in their letters. Nothing here asks the database.

A slip of the pen leaves either the beginning or the ending of a word as it was. So the words near
to one are looked for among those that begin or end alike and are about as long, and no others.
"""

from collections.abc import Iterable, Iterator

from .words import words_in

SHORTEST, LONGEST = 4, 30  # shorter words are near to too many; longer ones are no words
TWO_SLIPS = 8  # letters; a shorter word has one slip in it at most
LONG_EDGE = 7  # letters; a shorter word is known by two letters at each end, and not by three
LONGEST_ENDING = 4
ENDINGS = ("ings", "ing", "ers", "er", "ed", "es", "s")


def can_be_misspelt(word: str) -> bool:
    """Whether a word is one that people spell: numbers and references are right or wrong."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def words_to_know(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in words_in(text) if can_be_misspelt(word)}


def beginning_of(word: str) -> str:
    return word[:3] if len(word) >= LONG_EDGE else word[:2]


def ending_of(word: str) -> str:
    return word[-3:] if len(word) >= LONG_EDGE else word[-2:]


def slips_in(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 2 if len(word) >= TWO_SLIPS else 1


def nearest_first(word: str, known: Iterable[str]) -> list[str]:
    """Those of the words that may have been meant. One that differs in its ending alone is the
    nearest; of equally near ones, that which begins alike.
    """
    return [near for _, near in sorted(_near(word, known))]


def _near(word: str, known: Iterable[str]) -> Iterator[tuple[tuple[int, bool], str]]:
    most, stem = slips_in(word), stem_of(word)
    for other in known:
        slips = 0 if stem_of(other) == stem else slips_between(word, other, most=most)
        if other != word and slips <= most:
            yield (slips, other[0] != word[0]), other


def stem_of(word: str) -> str:
    """What is left of a word without a simple ending: `grants` and `grant` are alike in it."""
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def slips_between(one: str, other: str, *, most: int) -> int:
    """How many letters were left out, put in, changed, or changed places with the next. Beyond
    `most` it is not counted further.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    earlier: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, facing in enumerate(other, start=1):
            slips = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != facing))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == facing:
                slips = min(slips, earlier[column - 2] + 1)
            here.append(slips)
        if min(here) > most:
            return most + 1
        earlier, last = last, here
    return min(last[-1], most + 1)

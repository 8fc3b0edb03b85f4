"""Words, as the index knows them: alike on both databases, whatever anybody types.

Accents, capitals and apostrophes do not count: `Women's` is `womens`, `Café` is `cafe`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = re.compile(r"(?<=\w)['’ʼ](?=\w)")
QUOTED = re.compile(r'"([^"]*)"')
LONGEST_WORD = 60
MOST_WORDS = 12  # of a query
MOST_TEXT = 100_000  # characters of one entry; PostgreSQL holds a megabyte of words at most


def folded(text: str) -> str:
    """Take the accents and capitals off a text, and the apostrophes out of its words."""
    if text.isascii():
        return APOSTROPHES.sub("", text).lower()
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_in(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in WORD.findall(folded(text[:MOST_TEXT]))]


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words that stand together; the last may be only a beginning."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: every term must be there. Without terms, nothing is found."""

    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    @classmethod
    def parse(cls, typed: str) -> "Query":
        """Read what somebody typed. Nothing that can be typed is an error."""
        terms = list(_terms_in(typed))[:MOST_WORDS]
        ends_in_a_word = typed.strip()[-1:].isalnum()
        if terms and ends_in_a_word and len(terms[-1].words) == 1:
            terms[-1] = Term(terms[-1].words, is_beginning=True)
        return cls(tuple(terms))


def _terms_in(typed: str) -> Iterator[Term]:
    for nth, part in enumerate(QUOTED.split(typed[:1_000])):
        words = words_in(part)
        if nth % 2 and words:
            yield Term(tuple(words[:MOST_WORDS]))
        elif not nth % 2:
            yield from (Term((word,)) for word in words)

"""Snippets: the part of a text where the words are, as pieces that a page marks and escapes."""

import re
from dataclasses import dataclass

from .words import LONGEST_WORD, Query, folded

TOKEN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
BEFORE = 60
LENGTH = 240


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is one of the words looked for, or is not."""

    text: str
    is_match: bool = False


def snippet(text: str, typed: str, *, length: int = LENGTH) -> list[Piece]:
    """Cut a text around the first word that matches, and mark every word that does."""
    query = Query.parse(typed)
    first = next((found.start() for found in TOKEN.finditer(text) if _is_match(found[0], query)), 0)
    begin = _start_of_word(text, max(first - BEFORE, 0)) if len(text) > length else 0
    cut = text[begin : begin + length]
    pieces = highlighted(cut, typed)
    lead = [Piece("… ")] if begin else []
    tail = [Piece(" …")] if begin + length < len(text) else []
    return [*lead, *pieces, *tail]


def highlighted(text: str, typed: str) -> list[Piece]:
    """Split a text into the words that match and what is between them."""
    query, pieces, reached = Query.parse(typed), [], 0
    for found in TOKEN.finditer(text):
        if _is_match(found[0], query):
            pieces += [Piece(text[reached : found.start()]), Piece(found[0], is_match=True)]
            reached = found.end()
    pieces.append(Piece(text[reached:]))
    return [piece for piece in pieces if piece.text]


def _is_match(token: str, query: Query) -> bool:
    word = folded(token)[:LONGEST_WORD]
    return any(
        word in term.words or (term.is_beginning and word.startswith(term.words[-1]))
        for term in query.terms
    )


def _start_of_word(text: str, near: int) -> int:
    space = text.rfind(" ", 0, near)
    return space + 1 if near - space < BEFORE else near

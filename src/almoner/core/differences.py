"""What changed between two texts, in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\s+|\S+")


class Change(StrEnum):
    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row that were all kept, added or removed."""

    change: Change
    words: str


def differences(before: str, after: str) -> list[Piece]:
    """Both texts read as one. Lines are compared first: a long text would be slow word by word."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return [
        piece
        for removed, added, is_same in _compared(old, new)
        for piece in ([Piece(Change.KEPT, added)] if is_same else _in_words(removed, added))
    ]


def _in_words(removed: str, added: str) -> Iterator[Piece]:
    for gone, come, is_same in _compared(WORD.findall(removed), WORD.findall(added)):
        if is_same:
            yield Piece(Change.KEPT, come)
            continue
        if gone:
            yield Piece(Change.REMOVED, gone)
        if come:
            yield Piece(Change.ADDED, come)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """Runs of both, side by side, and whether they are the same."""
    runs = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, old_from, old_to, new_from, new_to in runs:
        yield "".join(old[old_from:old_to]), "".join(new[new_from:new_to]), kind == "equal"

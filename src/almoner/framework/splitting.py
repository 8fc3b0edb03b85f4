"""Where cases that stay below a line by themselves reach it together: splitting, noticed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Piece:
    """A case beside others, by its reference, with its value and what it shares with them."""

    reference: str
    amount: Decimal
    shares: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An amount at which more is asked: a threshold of the law, or a limit of the body."""

    pounds: Decimal
    what: str


@dataclass(frozen=True, slots=True)
class Split:
    """A line that each piece stays below, and all of them together reach."""

    line: Line
    total: Decimal
    pieces: tuple[Piece, ...]


def splits_among(own: Piece, others: Iterable[Piece], lines: Iterable[Line]) -> list[Split]:
    """The lines that a case stays below and, with those others that stay below it too, reaches.

    What reaches a line by itself was measured by it already, so it does not count.
    """
    others = list(others)
    found = (_at(line, own, others) for line in lines if own.amount < line.pounds)
    return sorted((one for one in found if one), key=lambda one: one.line.pounds)


def _at(line: Line, own: Piece, others: list[Piece]) -> Split | None:
    small = [piece for piece in others if piece.amount < line.pounds]
    total = own.amount + sum((piece.amount for piece in small), Decimal(0))
    reaches = bool(small) and total >= line.pounds
    return Split(line, total, (own, *small)) if reaches else None

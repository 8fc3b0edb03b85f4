"""What stands in the way of merging organisations, or of parting them: higher apps declare it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

Why: TypeAlias = Callable[[Collection[int]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A reason that an app may have: `why` says it of organisations, by their keys, a sentence
    each; `hold` keeps the answer as it is until the end of the operation that asks.
    """

    why: Why
    hold: Callable[[], None]


_declared: list[Hindrance] = []


def declare_hindrance(*, hold: Callable[[], None]) -> Callable[[Why], Why]:
    """Decorator: make known what may stand in the way."""

    def declare(why: Why) -> Why:
        _declared.append(Hindrance(why, hold))
        return why

    return declare


def hold_hindrances() -> None:
    """Within an operation, before it locks anything else: let none arise meanwhile."""
    for hindrance in _declared:
        hindrance.hold()


def hindrances_to(organisations: Collection[int]) -> list[str]:
    """Why these may not be merged or parted now, and what to do instead."""
    return [reason for hindrance in _declared for reason in hindrance.why(organisations)]

"""What stands in the way of something: lower apps ask of it, and higher apps declare it.

A higher app may know why a thing of a lower app should stay as it is, such as a withholding. It
declares that in its `hindrances.py`, for a kind of thing, and the lower app's operation asks.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Why: TypeAlias = Callable[[Collection[int]], Iterable[str]]


class Hindered(Exception):
    """Something cannot be done now: `why` says what to do instead, a sentence each."""

    def __init__(self, why: Sequence[str]) -> None:
        super().__init__(" ".join(why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A reason that an app may have: `why` says it of things, by their keys; `hold` keeps the
    answer as it is until the end of the operation that asks.
    """

    why: Why
    hold: Callable[[], None]


_declared: dict[str, list[Hindrance]] = defaultdict(list)


def nothing_to_hold() -> None:
    """For an answer that the operation's own locks keep as it is."""


def declare_hindrance(
    kind: str, *, hold: Callable[[], None] = nothing_to_hold
) -> Callable[[Why], Why]:
    """Decorator: make known what may stand in the way of a kind of change."""

    def declare(why: Why) -> Why:
        _declared[kind].append(Hindrance(why, hold))
        return why

    return declare


def hold_hindrances(kind: str) -> None:
    """Within an operation, before it locks anything else: let none arise meanwhile."""
    for hindrance in _declared[kind]:
        hindrance.hold()


def hindrances_to(kind: str, keys: Collection[int]) -> list[str]:
    """Why these are not to be changed so now, and what to do instead."""
    return [reason for hindrance in _declared[kind] for reason in hindrance.why(keys)]

"""Kinds of event, each with the facts it may carry, and the shapes that facts may have.

A line of the ledger outlives whatever it describes, and people must be able to be forgotten: so no
shape here can hold a name, a contact detail or a sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self


class BadFact(ValueError):
    """A fact was not declared for its kind of event, is missing, or has the wrong shape."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a fact may look like once written down, and what it is called in the documentation."""

    name: str
    pattern: re.Pattern[str]

    def write(self, fact: object) -> str:
        text = _written(fact)
        if not self.pattern.fullmatch(text):
            raise BadFact(f"{text!r} is not a {self.name}")
        return text


def _written(fact: object) -> str:
    if isinstance(fact, Decimal):
        return f"{fact:.2f}"
    if isinstance(fact, datetime):
        raise BadFact("A moment is not a day; the line already has its moments")
    return fact.isoformat() if isinstance(fact, date) else str(fact)


REFERENCE = Shape("reference", re.compile(r"[A-Z][A-Z0-9]{1,5}-[A-Z0-9][A-Z0-9-]{0,40}"))
AMOUNT = Shape("amount in pounds", re.compile(r"-?\d{1,16}\.\d\d"))
COUNT = Shape("count", re.compile(r"\d{1,12}"))
DAY = Shape("day", re.compile(r"\d{4}-\d\d-\d\d"))
PERIOD = Shape("period", re.compile(r"\d{4}-\d\d(-Q[1-4])?"))
DIGEST = Shape("SHA-256 digest", re.compile(r"[0-9a-f]{64}"))


def one_of(codes: type[StrEnum] | list[str]) -> Shape:
    """A code from a closed list."""
    listed = sorted(str(code) for code in codes)
    return Shape(f"code: {', '.join(listed)}", re.compile("|".join(map(re.escape, listed))))


class EventKind(StrEnum):
    """What can happen to a thing, in the past tense: `ROLE_ENDED = "role.ended", {"on": DAY}`.

    Subclass it in an app's `events.py`. Every declared fact is required.
    """

    shapes: Mapping[str, Shape]

    def __new__(cls, kind: str, shapes: Mapping[str, Shape] | None = None) -> Self:
        member = str.__new__(cls, kind)
        member._value_ = kind
        member.shapes = shapes or {}
        return member

    def facts(self, given: Mapping[str, object]) -> dict[str, str]:
        """Write the facts of a line of this kind. Raises BadFact, naming the first at fault."""
        if set(given) != set(self.shapes):
            raise BadFact(f"{self} takes {sorted(self.shapes)}, not {sorted(given)}")
        return {name: self._fact(name, fact) for name, fact in given.items()}

    def _fact(self, name: str, fact: object) -> str:
        try:
            return self.shapes[name].write(fact)
        except BadFact as error:
            raise BadFact(f"{self}, {name}: {error}") from None

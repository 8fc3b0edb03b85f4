"""Examples of what may be asked, and what is answered: the documentation shows them, the API's own
description carries them, and the tests ask each and compare.

The names in the answers are of an invented body. Cursors, digests and references are as they were
when the answer was written down: elsewhere they are others.
"""

from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from msgspec import Struct, toml


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """Something to ask, why, and the answer. `shows` names the route that gives it."""

    shows: str
    title: str
    about: str
    path: str
    answer: str
    status: int = 200


class Examples(Struct, frozen=True, forbid_unknown_fields=True):
    example: tuple[Example, ...] = ()


@cache
def examples() -> tuple[Example, ...]:
    said = (files(__package__) / "examples.toml").read_bytes()
    return toml.decode(said, type=Examples).example


def answer_of(name: str) -> Any:
    """The first answer that a route gives among the examples, as JSON; None if none does."""
    for example in examples():
        if example.shows == name and example.status == 200:  # noqa: PLR2004 - OK
            return orjson.loads(example.answer)
    return None

"""What a thing is told as on a page or two, for people who meet: each app declares its kinds.

A brief is drawn live until the paper in which it goes out is frozen. Whoever may read the paper
reads it without any right to the thing itself, so a brief says what a board is to know and no more.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeAlias

from .blocks import Blocks, Table, blocks_of
from .subjects import Restricted, nothing_is_restricted


@dataclass(frozen=True, slots=True)
class BriefPart:
    """One part of a brief: a heading, some text with the few marks that texts have, and a table.

    Without a heading it goes on from the part above.
    """

    heading: str
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def blocks(self) -> Blocks:
        table = (Table(self.columns, self.rows),) if self.columns else ()
        return (*blocks_of(self.text), *table)


@dataclass(frozen=True, slots=True)
class Brief:
    """What a board is told of a thing. `facts` are said under its title; `asks` is what is wanted
    of the board, in a sentence.
    """

    title: str
    asks: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    parts: tuple[BriefPart, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As evidence keeps it."""
        return asdict(self)


Drawer: TypeAlias = Callable[[str, date], Brief | None]
drawers: dict[str, Drawer] = {}
_restricted: dict[str, Restricted] = {}


def declare_brief(
    label: str, *, is_restricted: Restricted = nothing_is_restricted
) -> Callable[[Drawer], Drawer]:
    """Decorator: `draw(reference, on)` says what a board is told of a thing of a kind, such as
    `commissions.commission`; nothing, where there is no such thing. `is_restricted(reference)` says
    whether few may read the thing: its brief is drawn all the same.
    """

    def declare(draw: Drawer) -> Drawer:
        drawers[label] = draw
        _restricted[label] = is_restricted
        return draw

    return declare


def is_brief_restricted(about: str) -> bool:
    """Whether a paper on the thing of this name is for few, as the thing itself is."""
    label, _colon, reference = about.partition(":")
    return label in _restricted and _restricted[label](reference)


def brief_about(about: str, *, on: date) -> Brief | None:
    """What is told of the thing of this name in the ledger as it now stands. None, where its kind
    tells nothing.
    """
    label, _colon, reference = about.partition(":")
    draw = drawers.get(label)
    return draw(reference, on) if draw else None


def brief_kept(kept: dict[str, Any]) -> Brief:
    """The brief that evidence keeps."""
    parts = tuple(
        BriefPart(
            one["heading"],
            one["text"],
            tuple(one["columns"]),
            tuple(tuple(row) for row in one["rows"]),
        )
        for one in kept["parts"]
    )
    facts = tuple((term, words) for term, words in kept["facts"])
    return Brief(kept["title"], kept["asks"], facts, parts)

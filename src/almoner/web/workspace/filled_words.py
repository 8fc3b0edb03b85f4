"""How a filled document is said on a page: its parts drawn, and what differs between two texts."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.utils.safestring import SafeString

from almoner.core.differences import Change, Piece, differences
from almoner.documents.contents import in_words
from almoner.documents.outputs.html import drawn
from almoner.documents.shapes import Section
from almoner.documents.written import Part


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part of a document as a page shows it."""

    part: Part
    html: SafeString


@dataclass(frozen=True, slots=True)
class Differing:
    """Two texts of a section read as one."""

    section: Section
    pieces: list[Piece]

    @property
    def has_changes(self) -> bool:
        return any(piece.change != Change.KEPT for piece in self.pieces)


def drawn_part(part: Part, *, level: int = 3) -> Drawn:
    """A part, the headings in which are of a level."""
    return Drawn(part, drawn(part.blocks, caption=part.section.heading, level=level))


def drawn_parts(parts: Iterable[Part]) -> list[Drawn]:
    """All parts of a document, each of which a page gives a heading of the third level."""
    return [drawn_part(part, level=4) for part in parts]


def differing(section: Section, before: str, after: str) -> Differing:
    was, now = (in_words(section, text).strip() for text in (before, after))
    return Differing(section, differences(was, now))


def in_plain_words(text: str) -> str:
    """A text whose section is not known any more: what was a table is a line a row."""
    if text.startswith("[["):
        with suppress(ValueError):
            return "\n".join("; ".join(map(str, row)) for row in json.loads(text))
    return text

"""How far a sheet reaches, counted from its XML: its stated size, and that of its parts, may lie.

python-calamine lays out every cell between the first and the last that hold something, so two
cells at opposite corners of a sheet would cost more memory than any machine has.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from .limits import MOST_CELLS
from .records import cell_name

# What Excel allows, which is also what its cells can be named.
MOST_ROWS = 1_048_576
MOST_SHEET_COLUMNS = 16_384
LONGEST_CARRY = 4 * 2**20

# Nearly every program writes a cell's name first; the names of tags have a prefix in few files.
EXCEL_TAG = re.compile(rb'<(row|c)(?: r="([A-Z]*)(\d+)")?((?:[\s/][^<>]*)?)>')
PREFIXED_TAG = re.compile(rb'<(?:\w+:)?(row|c)(?: r="([A-Z]*)(\d+)")?((?:[\s/][^<>]*)?)>')
PREFIXES = re.compile(rb":(?:c|row)[\s/>]")
NAME_FURTHER_ON = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d+)")
EXCEL_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*\bt=[\"']e[\"'])[^<>]*\br=[\"']([A-Z]+)(\d+)[\"'][^<>]*>"
    rb"\s*(?:<(?:\w+:)?f\b[^<>]*/>|<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>)?"
    rb"\s*<(?:\w+:)?v>(#[^<]*)<"
)
ODS_TOKEN = re.compile(
    rb"<(?:\w+:)?(table|table-row|table-cell|covered-table-cell)((?:\s[^<>]*?)?)(/?)>"
)
ODS_TABLE_NAME = re.compile(rb"\btable:name=[\"']([^\"']*)")
ODS_ROWS_REPEATED = re.compile(rb"number-rows-repeated=[\"'](\d+)")
ODS_COLUMNS_REPEATED = re.compile(rb"number-columns-repeated=[\"'](\d+)")

# What the cells that hold errors show, by row and column from 1: the library gives them as empty.
Errors: TypeAlias = dict[tuple[int, int], str]


class TooFar(Exception):
    """A sheet reaches further than we can hold. The exception's text is the name of its cell."""


@dataclass(slots=True)
class Extent:
    """The smallest rectangle about all the cells of a sheet that hold something, from 1."""

    top: int = MOST_ROWS
    bottom: int = 0
    left: int = MOST_SHEET_COLUMNS
    right: int = 0

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies inside already."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def reach(self, row: int, column: int) -> None:
        """Take in a cell. Raises TooFar where that is more than we can hold."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)
        cells = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        if cells > MOST_CELLS or row > MOST_ROWS or column > MOST_SHEET_COLUMNS:
            raise TooFar(cell_name(self.bottom, self.right - 1))


@dataclass(slots=True)
class ExcelPart:
    """What was seen of one part of an Excel workbook: how far it reaches, and its error cells."""

    errors: Errors = field(default_factory=dict)
    _extent: Extent = field(default_factory=Extent)
    _row: int = 0
    _column: int = 0

    def look_at(self, pieces: Iterable[bytes]) -> None:
        """Look through the part's XML. Raises TooFar."""
        for piece in whole_tags(pieces, b"<c"):
            tags = PREFIXED_TAG if PREFIXES.search(piece) else EXCEL_TAG
            self._take(tags.findall(piece))
            if b'"e"' in piece or b"'e'" in piece:
                for letters, digits, text in EXCEL_ERROR.findall(piece):
                    self.errors[int(digits), column_number(letters)] = text.decode(
                        "ascii", "replace"
                    )

    def _take(self, tags: list[tuple[bytes, bytes, bytes, bytes]]) -> None:
        extent, row, column = self._extent, self._row, self._column
        for tag, first_letters, first_digits, others in tags:
            letters, digits = first_letters, first_digits
            if not digits and (name := NAME_FURTHER_ON.search(others)):
                letters, digits = name.groups()
            if tag == b"row":
                row, column = int(digits[:10]) if digits else row + 1, 0
                continue
            if letters:
                row, column = int(digits[:10]), column_number(letters)
            else:
                column += 1
            # A cell that is closed at once is there for its borders only.
            if not extent.holds(row, column) and others[-1:] != b"/":
                extent.reach(row, column)
        self._row, self._column = row, column


@dataclass(slots=True)
class OpenDocumentPart:
    """How far the tables of an OpenDocument spreadsheet reach, with all their repetitions."""

    _extent: Extent = field(default_factory=Extent)
    _row: int = 0
    _rows_next: int = 1
    _column: int = 0

    def look_at(self, pieces: Iterable[bytes]) -> None:
        """Look through the XML of the content. Raises TooFar."""
        for piece in whole_tags(pieces, b"<"):
            for tag, attributes, closed in ODS_TOKEN.findall(piece):
                if tag == b"table":
                    self._extent, self._row, self._rows_next = Extent(), 0, 1
                elif tag == b"table-row":
                    self._row += self._rows_next
                    self._rows_next = _times(ODS_ROWS_REPEATED, attributes)
                    self._column = 0
                else:
                    self._take(attributes, is_empty=bool(closed))

    def _take(self, attributes: bytes, *, is_empty: bool) -> None:
        times = _times(ODS_COLUMNS_REPEATED, attributes)
        first, self._column = self._column + 1, self._column + times
        if not is_empty or b"value" in attributes:
            self._extent.reach(self._row, first)
            self._extent.reach(self._row + self._rows_next - 1, self._column)


def whole_tags(pieces: Iterable[bytes], mark: bytes) -> Iterator[bytes]:
    """The same bytes, divided only where a mark stands, so that no tag is cut in two."""
    carried = b""
    for piece in pieces:
        together = carried + piece
        cut = together.rfind(mark)
        if cut < 0 or len(together) - cut > LONGEST_CARRY:
            cut = len(together)
        yield together[:cut]
        carried = together[cut:]
    yield carried


@cache
def column_number(letters: bytes) -> int:
    """The place of a column from its letters: A is 1, XFD the last. Longer names are no columns."""
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    said = pattern.search(attributes)
    return int(said[1][:10]) if said else 1

"""What a file is, once opened: sheets of records, each cell as text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

Place: TypeAlias = dict[str, object]


class UnreadableFile(Exception):
    """A file cannot be read at all. The message says plainly what it is, and what to do."""


def damaged(name: str) -> UnreadableFile:
    """Say that a file breaks off, or does not unpack to what was packed."""
    return UnreadableFile(
        f"{name} is damaged or cut off: its contents cannot be read to the end. Fetch it again."
    )


class Record(NamedTuple):
    """One row as it stands in the file.

    Its number is the line on which it begins (text), its row in the sheet (workbook; both count
    from 1), or its place in the list (JSON, from 0). `change` is the code of a repair made to the
    row itself.
    """

    number: int
    cells: list[str]
    change: str = ""


@dataclass(slots=True)
class Sheet:
    """One table's worth of records, read once. `place` says where a cell stands in the file."""

    name: str | None
    records: Iterator[Record]
    place: Callable[[int, int], Place]
    header: list[str] | None = None
    list_path: str = ""


@dataclass(slots=True)
class Source:
    """An open file: its format, the same in plain words, and its sheets, one at a time."""

    path: Path
    format: str
    detail: str
    sheets: Iterator[Sheet]
    total_bytes: int | None = None
    position: Callable[[], int] | None = None

    def bytes_read(self) -> int | None:
        """How much of `total_bytes` has been read so far, where that can be told."""
        return self.position() if self.position else None


def column_letters(column: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell_name(number: int, column: int) -> str:
    """Name a cell as spreadsheets do: column 2 of row 5 is C5."""
    return f"{column_letters(column)}{number}"


def place_in_text(number: int, column: int) -> Place:
    """Where a cell of a text file stands: its line, its column, and its name in a spreadsheet."""
    return {"line": number, "column": column + 1, "cell": cell_name(number, column)}


def place_in_sheet(number: int, column: int) -> Place:
    """Where a cell of a workbook stands."""
    return {"cell": cell_name(number, column)}

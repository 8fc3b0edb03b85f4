"""Delimited text: cells separated by commas, semicolons, tabs or bars, one pass, flat memory."""

import csv
import io
import re
import zlib
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple, TextIO

from .encoding import without_marks
from .limits import (
    LONGEST_LINE,
    LONGEST_QUOTE,
    LONGEST_QUOTE_LINES,
    MANY_SLIPS,
    MIB,
    SHORTEST_QUOTE_LINES,
)
from .records import Record, UnreadableFile, damaged

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
NUL = "\0"
# A mark where two files were joined, and what ends a file from DOS, stand before a line, not in it.
NOT_TEXT = "\ufeff\x1a"
DECLARED = re.compile(r'"?sep=(.)"?[,;\t|]*\r?\n?$', re.IGNORECASE)


class Dialect(NamedTuple):
    """What separates the cells, and whether the first line only says so."""

    delimiter: str
    is_declared: bool = False


class RunsOn(Exception):
    """A quotation mark was opened, and too many lines passed without its end."""


def dialect_of(sample: str, *, is_whole: bool) -> Dialect:
    """Tell what separates the cells of a text from its beginning."""
    lines = io.StringIO(without_marks(sample), newline="").readlines()
    if lines and (declared := DECLARED.match(lines[0])):
        return Dialect(declared[1], is_declared=True)
    if not is_whole and len(lines) > 1:
        lines.pop()
    return Dialect(max(DELIMITERS, key=partial(_consistency, lines)))


def _consistency(lines: Sequence[str], delimiter: str) -> float:
    """How well a delimiter divides the lines: most of them into one number of cells above one."""
    widths = Counter(_widths(lines, delimiter))
    best = max(
        (count * (width - 1) ** 0.5 for width, count in widths.items() if width > 1), default=0.0
    )
    return best / max(widths.total(), 1)


def _widths(lines: Sequence[str], delimiter: str) -> Iterator[int]:
    """The number of cells of each record that is not blank; 0 where its quotes do not fit."""
    reader = csv.reader((line.replace(NUL, "") for line in lines), delimiter=delimiter, strict=True)
    while True:
        try:
            if any(cells := next(reader)):
                yield len(cells)
        except StopIteration:
            return
        except csv.Error as why:
            # A sample may well end inside a quoted cell.
            if "end of data" in str(why):
                return
            yield 0


class DelimitedText:
    """The records of one delimited text. They are numbered by the line on which they begin."""

    def __init__(self, text: TextIO, dialect: Dialect, name: str) -> None:
        self._text = text
        self._dialect = dialect
        self._name = name
        self._number = 1
        # The lines given to the csv reader since its last whole record, as they are in the file.
        self._held: list[str] = []
        self._waiting: deque[str] = deque()
        self._had_nuls = False
        self._slips = 0

    def records(self) -> Iterator[Record]:
        """Each record, once. Raises UnreadableFile where the file breaks off."""
        # The csv module keeps one limit for the whole process; ours is on lines, before it.
        csv.field_size_limit(2 * (LONGEST_LINE + LONGEST_QUOTE))
        try:
            self._skip_what_heads()
            yield from self._records()
        except (EOFError, OSError, zlib.error) as why:
            raise damaged(self._name) from why

    def _skip_what_heads(self) -> None:
        """Drop the marks before the first line, and the line that declares the separator."""
        first = without_marks(self._text.readline(LONGEST_LINE + 1))
        if self._dialect.is_declared:
            self._number += 1
        elif first:
            self._waiting.append(first)

    def _records(self) -> Iterator[Record]:
        held = self._held
        while True:
            try:
                for cells in csv.reader(self._lines(), delimiter=self._dialect.delimiter):
                    if len(held) > 1 and not self._is_well_quoted():
                        break
                    change = ""
                    if self._had_nuls:
                        change, self._had_nuls = "control-characters", False
                    yield Record(self._number, cells, change)
                    self._number += len(held)
                    held.clear()
                else:
                    return
            except RunsOn:
                pass
            yield self._first_line_alone()
            self._number += 1

    def _lines(self) -> Iterator[str]:
        """The lines, to the csv reader. While it is inside a record, it comes back for more."""
        held, waiting = self._held, self._waiting
        longest = LONGEST_QUOTE_LINES if self._slips < MANY_SLIPS else SHORTEST_QUOTE_LINES
        read = partial(self._text.readline, LONGEST_LINE + 1)
        while line := waiting.popleft() if waiting else read():
            if held and (len(held) >= longest or sum(map(len, held)) > LONGEST_QUOTE):
                waiting.appendleft(line)
                raise RunsOn
            if len(line) > LONGEST_LINE:
                raise UnreadableFile(self._too_long())
            held.append(line)
            if NUL in line or line[0] in NOT_TEXT:
                line = self._cleaned(line)
            yield line
        if held:
            raise RunsOn

    def _cleaned(self, line: str) -> str:
        if NUL in line:
            self._had_nuls = True
        return line.replace(NUL, "").lstrip(NOT_TEXT)

    def _is_well_quoted(self) -> bool:
        """Whether a record of several lines is one: else a quote closed where another opened."""
        lines = (line.replace(NUL, "") for line in self._held)
        try:
            next(csv.reader(lines, delimiter=self._dialect.delimiter, strict=True))
        except csv.Error:
            return False
        return True

    def _first_line_alone(self) -> Record:
        """The first of the lines held, its quotes mere characters; the others are read again."""
        first, *others = self._held
        self._waiting.extendleft(reversed(others))
        self._held.clear()
        self._had_nuls = False
        self._slips += 1
        reader = csv.reader(
            [first.replace(NUL, "")], delimiter=self._dialect.delimiter, quoting=csv.QUOTE_NONE
        )
        return Record(self._number, next(reader), "quote-unclosed")

    def _too_long(self) -> str:
        number = self._number + len(self._held)
        return (
            f"Line {number} of {self._name} is longer than {LONGEST_LINE // MIB} MB, which no row "
            "of a table is. Save the table as CSV again."
        )

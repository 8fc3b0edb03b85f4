"""A dataset as a workbook that people open: its rows, and a sheet that explains them.

Rows go to the disk as they come. The same rows give the same bytes, from the same XlsxWriter and
compression library.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import xlsxwriter

from .datasets import Column, Dataset, Type, Value
from .writers import Row

# A workbook says when it was made. Ours say nothing: the same rows are the same bytes.
MADE_AT = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
LAST_ROW = 1_048_575
LONGEST_CELL = 32_767
EXACT_DIGITS = 15  # of a number, which a spreadsheet keeps in binary
DAY_NOUGHT, FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
# Days are British, wherever the workbook is opened: 809 is what Excel calls British English.
NUMBERS = {Type.DAY: "[$-809]dd/mm/yyyy", Type.AMOUNT: "#,##0.00", Type.COUNT: "0"}
WIDTHS = {Type.DAY: 12, Type.AMOUNT: 16, Type.COUNT: 10}
KEY_WIDTH, TEXT_WIDTH, NAME_WIDTH, ABOUT_WIDTH = 22, 32, 28, 80
OPTIONS = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


class Spreadsheet:
    """A workbook on its way. Rows beyond what one sheet can hold go on in another."""

    def __init__(self, workbook: "xlsxwriter.Workbook", dataset: Dataset, *, last_row: int) -> None:
        self._workbook, self._last_row = workbook, last_row
        self._columns = dataset.public_columns()
        self._bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        # A text format keeps a number's noughts when somebody edits its cell.
        self._text = workbook.add_format({"num_format": "@"})
        self._formats = [
            workbook.add_format({"num_format": NUMBERS.get(column.type, "@")})
            for column in self._columns
        ]
        self._row, self._sheets = 0, 0
        self._sheet = self._add_sheet()

    @classmethod
    @contextmanager
    def at(cls, path: Path, dataset: Dataset, *, last_row: int = LAST_ROW) -> Iterator[Self]:
        """A workbook in a new file. What it needs on the way stands beside it."""
        with path.open("xb") as file:
            workbook = xlsxwriter.Workbook(file, OPTIONS | {"tmpdir": str(path.parent)})
            workbook.set_properties({"title": dataset.title, "created": MADE_AT})
            try:
                yield cls(workbook, dataset, last_row=last_row)
            finally:
                workbook.close()  # which also clears away what it needed on the way

    def add(self, row: Row) -> None:
        if self._row == self._last_row:
            self._end_sheet()
            self._sheet = self._add_sheet()
        self._row += 1
        for place, value in enumerate(row):
            if value is not None and value != "":
                self._put(place, value)

    def explain(self, about: Iterable[tuple[str, str]]) -> None:
        """End the rows, and add the sheet that says what they are and what each column means."""
        self._end_sheet()
        sheet = self._workbook.add_worksheet("About")
        sheet.set_column(0, 0, NAME_WIDTH)
        sheet.set_column(1, 1, ABOUT_WIDTH)
        lines = [*about, ("", ""), ("Column", "What it means")]
        for number, (name, words) in enumerate(lines):
            sheet.write_string(number, 0, name, self._bold)
            sheet.write_string(number, 1, words, self._wrapped)
        for number, column in enumerate(self._columns, start=len(lines)):
            sheet.write_string(number, 0, column.name, self._wrapped)
            sheet.write_string(number, 1, _meaning(column), self._wrapped)

    def _put(self, place: int, value: Value) -> None:
        if isinstance(value, date) and value >= FIRST_DAY:
            days = (value - DAY_NOUGHT).days
            self._sheet.write_number(self._row, place, days, self._formats[place])
        elif isinstance(value, Decimal | int) and len(str(value)) <= EXACT_DIGITS:
            # No float on the way, save the one that every spreadsheet makes of a number.
            self._sheet.write_number(self._row, place, float(value), self._formats[place])
        else:
            self._sheet.write_string(self._row, place, cut(_words(value)), self._text)

    def _add_sheet(self) -> Any:
        self._row, self._sheets = 0, self._sheets + 1
        name = "Rows" if self._sheets == 1 else f"Rows {self._sheets}"
        sheet: xlsxwriter.worksheet.Worksheet = self._workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            sheet.set_column(place, place, _width(column))
        for place, column in enumerate(self._columns):
            sheet.write_string(0, place, column.name, self._bold)
        return sheet

    def _end_sheet(self) -> None:
        self._sheet.autofilter(0, 0, self._row, len(self._columns) - 1)


def _width(column: Column) -> int:
    return KEY_WIDTH if column.key else WIDTHS.get(column.type, TEXT_WIDTH)


def _meaning(column: Column) -> str:
    return f"{column.about} ({column.unit})" if column.unit else column.about


def _words(value: Value) -> str:
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def cut(text: str) -> str:
    """What a cell can hold: a spreadsheet counts in UTF-16. CSV and JSON have the whole."""
    if len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - 1)]
    return kept.decode("utf-16-le", errors="ignore") + "…"

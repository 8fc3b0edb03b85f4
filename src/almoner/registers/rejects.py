"""Rejected rows as a table that people mend in a spreadsheet and send again."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _

from almoner.opendata.spreadsheets import harmless
from almoner.publication.spreadsheets import LONGEST_CELL, OPTIONS
from almoner.publication.writers import CsvWriter

from .models import DraftRow, RejectedRow


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was left out: its cells under their headings, and why."""

    cells: dict[str, str]
    place: str
    why: str
    remedy: str


def rejects_of_draft(rows: Iterable[DraftRow]) -> list[Reject]:
    return [Reject(_named(row), _place(row), row.explanation, row.remedy) for row in rows]


def rejects_of_batch(rows: Iterable[RejectedRow]) -> list[Reject]:
    return [Reject(row.cells, _place(row), row.explanation, row.remedy) for row in rows]


def rejects_as_csv(rejects: Sequence[Reject]) -> Iterator[bytes]:
    lines = table_of(rejects)
    writer = CsvWriter(next(lines))
    # A spreadsheet takes the text for UTF-8 only if it begins so.
    yield "\N{BYTE ORDER MARK}".encode()
    yield writer.begin()
    for line in lines:
        yield writer.line(map(harmless, line))


def rejects_as_workbook(rejects: Sequence[Reject]) -> IO[bytes]:
    """A workbook in a file that is gone once it is closed. Every cell is text, as it stood."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet("Rows")
        sheet.freeze_panes(1, 0)
        text = book.add_format({"num_format": "@"})
        for number, line in enumerate(table_of(rejects)):
            for place, cell in enumerate(line):
                sheet.write_string(number, place, cell[: LONGEST_CELL // 2], text)
    file.seek(0)
    return file


def table_of(rejects: Sequence[Reject]) -> Iterator[list[str]]:
    """The headings, then a line a row: its cells, and at the end where it stood and why."""
    names = list(dict.fromkeys(name for one in rejects for name in one.cells))
    yield [*names, _("Left out of the file at"), _("Why it was left out"), _("How to mend it")]
    for one in rejects:
        yield [*(one.cells.get(name, "") for name in names), one.place, one.why, one.remedy]


def _named(row: DraftRow) -> dict[str, str]:
    named: dict[str, str] = {}
    for place, cell in enumerate(row.cells, start=1):
        name = cell["heading"]
        named[name if name not in named else f"column {place}"] = cell["text"]
    return named


def _place(row: DraftRow | RejectedRow) -> str:
    said = {"sheet": row.sheet, "number": row.row_number}
    return _("%(sheet)s, row %(number)d") % said if row.sheet else _("row %(number)d") % said

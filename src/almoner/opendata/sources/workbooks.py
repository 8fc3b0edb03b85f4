"""Workbooks of Excel and OpenDocument: each worksheet's rows, as a person would type them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from .binary_sheets import Protected, look_at_xls
from .compound import CompoundFile, Damaged
from .extents import Errors, TooFar
from .kinds import OLE
from .limits import LARGEST_WORKBOOK, MIB
from .packing import Packed, look_into, protected
from .records import Record, Sheet, Source, UnreadableFile, damaged, place_in_sheet

TITLES = {
    "xlsx": "Excel workbook",
    "xlsm": "Excel workbook with macros",
    "xlsb": "Excel workbook, binary",
    "xls": "Excel workbook of 1997–2003",
    "ods": "OpenDocument spreadsheet",
}
# The names of an old office file's streams, which say what it is; the first found decides.
STREAMS = (
    ("EncryptedPackage", ""),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "a Word document"),
    ("PowerPoint Document", "a PowerPoint presentation"),
    ("__nameid_version1.0", "an Outlook message"),
)
# Past this Python would write a whole number in full where a person would not.
WHOLE = 1e21


def open_workbook(path: Path, file: IO[bytes]) -> Source:
    """Open a workbook once its parts are known to be harmless. Raises UnreadableFile."""
    is_old = file.read(len(OLE)) == OLE
    file.seek(0)
    packed = _look_into_old(file, path.name) if is_old else look_into(file, path.name)
    file.seek(0)
    with refusing_damage(path.name):
        workbook = CalamineWorkbook.from_filelike(file)
    sheets = _sheets(workbook, packed.errors, path.name)
    return Source(path, packed.format, TITLES[packed.format], sheets)


def _look_into_old(file: IO[bytes], name: str) -> Packed:
    """Tell a workbook of the old Office by its streams, and look through its records."""
    content = file.read(LARGEST_WORKBOOK + 1)
    if len(content) > LARGEST_WORKBOOK:
        raise UnreadableFile(f"{name} is larger than {LARGEST_WORKBOOK // MIB} MB. Save it as CSV.")
    try:
        compound = CompoundFile(content)
        what, stream = next(
            ((what, compound.streams[held]) for held, what in STREAMS if held in compound.streams),
            ("a file of an old Office program", None),
        )
        if stream and what == "xls":
            return Packed(what, look_at_xls(compound.read(stream)))
    except Damaged as why:
        raise damaged(name) from why
    except Protected:
        raise protected(name) from None
    except TooFar as cell:
        raise UnreadableFile(
            f"A sheet of {name} reaches to cell {cell}, more than we can hold. Delete the empty "
            "rows and columns beyond the table, and save it again."
        ) from None
    if not what:
        raise protected(name)
    raise UnreadableFile(
        f"{name} is {what}, not a table. Ask for the spreadsheet it was made from, or for CSV."
    )


def _sheets(workbook: CalamineWorkbook, errors: dict[str, Errors], name: str) -> Iterator[Sheet]:
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        with refusing_damage(name):
            sheet = workbook.get_sheet_by_index(index)
        records = _records(sheet, errors.get(about.name, {}), name)
        yield Sheet(about.name, records, place_in_sheet)


def _records(sheet: CalamineSheet, errors: Errors, name: str) -> Iterator[Record]:
    # Rows come from the top of the sheet, their cells from the first column that is used.
    before = [""] * (sheet.start[1] if sheet.start else 0)
    rows = _rows_of_errors(errors)
    with refusing_damage(name):
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [value if isinstance(value, str) else text_of(value) for value in row]
            if any(cells):
                cells = before + cells
            elif number not in rows:
                cells = []
            for column in rows.get(number, ()):
                cells.extend([""] * (column - len(cells)))
                cells[column - 1] = errors[number, column]
            yield Record(number, cells)


def _rows_of_errors(errors: Errors) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for row, column in errors:
        rows.setdefault(row, []).append(column)
    return rows


@contextmanager
def refusing_damage(name: str) -> Iterator[None]:
    """Turn whatever the library says of a file that it cannot read into a refusal."""
    try:
        yield
    except CalamineError as why:
        raise _no_workbook(name) from why
    except BaseException as why:
        # A panic in Rust comes as a BaseException, of a class that cannot be imported.
        if type(why).__name__ != "PanicException":
            raise
        raise _no_workbook(name) from why


def _no_workbook(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} is damaged, or protected by a password. Open it in a spreadsheet program, and "
        "save it as .xlsx without a password."
    )


def text_of(value: object) -> str:
    """A cell's value as a person would type it."""
    return TEXTS.get(type(value), str)(value)


def _of_number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < WHOLE else repr(value)


def _of_moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat()


def _of_span(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    hours, left = divmod(abs(seconds), 3600)
    return f"{'-' if seconds < 0 else ''}{hours}:{left // 60:02}:{left % 60:02}"


TEXTS: dict[type, Callable[..., str]] = {
    str: str,
    float: _of_number,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    date: date.isoformat,
    datetime: _of_moment,
    time: time.isoformat,
    timedelta: _of_span,
}

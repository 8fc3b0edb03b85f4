"""A program of its own: the rows of a workbook on standard input, to standard output.

The library that reads workbooks is compiled, trusts what a file says of itself, and dies with the
process that asks it for more memory than there is. So it is asked by a process that may: whoever
uses this keeps its own life, and reads the file no further. It says, each after its length in four
bytes: a sheet (its name, and its first used column from 0), then rows of text, and at last an end.
"""

import marshal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

MEMORY = 1536 * 2**20
SECONDS = 300
ROWS, LETTERS = 500, 2**20  # at most so many are said at once
LONGEST_ROW = 64 * 2**20
# Past this Python would write a whole number in full where a person would not.
WHOLE = 1e21

SHEET, BLOCK, END, DAMAGED, TOO_LONG = range(5)


def main() -> None:
    _bound()
    out = sys.stdout.buffer
    try:
        for said in _of_workbook(sys.stdin.buffer):
            _say(out, said)
        _say(out, (END,))
    except CalamineError:
        _say(out, (DAMAGED,))
    except BaseException as why:
        # A panic in Rust comes as a BaseException, of a class that cannot be imported.
        if type(why).__name__ != "PanicException":
            raise
        _say(out, (DAMAGED,))


def _bound() -> None:
    """Have the system end this process before it takes what others need."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - not on every system

        for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
            with suppress(OSError, ValueError):
                resource.setrlimit(what, (most, most))


def _say(out: BinaryIO, said: tuple[Any, ...]) -> None:
    content = marshal.dumps(said)
    out.write(len(content).to_bytes(4, "big") + content)


def _of_workbook(file: BinaryIO) -> Iterator[tuple[Any, ...]]:
    workbook = CalamineWorkbook.from_filelike(file)
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(index)
        yield SHEET, about.name, sheet.start[1] if sheet.start else 0
        yield from _of_sheet(sheet)


def _of_sheet(sheet: CalamineSheet) -> Iterator[tuple[Any, ...]]:
    block: list[list[str]] = []
    letters = 0
    for row in sheet.iter_rows():
        cells = [value if isinstance(value, str) else text_of(value) for value in row]
        length = sum(map(len, cells))
        if length > LONGEST_ROW:
            yield (TOO_LONG,)
            return
        if block and letters + length > LETTERS:
            yield BLOCK, block
            block, letters = [], 0
        block.append(cells if length else [])
        letters += length
        if len(block) == ROWS:
            yield BLOCK, block
            block, letters = [], 0
    if block:
        yield BLOCK, block


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

if __name__ == "__main__":
    main()

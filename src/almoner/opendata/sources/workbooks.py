"""Workbooks of Excel and OpenDocument: each worksheet's rows, as a person would type them."""

import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from . import workbook_rows
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


def open_workbook(path: Path, file: IO[bytes], closing: ExitStack) -> Source:
    """Open a workbook once its parts are known to be harmless. Raises UnreadableFile."""
    is_old = file.read(len(OLE)) == OLE
    file.seek(0)
    packed = _look_into_old(file, path.name) if is_old else look_into(file, path.name)
    told = closing.enter_context(_asked(file, path.name))
    told.look()  # what cannot be opened at all is refused at once
    return Source(path, packed.format, TITLES[packed.format], _sheets(told, packed.errors))


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


@dataclass(slots=True)
class _Told:
    """What another process says of a workbook, piece by piece. It may fail, and we go on."""

    stream: IO[bytes]
    name: str
    waiting: tuple[Any, ...] | None = None

    def look(self) -> tuple[Any, ...]:
        """The next piece, which stays there. Raises UnreadableFile."""
        if self.waiting is None:
            self.waiting = self._heard()
        return self.waiting

    def take(self) -> tuple[Any, ...]:
        """The next piece; the end stays there for ever. Raises UnreadableFile."""
        said = self.look()
        if said[0] != workbook_rows.END:
            self.waiting = None
        return said

    def _heard(self) -> tuple[Any, ...]:
        length = int.from_bytes(self.stream.read(4), "big")
        content = self.stream.read(length)
        if not length or len(content) < length:  # it was ended, for what it asked for
            raise _too_much(self.name)
        said: tuple[Any, ...] = marshal.loads(content)  # noqa: S302 - our own program's
        if said[0] == workbook_rows.DAMAGED:
            raise _no_workbook(self.name)
        if said[0] == workbook_rows.TOO_LONG:
            raise _too_much(self.name)
        return said


@contextmanager
def _asked(file: IO[bytes], name: str) -> Iterator[_Told]:
    with ExitStack() as closing:
        process = subprocess.Popen(  # noqa: S603 - our own program, by our own Python
            [sys.executable, "-I", workbook_rows.__file__],
            stdin=_on_disk(file, closing),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        closing.callback(process.wait)
        closing.callback(process.kill)
        assert process.stdout
        yield _Told(closing.enter_context(process.stdout), name)


def _on_disk(file: IO[bytes], closing: ExitStack) -> int:
    """The workbook, at its beginning, where another process can go to and fro in it."""
    try:
        handle = file.fileno()
    except OSError:
        held = closing.enter_context(TemporaryFile())  # noqa: SIM115 - `closing` closes it
        file.seek(0)
        held.write(file.read())
        held.flush()
        handle = held.fileno()
    # By the system: Python's own place in a file is not the one that a process inherits.
    os.lseek(handle, 0, os.SEEK_SET)
    return handle


def _sheets(told: _Told, errors: dict[str, Errors]) -> Iterator[Sheet]:
    while (said := told.take())[0] != workbook_rows.END:
        # Whoever was given a sheet may have left rows of it.
        if said[0] == workbook_rows.SHEET:
            _, name, first = said
            yield Sheet(name, _records(told, first, errors.get(name, {})), place_in_sheet)


def _records(told: _Told, first: int, errors: Errors) -> Iterator[Record]:
    # Rows come from the top of the sheet, their cells from the first column that is used.
    before, rows, number = [""] * first, _rows_of_errors(errors), 0
    while told.look()[0] == workbook_rows.BLOCK:
        for said in told.take()[1]:
            number += 1
            cells = before + said if said else said
            for column in rows.get(number, ()):
                cells.extend([""] * (column - len(cells)))
                cells[column - 1] = errors[number, column]
            yield Record(number, cells)


def _rows_of_errors(errors: Errors) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for row, column in errors:
        rows.setdefault(row, []).append(column)
    return rows


def _too_much(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} needs more memory or time than we allow. Delete what stands beyond the table, or "
        "save the table as CSV."
    )


def _no_workbook(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} is damaged, or protected by a password. Open it in a spreadsheet program, and "
        "save it as .xlsx without a password."
    )

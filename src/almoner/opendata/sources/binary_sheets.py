"""The records of binary workbooks: how far their sheets reach, and which cells hold errors."""

import struct
from collections.abc import Iterator

from .extents import Errors, Extent, TooFar
from .records import cell_name

ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}

# Of an .xls, as Microsoft numbers them.
FORMULA, PASSWORD, NAME_OF_SHEET, NUMBERS = 0x06, 0x2F, 0x85, 0xBD
SIZE, BOOLEAN_OR_ERROR, BEGINNING = 0x200, 0x205, 0x809
SIZE_BEFORE_1997 = 10
CELLS = {FORMULA, NUMBERS, 0xD6, 0xFD, 0x203, 0x204, BOOLEAN_OR_ERROR, 0x27E}

# Of an .xlsb: the same, packed differently.
ROW, BINARY_ERROR, BINARY_FORMULA_ERROR, BINARY_SIZE = 0, 3, 11, 148
BINARY_CELLS = range(2, 12)


class Protected(Exception):
    """A workbook whose records are encrypted."""


def look_at_xls(content: bytes) -> dict[str, Errors]:
    """Look through the records of an .xls. Raises Protected and TooFar."""
    names: dict[int, str] = {}
    errors: dict[str, Errors] = {}
    extent, here = Extent(), {}
    for at, kind, size in _xls_records(content):
        try:
            if kind == PASSWORD:
                raise Protected
            if kind == NAME_OF_SHEET:
                begins, name = _sheet_name(content, at, size)
                names[begins] = name
            elif kind == BEGINNING:
                # The record's own four bytes come before its contents.
                extent, here = Extent(), errors.setdefault(names.get(at - 4, ""), {})
            elif kind == SIZE:
                shape = "<HHHH" if size == SIZE_BEFORE_1997 else "<IIHH"
                top, bottom, left, right = struct.unpack_from(shape, content, at)
                if bottom and right:
                    _reserve(top, bottom - 1, left, right - 1)
            elif kind in CELLS:
                row, column = struct.unpack_from("<HH", content, at)
                last = (
                    struct.unpack_from("<H", content, at + size - 2)[0]
                    if kind == NUMBERS
                    else column
                )
                extent.reach(row + 1, column + 1)
                extent.reach(row + 1, last + 1)
                if code := _xls_error(kind, content[at : at + size]):
                    here[row + 1, column + 1] = code
        except struct.error:
            return errors
    return errors


def look_at_xlsb(content: bytes) -> Errors:
    """Look through the records of a sheet of an .xlsb. Raises TooFar."""
    errors: Errors = {}
    extent, row = Extent(), 0
    for at, kind, size in _xlsb_records(content):
        try:
            if kind == ROW:
                (row,) = struct.unpack_from("<I", content, at)
            elif kind == BINARY_SIZE:
                _reserve(*struct.unpack_from("<IIII", content, at))
            elif kind in BINARY_CELLS:
                (column,) = struct.unpack_from("<I", content, at)
                extent.reach(row + 1, column + 1)
                if kind in {BINARY_ERROR, BINARY_FORMULA_ERROR} and size > 8:  # noqa: PLR2004 - its place
                    errors[row + 1, column + 1] = ERRORS.get(content[at + 8], "#N/A")
        except struct.error:
            return errors
    return errors


def _reserve(top: int, bottom: int, left: int, right: int) -> None:
    """Room is made for what a sheet says of its own size, before any cell is read.

    A size the wrong way round would count as an enormous one.
    """
    if bottom < top or right < left:
        raise TooFar(cell_name(top + 1, left))
    extent = Extent()
    extent.reach(top + 1, left + 1)
    extent.reach(bottom + 1, right + 1)


def _xls_records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each record's contents begin, its kind and its size."""
    at = 0
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        yield at + 4, kind, size
        at += 4 + size


def _xlsb_records(content: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at < len(content):
        kind, at = _packed_number(content, at, 2)
        size, at = _packed_number(content, at, 4)
        yield at, kind, size
        at += size


def _packed_number(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in bytes of seven bits, and where it ends."""
    number = 0
    for place, byte in enumerate(content[at : at + most]):
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:  # noqa: PLR2004 - the last byte has its highest bit unset
            return number, at + place + 1
    return number, at + most


def _sheet_name(content: bytes, at: int, size: int) -> tuple[int, str]:
    begins, _, length, is_wide = struct.unpack_from("<IHBB", content, at)
    written = content[at + 8 : at + size]
    if is_wide & 1:
        return begins, written[: 2 * length].decode("utf-16-le", "replace")
    return begins, written[:length].decode("latin-1")


def _xls_error(kind: int, record: bytes) -> str:
    """What an error cell shows; empty for a cell that is none."""
    if kind == BOOLEAN_OR_ERROR and record[7:8] == b"\1":
        return ERRORS.get(record[6], "#N/A")
    if kind == FORMULA and record[6:7] == b"\2" and record[12:14] == b"\xff\xff":
        return ERRORS.get(record[8], "#N/A")
    return ""

"""The parts of a packed workbook: unpacked once to see that they may be, before anything else."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from posixpath import basename, join, normpath
from typing import IO, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from .binary_sheets import look_at_xlsb
from .extents import Errors, ExcelPart, OpenDocumentPart, TooFar
from .limits import LARGEST_BLOWN_UP, LARGEST_WORKBOOK, MIB, STEEPEST_RATIO
from .records import UnreadableFile, damaged

ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
OTHER_PACKAGES = (
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
    ("Index/", "an Apple Numbers or Pages document"),
    ("META-INF/MANIFEST.MF", "a Java program"),
    ("visio/", "a Visio drawing"),
)
# The part by which each format is known; the library looks for it in large letters and small.
WORKBOOKS = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})
RELATIONS = "xl/_rels/workbook.xml.rels"
SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ExpatError,
)


class Packed(NamedTuple):
    """A packed workbook that may be opened: its format, and by sheet its cells that hold errors."""

    format: str
    errors: dict[str, Errors]


def look_into(file: IO[bytes], name: str) -> Packed:
    """Unpack every part of a workbook, keeping none. Raises UnreadableFile where it may not be."""
    try:
        with zipfile.ZipFile(file) as package:
            return _looked_into(package, name)
    except DAMAGE as why:
        raise damaged(name) from why


def _looked_into(package: zipfile.ZipFile, name: str) -> Packed:
    if any(info.flag_bits & 1 for info in package.infolist()):
        raise protected(name)
    file_format = _format_of(package, name)
    if file_format == "ods" and b"encryption-data" in _small(package, "META-INF/manifest.xml"):
        raise protected(name)
    errors: dict[str, Errors] = {}
    titles = {} if file_format == "ods" else _titles(package)
    left = LARGEST_WORKBOOK
    for info in package.infolist():
        part = Part(package, info, name, left)
        try:
            errors[titles.get(info.filename, "")] = part.look(file_format)
        except TooFar as cell:
            where = titles.get(info.filename)
            raise UnreadableFile(
                f"{f'Sheet “{where}” of ' if where else 'A sheet of '}{name} reaches to cell "
                f"{cell}, more than we can hold. Delete the empty rows and columns beyond the "
                "table, and save it again."
            ) from None
        left -= part.unpacked
    return Packed(file_format, errors)


class Part:
    """One part of a package, as it comes out of its packing."""

    def __init__(
        self, package: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, most: int
    ) -> None:
        self._package, self._info, self._name, self._most = package, info, name, most
        self.unpacked = 0

    def look(self, file_format: str) -> Errors:
        """Unpack the part, looking how far its cells reach; answer with its cells of errors."""
        if file_format == "ods" and self._info.filename == "content.xml":
            OpenDocumentPart().look_at(_well_formed(self._pieces()))
        elif file_format in {"xlsx", "xlsm"}:
            # A sheet may stand in a part of any name.
            part = ExcelPart()
            part.look_at(self._pieces())
            return part.errors
        elif file_format == "xlsb" and "sheet" in self._info.filename.lower():
            return look_at_xlsb(b"".join(self._pieces()))
        else:
            for _ in self._pieces():
                pass
        return {}

    def _pieces(self) -> Iterator[bytes]:
        # What a package says of its sizes may be a lie, so they are counted.
        with self._package.open(self._info) as opened:
            while piece := opened.read(MIB):
                self.unpacked += len(piece)
                if self.unpacked > min(self._most, self._most_of_its_size()):
                    raise UnreadableFile(
                        f"{self._name} unpacks to more than "
                        f"{min(self._most_of_its_size(), LARGEST_WORKBOOK) // MIB} MB. "
                        "Save its table as CSV."
                    )
                yield piece

    def _most_of_its_size(self) -> int:
        return max(LARGEST_BLOWN_UP, STEEPEST_RATIO * self._info.compress_size)


def _well_formed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes. Raises ExpatError if they are no XML.

    The library waits for the end of a table for ever, even behind the end of the file.
    """
    parser = ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    for piece in pieces:
        parser.Parse(piece, False)  # noqa: FBT003 - it takes no keywords
        yield piece
    parser.Parse(b"", True)  # noqa: FBT003 - it takes no keywords


def _refuse_entity(*_said: object) -> None:
    # No spreadsheet program declares one: they are how a small file becomes a large one.
    raise ExpatError


def protected(name: str) -> UnreadableFile:
    """Say that a workbook wants a password."""
    return UnreadableFile(
        f"{name} is protected by a password. Open it, remove the password, and save it again."
    )


def _format_of(package: zipfile.ZipFile, name: str) -> str:
    names = package.namelist()
    if len(WORKBOOKS & {held.lower() for held in names}) > 1:
        # The library would read one of them, and we might have looked into the other.
        raise damaged(name)
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        is_macro = b"macroEnabled" in _small(package, "[Content_Types].xml")
        return "xlsm" if is_macro else "xlsx"
    if "mimetype" in names and _small(package, "mimetype").strip().startswith(ODS_TYPE):
        return "ods"
    for beginning, what in OTHER_PACKAGES:
        if any(held.startswith(beginning) for held in names):
            raise UnreadableFile(
                f"{name} is {what}, not a table. Ask for the spreadsheet it was made from, or "
                "for CSV."
            )
    if "mimetype" in names and b"opendocument" in _small(package, "mimetype"):
        raise UnreadableFile(
            f"{name} is an OpenDocument file, but no spreadsheet. Ask for it as .xlsx or CSV."
        )
    files = [held for held in names if not held.endswith("/")]
    held = ", ".join(basename(file) for file in files[:3]) or "nothing"
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""  # noqa: PLR2004 - as above
    raise UnreadableFile(f"{name} is a zip of {held}{more}. Unpack it, and give the files inside.")


def _titles(package: zipfile.ZipFile) -> dict[str, str]:
    """The sheets' names, by the parts they stand in."""
    relations = (_attributes(tag) for tag in RELATION.findall(_small(package, RELATIONS)))
    targets = {said.get("Id", ""): said.get("Target", "") for said in relations}
    sheets = (_attributes(tag) for tag in SHEET.findall(_small(package, "xl/workbook.xml")))
    return {
        normpath(join("/xl", targets.get(_relation_of(said), ""))).lstrip("/"): said["name"]
        for said in sheets
        if "name" in said
    }


def _relation_of(sheet: dict[str, str]) -> str:
    return next((value for key, value in sheet.items() if key.endswith(":id")), "")


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        key.decode(): unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in ATTRIBUTE.findall(tag)
    }


def _small(package: zipfile.ZipFile, part: str) -> bytes:
    """A part that no honest workbook makes large; empty if there is none."""
    try:
        with package.open(part) as opened:
            return opened.read(MIB)
    except KeyError:
        return b""

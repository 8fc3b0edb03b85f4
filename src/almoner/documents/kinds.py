"""What a file is, by its bytes: the closed list of kinds that are kept, and what to do instead.

Nothing here trusts a file's name or runs what is in it. libmagic is not asked: it calls some
documents plain archives, cannot tell macros from text, and would be a parser of hostile bytes.
"""

import re
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FileKind(TextChoices):
    """A kind of file that is kept. The value is the ending of its name."""

    PDF = "pdf", "PDF"
    DOCX = "docx", gettext_lazy("Word document")
    XLSX = "xlsx", gettext_lazy("Excel workbook")
    ODT = "odt", gettext_lazy("OpenDocument text")
    ODS = "ods", gettext_lazy("OpenDocument spreadsheet")
    PNG = "png", gettext_lazy("PNG picture")
    JPEG = "jpg", gettext_lazy("JPEG picture")
    TXT = "txt", gettext_lazy("plain text")
    CSV = "csv", "CSV"


MIMETYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.TXT: "text/plain; charset=utf-8",
    FileKind.CSV: "text/csv; charset=utf-8",
}
SIGNATURES = {
    b"%PDF-": FileKind.PDF,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"\xff\xd8\xff": FileKind.JPEG,
}
ZIPPED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVES = (b"PK", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"MSCF")
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
MARKUP = re.compile(
    rb"\A\s*(?:\xef\xbb\xbf)?\s*<|<(?:!doctype|html|script|svg|iframe)\b", re.IGNORECASE
)
BY_PART = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}
MACROS = re.compile(r"vbaproject|(?:^|/)(?:basic|scripts)/|macrosheets/|activex", re.IGNORECASE)
LONGEST_PART = 1 << 20
BEGINNING = 1 << 12
CONTROLS = bytes({*range(32)} - {9, 10, 12, 13})


class RefusedFile(ValidationError):
    """A file is not kept. The message says why, and what to send instead."""


def kind_of(path: Path, *, name: str) -> FileKind:
    """What a file is. Its name only tells a table from other text. Raises RefusedFile."""
    with path.open("rb") as file:
        begin = file.read(BEGINNING)
    if not begin:
        raise RefusedFile(_("The file is empty. Choose the one that you meant."))
    for signature, kind in SIGNATURES.items():
        if begin.startswith(signature):
            return kind
    if begin.startswith(ZIPPED):
        return _packed(path)
    _refuse_what_is_not_text(begin)
    return _text(path, name=name)


def _refuse_what_is_not_text(begin: bytes) -> None:
    if begin.startswith(OLD_OFFICE):
        raise RefusedFile(
            _("This is an old Office file, which may hold macros. Save it as .docx, .xlsx or PDF.")
        )
    if begin.startswith(ARCHIVES):
        raise _archive()
    if begin.startswith(PROGRAMS):
        raise RefusedFile(_("This is a program, and none is kept. Send the document itself."))
    if MARKUP.search(begin):
        raise RefusedFile(_("This is a web page or a drawing made of text. Save it as PDF."))


def _packed(path: Path) -> FileKind:
    """A document that is packed like an archive, or an archive."""
    try:
        with ZipFile(path) as parts:
            names = parts.namelist()
            told = b"".join(
                _read(parts, name) for name in ("mimetype", "[Content_Types].xml") if name in names
            )
    except (
        BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        zlib.error,
    ) as error:
        raise RefusedFile(
            _(
                "The file cannot be opened: it is damaged or locked."
                " Save it anew, without a password."
            )
        ) from error
    if b"macroEnabled" in told or any(MACROS.search(name) for name in names):
        raise RefusedFile(
            _("It holds macros, which are programs. Save it without them, or as PDF.")
        )
    for kind in (FileKind.ODT, FileKind.ODS):
        if told.startswith(MIMETYPES[kind].encode()):
            return kind
    for part, kind in BY_PART.items():
        if part in names and b"<Types" in told:
            return kind
    raise _archive()


def _read(parts: ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        return part.read(LONGEST_PART)


def _archive() -> RefusedFile:
    return RefusedFile(
        _(
            "This is an archive, or a kind of document that is not kept."
            " Send what is in it, each as PDF, .docx, .xlsx, .odt, .ods, .png, .jpg, .txt or .csv."
        )
    )


def _text(path: Path, *, name: str) -> FileKind:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if piece.translate(None, CONTROLS) != piece:
                raise RefusedFile(
                    _("Nothing here can tell what this file is. Save it as PDF, or text as UTF-8.")
                )
    return FileKind.CSV if name.lower().endswith(".csv") else FileKind.TXT

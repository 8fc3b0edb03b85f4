"""PDFs made fit to publish: flat pages and nothing else; what cannot be flattened is refused.

A PDF carries more than its pages show: earlier versions of itself, its author, attachments,
scripts, bookmarks, forms. Only what the pages draw is written anew, so the rest is left behind.
What lies *over* the pages, such as a box drawn as a comment, or can be switched off, such as a
layer, is refused: to leave it behind could bare what it hides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .kinds import RefusedFile

MOST_PAGES = 400
HARMLESS_ANNOTATIONS = {"/Link"}
# What a page may say beside what it draws: who made a picture, when, and what was typed there.
SAID_ASIDE = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/StructParents", "/Thumb", "/B")


class TakenOut(StrEnum):
    """What was left behind when a PDF was written anew."""

    METADATA = "metadata"
    ATTACHMENTS = "attachments"
    SCRIPTS = "scripts"
    BOOKMARKS = "bookmarks"
    LINKS = "links"
    TAGS = "tags"
    VERSIONS = "earlier-versions"


LEFT_BEHIND = {
    TakenOut.METADATA: gettext_lazy("author and other particulars"),
    TakenOut.ATTACHMENTS: gettext_lazy("attached files"),
    TakenOut.SCRIPTS: gettext_lazy("scripts"),
    TakenOut.BOOKMARKS: gettext_lazy("bookmarks"),
    TakenOut.LINKS: gettext_lazy("links"),
    TakenOut.TAGS: gettext_lazy("tags for screen readers"),
    TakenOut.VERSIONS: gettext_lazy("earlier versions of itself"),
}


@dataclass(frozen=True, slots=True)
class Flat:
    """A PDF that is nothing but its pages, and what was left behind."""

    content: bytes
    pages: int
    taken_out: list[TakenOut] = field(default_factory=list)


def flattened(path: Path) -> Flat:
    """Write a PDF anew from what its pages draw. Raises RefusedFile, saying what to do instead."""
    try:
        content = path.read_bytes()
        reader = pypdf.PdfReader(BytesIO(content))
        _refuse_locked(reader)
        _refuse_what_lies_over(reader)
        left = sorted(_left_behind(reader, content))  # before the pages are stripped
        return Flat(_written(reader), len(reader.pages), left)
    except RefusedFile:
        raise
    except Exception as error:  # a hostile or broken file may break its reader in any way
        raise RefusedFile(
            _("This PDF cannot be read safely. Print it to a new PDF, and send that one.")
        ) from error


def _refuse_locked(reader: "pypdf.PdfReader") -> None:
    if reader.is_encrypted:
        raise RefusedFile(_("This PDF is locked. Save it without a password, and send that one."))
    if not reader.pages:
        raise RefusedFile(_("This PDF has no pages. Choose the one that you meant."))
    if len(reader.pages) > MOST_PAGES:
        raise RefusedFile(
            _(
                "This PDF has %(pages)d pages, and at most %(most)d are looked over."
                " Send it in parts."
            )
            % {"pages": len(reader.pages), "most": MOST_PAGES}
        )


def _refuse_what_lies_over(reader: "pypdf.PdfReader") -> None:
    over = next((page for page in reader.pages if _lies_over(page)), None)
    if over is not None:
        raise RefusedFile(
            _(
                "On page %(page)d there are comments, boxes, stamps or form fields that lie over"
                " the page and can be taken off again. Print it to a new PDF, so that they become"
                " part of it, and send that one."
            )
            % {"page": (over.page_number or 0) + 1}
        )
    if "/OCProperties" in reader.root_object:
        raise RefusedFile(
            _(
                "This PDF has layers that can be switched on and off."
                " Print it to a new PDF, and send that one."
            )
        )


def _lies_over(page: "pypdf.PageObject") -> bool:
    annotations = page.get("/Annots", pypdf.generic.ArrayObject())
    return any(
        each.get_object().get("/Subtype") not in HARMLESS_ANNOTATIONS
        for each in annotations.get_object()
    )


def _written(reader: "pypdf.PdfReader") -> bytes:
    writer = pypdf.PdfWriter()
    for page in reader.pages:
        for name in ("/Annots", *SAID_ASIDE):
            page.pop(name, None)
        writer.add_page(page)
    writer.metadata = None
    for thing in _dictionaries(writer):
        for name in SAID_ASIDE:
            thing.pop(name, None)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _dictionaries(writer: "pypdf.PdfWriter") -> Iterator["pypdf.generic.DictionaryObject"]:
    """Every dictionary that is to be written, those of pictures and fonts too."""
    for thing in writer._objects:  # the library gives no other way to all of them
        yield from _within(thing)


def _within(thing: "pypdf.generic.PdfObject | None") -> Iterator["pypdf.generic.DictionaryObject"]:
    if isinstance(thing, pypdf.generic.DictionaryObject):
        yield thing
        for inner in list(thing.values()):
            yield from _within(inner)
    elif isinstance(thing, pypdf.generic.ArrayObject):
        for inner in thing:
            yield from _within(inner)


def _left_behind(reader: "pypdf.PdfReader", content: bytes) -> Iterator[TakenOut]:
    root = reader.root_object
    names: Any = root.get("/Names", pypdf.generic.DictionaryObject()).get_object()
    if reader.metadata or "/Metadata" in root:
        yield TakenOut.METADATA
    if "/EmbeddedFiles" in names or "/AF" in root:
        yield TakenOut.ATTACHMENTS
    if "/JavaScript" in names or "/OpenAction" in root or "/AA" in root:
        yield TakenOut.SCRIPTS
    if "/Outlines" in root:
        yield TakenOut.BOOKMARKS
    if "/StructTreeRoot" in root:
        yield TakenOut.TAGS
    if any("/Annots" in page for page in reader.pages):
        yield TakenOut.LINKS
    if content.count(b"startxref") > 1 and not content[:1024].count(b"/Linearized"):
        yield TakenOut.VERSIONS

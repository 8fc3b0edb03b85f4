"""The body's own Word file as the layout of a template: its fields checked, and filled.

It is no program: a field is a name between braces, from a closed list, and everything else in the
file stays as it was drawn. `{{ section-summary }}` alone in a paragraph is where that section goes.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .blocks import EMPTY, Run
from .keeping import path_of
from .merge_fields import FIELDS, MARK, fields_in, merged
from .models import Filling
from .outputs.word import as_word, packed
from .outputs.word_body import BareBody
from .outputs.word_charts import can_hold_charts, with_charts
from .outputs.word_xml import without_controls
from .shapes import Template
from .written import Written, listed

PARAGRAPH = re.compile(r"<w:p(?: [^>]*[^/>])?>.*?</w:p>", re.DOTALL)
WORDS = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")
SECTION = "section-"
OF_DOCUMENT = ("document", "document-title")
DRAWN = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
PAGE = "word/document.xml"
END = re.compile(
    r"(?:<w:sectPr(?:(?!<w:sectPr|</w:p>).)*(?:</w:sectPr>|/>)\s*)?</w:body>", re.DOTALL
)
LARGEST_PART = 20 << 20


class UnfitLayout(ValidationError):
    """A layout does not fit its template. The messages say why, and what to do."""


def check_layout(content: bytes, template: Template) -> None:
    """Refuse a layout whose fields are not those of its template.

    Raises UnfitLayout, naming every field that nothing fills and every section that has none.
    """
    parts = _drawn_parts(content)
    if mistakes := list(_mistakes(parts, template)):
        raise UnfitLayout(mistakes)


def word_of(filling: Filling, written: Written, values: Mapping[str, str]) -> bytes:
    """A document as Word: finished, in its template's own layout if it has one. Until then as it
    can come back.
    """
    layout = filling.template.layout
    if written.is_draft or layout is None or not layout.is_kept:
        return as_word(written)
    return in_layout(written, values, path_of(layout).read_bytes())


def in_layout(written: Written, values: Mapping[str, str], content: bytes) -> bytes:
    """A document in the body's own layout."""
    known = {**values, "document": written.reference, "document-title": written.title}
    with ZipFile(BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    body = BareBody(empty=EMPTY, draws_charts=can_hold_charts(parts))
    for name, page in _drawn_parts(content).items():
        filled = PARAGRAPH.sub(lambda found: _filled(found[0], written, known, body), page)
        parts[name] = _with_attachments(filled, written) if name == PAGE else filled
    return packed(with_charts(parts, body.charts))


def _with_attachments(page: str, written: Written) -> str:
    """A page with what goes with the document at its end, before what says how it is printed."""
    body = BareBody()
    if not written.attachments:
        return page
    title = body.paragraph((Run(_("Attachments"), is_bold=True),))
    drawn = title + body.block(listed(written.attachments))
    return END.sub(lambda found: drawn + found[0], page, count=1)


def _mistakes(parts: Mapping[str, str], template: Template) -> Iterator[str]:
    sections = {f"{SECTION}{section.code}" for section in template.section}
    known = [*FIELDS, *OF_DOCUMENT, *sorted(sections)]
    placed: set[str] = set()
    for name, page in parts.items():
        if "<w:txbxContent" in page:
            yield _("The layout has a text box, in which nothing is filled. Use a table instead.")
        for said in map(_said, PARAGRAPH.findall(page)):
            for field in fields_in(said):
                words = {"name": field, "known": ", ".join(known)}
                if field not in known:
                    yield _("There is no field called %(name)s. Use one of: %(known)s.") % words
                elif field in sections and (name != PAGE or not MARK.fullmatch(said.strip())):
                    yield _("%(name)s stands alone in a paragraph of the page.") % words
                placed.add(field)
    for section in template.section:
        if f"{SECTION}{section.code}" not in placed:
            yield _("The layout has no place for “%(heading)s”: write {{ %(name)s }} there.") % {
                "heading": section.heading,
                "name": f"{SECTION}{section.code}",
            }


def _filled(paragraph: str, written: Written, known: Mapping[str, str], body: BareBody) -> str:
    said = _said(paragraph)
    if "{{" not in said:
        return paragraph
    alone = MARK.fullmatch(said.strip())
    for part in written.parts:
        if alone and alone[1] == f"{SECTION}{part.section.code}":
            return body.drawn(part.blocks) or "<w:p/>"
    inside = WORDS.sub(lambda t: t[1] + _merged(unescape(t[2]), known) + t[3], paragraph)
    return inside if "{{" not in _said(inside) else _put_together(paragraph, known)


def _put_together(paragraph: str, known: Mapping[str, str]) -> str:
    """A paragraph whose field Word has cut in pieces: its words stand where they begin."""
    words = iter([_merged(_said(paragraph), known)])
    return WORDS.sub(lambda t: t[1] + next(words, "") + t[3], paragraph)


def _merged(text: str, known: Mapping[str, str]) -> str:
    for name in OF_DOCUMENT:
        text = re.sub(rf"\{{\{{\s*{name}\s*\}}\}}", known[name].replace("\\", r"\\"), text)
    return escape(without_controls(merged(text, known)))


def _said(paragraph: str) -> str:
    return unescape("".join(found[1] for found in WORDS.findall(paragraph)))


def _drawn_parts(content: bytes) -> dict[str, str]:
    """The page, its headers and footers. Raises UnfitLayout for what Word did not write."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if DRAWN.fullmatch(name)]
            if any(archive.getinfo(name).file_size > LARGEST_PART for name in archive.namelist()):
                raise UnfitLayout(_("The layout is too large."))
            return {name: archive.read(name).decode() for name in names}
    except (BadZipFile, OSError, RuntimeError, UnicodeDecodeError, zlib.error) as error:
        raise UnfitLayout(
            _("The layout cannot be read: it is damaged or locked. Save it anew as .docx.")
        ) from error

"""Reads a Word file that came back: its sections by bookmark or heading, as blocks.

Nothing of it is run, fetched or believed: what has no place in a section is named, not dropped.
"""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .blocks import Block, Blocks, Heading, Listing, Paragraph, Run, Runs, Table, joined, plain
from .outputs.word import FROM_OURS, VERSIONS
from .outputs.word_charts import CHART_STYLE
from .outputs.word_xml import DRAWING

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LARGEST_PART = 20 << 20
MARK = re.compile(r"s_(\w+)_v(\d+)")
PICTURES = ("drawing", "pict", "object", "footnoteReference", "endnoteReference")
TRACKED = ("ins", "del", "moveFrom", "moveTo")
OURS_ALONE = {"Guidance", "Title", "Subtitle", "Cell", "Header", "Footer"}


@dataclass(slots=True)
class Returned:
    """One section as it came back. `mark` is its bookmark, without the version."""

    heading: str
    mark: str = ""
    number: int | None = None
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WordFile:
    """A file that came back: which document it says that it is, of which versions."""

    reference: str
    versions: dict[str, int]
    sections: list[Returned]


def read_word(file: IO[bytes]) -> WordFile:
    """Read a file. Raises ValidationError, saying all that cannot come back, and what to do."""
    try:
        with ZipFile(file) as archive:
            page = _part(archive, "word/document.xml")
            custom = _part(archive, "docProps/custom.xml")
            reader = Reader(
                styles=_styles(_part(archive, "word/styles.xml")),
                ordered=_ordered(_part(archive, "word/numbering.xml")),
                links=_links(_part(archive, "word/_rels/document.xml.rels")),
            )
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error, ET.ParseError) as e:
        raise ValidationError(
            _("The file cannot be read: it is damaged or locked. Save it anew as .docx.")
        ) from e
    if page is None:
        raise ValidationError(_("This is no Word document. Save it as .docx."))
    refuse_what_would_be_lost(page)
    reference, versions = _whose(custom)
    return WordFile(reference, versions, reader.sections(page))


def refuse_what_would_be_lost(page: ET.Element) -> None:
    ours = {id(one) for chart in _charts_of_ours(page) for one in chart.iter()}
    found = {element.tag.removeprefix(W) for element in page.iter() if id(element) not in ours}
    mistakes = []
    if found & set(TRACKED):
        mistakes.append(
            _("The file holds tracked changes. Accept or reject each in Word, and send it again.")
        )
    if found & set(PICTURES):
        mistakes.append(
            _("The file holds pictures or footnotes, which a section cannot. Keep them as a file.")
        )
    if mistakes:
        raise ValidationError(mistakes)


def _charts_of_ours(page: ET.Element) -> Iterator[ET.Element]:
    """The bars that we drew of tables, which come back with them: they are made anew each time."""
    for paragraph in page.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") == CHART_STYLE:
            for drawing in paragraph.iter(f"{W}drawing"):
                kinds = {one.get("uri") for one in drawing.iter(f"{{{DRAWING}/main}}graphicData")}
                if kinds == {f"{DRAWING}/chart"}:
                    yield drawing


@dataclass(slots=True)
class Reader:
    """What is known of the file besides its page."""

    styles: dict[str, str]
    ordered: dict[str, bool]
    links: dict[str, str]

    def sections(self, page: ET.Element) -> list[Returned]:
        """Every section, in order. What stands before the first must be what we drew there."""
        found: list[Returned] = []
        waiting: list[tuple[int, bool, Runs]] = []
        for element in _in_body(page):
            style = self._style(element)
            if element.tag == f"{W}p" and style == "heading 1" and plain(self.runs(element)):
                _put_list(found, waiting)
                found.append(self._begun(element))
            elif not found:
                self._refuse_stray(element, style)
            elif element.tag == f"{W}tbl":
                _put_list(found, waiting)
                found[-1].blocks.append(self.table(element))
            elif style not in OURS_ALONE:
                self._put(element, style, found, waiting)
        _put_list(found, waiting)
        return found

    def _put(
        self,
        element: ET.Element,
        style: str,
        found: list[Returned],
        waiting: list[tuple[int, bool, Runs]],
    ) -> None:
        runs = self.runs(element)
        if not runs:
            return
        if (numbered := element.find(f"{W}pPr/{W}numPr")) is not None:
            waiting.append((*self._level(numbered), runs))
            return
        _put_list(found, waiting)
        is_heading = style.startswith("heading ")
        found[-1].blocks.append(Heading(_unmarked(runs)) if is_heading else Paragraph(runs))

    def _begun(self, element: ET.Element) -> Returned:
        marks = (one.get(f"{W}name", "") for one in element.iter(f"{W}bookmarkStart"))
        mark = next(filter(None, map(MARK.fullmatch, marks)), None)
        heading = plain(self.runs(element))
        return Returned(heading, mark[1], int(mark[2])) if mark else Returned(heading)

    def _refuse_stray(self, element: ET.Element, style: str) -> None:
        said = plain(self.runs(element)) if element.tag == f"{W}p" else ""
        if said and style not in OURS_ALONE:
            raise ValidationError(
                _("“%(words)s” stands before the first section. Move it into one.")
                % {"words": said[:60]}
            )

    def _style(self, element: ET.Element) -> str:
        named = element.find(f"{W}pPr/{W}pStyle")
        code = named.get(f"{W}val", "") if named is not None else ""
        return code if code in OURS_ALONE else self.styles.get(code, code)

    def _level(self, numbered: ET.Element) -> tuple[int, bool]:
        level, number = numbered.find(f"{W}ilvl"), numbered.find(f"{W}numId")
        depth = level.get(f"{W}val", "0") if level is not None else "0"
        which = number.get(f"{W}val", "") if number is not None else ""
        return (int(depth) if depth.isdecimal() else 0), self.ordered.get(which, False)

    def runs(self, paragraph: ET.Element) -> Runs:
        return joined(self._runs(paragraph, ""))

    def _runs(self, element: ET.Element, link: str) -> Iterator[Run]:
        for child in element:
            if child.tag == f"{W}r":
                yield _run(child, link)
            elif child.tag == f"{W}hyperlink":
                yield from self._runs(child, self.links.get(child.get(f"{R}id", ""), ""))
            elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}smartTag", f"{W}fldSimple"}:
                yield from self._runs(child, link)

    def table(self, element: ET.Element) -> Table:
        rows = [
            tuple(
                "\n".join(filter(None, (plain(self.runs(p)) for p in cell.iter(f"{W}p"))))
                for cell in row.findall(f"{W}tc")
            )
            for row in element.findall(f"{W}tr")
        ]
        return Table(rows[0], tuple(rows[1:])) if rows else Table((), ())


def _run(element: ET.Element, link: str) -> Run:
    text = "".join(
        (child.text or "") if child.tag == f"{W}t" else " "
        for child in element
        if child.tag in {f"{W}t", f"{W}tab", f"{W}br", f"{W}cr"}
    )
    return Run(text, is_bold=_is_on(element, "b"), is_italic=_is_on(element, "i"), link=link)


def _is_on(element: ET.Element, look: str) -> bool:
    found = element.find(f"{W}rPr/{W}{look}")
    return found is not None and found.get(f"{W}val", "true") not in {"0", "false", "off"}


def _unmarked(runs: Runs) -> Runs:
    """The words of a heading: Word may say that they are bold, which its style says already."""
    return joined(Run(run.text, link=run.link) for run in runs)


def _in_body(page: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs and tables, also those in content controls."""
    body = page.find(f"{W}body")
    waiting = list(body) if body is not None else []
    while waiting:
        element = waiting.pop(0)
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag in {f"{W}sdt", f"{W}sdtContent"}:
            waiting[:0] = list(element)


def _put_list(found: list[Returned], waiting: list[tuple[int, bool, Runs]]) -> None:
    """Make one list, or several, of the numbered paragraphs that came one after another."""
    if waiting:
        found[-1].blocks.extend(_lists(list(waiting)))
        waiting.clear()


def _lists(entries: list[tuple[int, bool, Runs]]) -> Iterator[Listing]:
    while entries:
        level, is_ordered, _first = entries[0]
        items: list[Blocks] = []
        while entries and entries[0][0] >= level and entries[0][1:2] == (is_ordered,):
            _level, _kind, runs = entries.pop(0)
            below = []
            while entries and entries[0][0] > level:
                below.append(entries.pop(0))
            items.append((Paragraph(runs), *_lists(below)))
        yield Listing(is_ordered, tuple(items))


def _part(archive: ZipFile, name: str) -> ET.Element | None:
    if name not in archive.namelist():
        return None
    with archive.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    # A null byte is of another encoding, in which a doctype would not be seen.
    if len(content) > LARGEST_PART or b"\0" in content or b"<!DOCTYPE" in content:
        raise ValidationError(_("This is no file that Word wrote. Save it anew as .docx."))
    return ET.fromstring(content)  # noqa: S314 - without a doctype nothing in it can grow


def _styles(styles: ET.Element | None) -> dict[str, str]:
    """The English name of each style, whatever language its code is in."""
    found = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = style.find(f"{W}name")
        if name is not None:
            found[style.get(f"{W}styleId", "")] = name.get(f"{W}val", "").lower()
    return found


def _ordered(numbering: ET.Element | None) -> dict[str, bool]:
    """Which lists are numbered, and which have other marks."""
    if numbering is None:
        return {}
    formats = {}
    for one in numbering.iter(f"{W}abstractNum"):
        kind = one.find(f"{W}lvl/{W}numFmt")
        is_bullet = kind is None or kind.get(f"{W}val") == "bullet"
        formats[one.get(f"{W}abstractNumId", "")] = not is_bullet
    found = {}
    for one in numbering.iter(f"{W}num"):
        of = one.find(f"{W}abstractNumId")
        found[one.get(f"{W}numId", "")] = of is not None and formats.get(
            of.get(f"{W}val", ""), False
        )
    return found


def _links(relations: ET.Element | None) -> dict[str, str]:
    found = relations if relations is not None else ()
    return {one.get("Id", ""): one.get("Target", "") for one in found}


def _whose(custom: ET.Element | None) -> tuple[str, dict[str, int]]:
    said = {
        one.get("name", ""): "".join(one.itertext())
        for one in (custom if custom is not None else ())
    }
    try:
        versions = json.loads(said.get(VERSIONS, "{}"))
    except ValueError:
        versions = {}
    kept = versions.items() if isinstance(versions, dict) else ()
    return said.get(FROM_OURS, ""), {str(k): v for k, v in kept if isinstance(v, int)}

"""A whole report for every kind of file: its title block, its sections, whose paragraphs are
counted, and its figures.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.core.figures import TABLE, Reading, figure_called, read_figure, resolved
from almoner.documents.blocks import (
    Block,
    Blocks,
    Heading,
    Listing,
    Paragraph,
    Run,
    blocks_of,
    plain,
)
from almoner.documents.contents import begun_text
from almoner.documents.merge_fields import MergeField, figures_in, merged
from almoner.documents.queries import template_standing, written_of
from almoner.documents.shapes import Section, SectionKind, Template
from almoner.documents.subjects import facts_about, kept_value
from almoner.documents.written import Part, Text, Written, parts_of

from .bound import keys_in
from .evidence import ENCODER, figures_said
from .models import Report
from .notes import notes_on
from .prepared import is_recorded_on, named, prepared_text
from .queries import document_of, read_as_at
from .states import ReportState

NUMBER = re.compile(r"(\d+)\.?\s+(.*)")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A report as it is read. `texts` are its sections with their marks, `values` what stands in
    place of these.
    """

    title: str
    panel: str
    by: str
    as_at: date
    reference: str
    number: int
    is_draft: bool
    template: Template
    texts: Mapping[str, Text]
    values: Mapping[str, str]
    figures: Mapping[str, Any]
    digest: str = ""

    @property
    def written(self) -> Written:
        """As one structure for HTML, Word and PDF."""
        facts = [(_("Date"), date_format(self.as_at, "j F Y"))]
        if self.by:
            facts.append((_("Report by"), self.by))
        if self.reference:
            facts.append((_("Reference"), self.reference))
        return Written(
            title=self.title,
            kind=self.panel,
            reference=self.reference or date_format(self.as_at, "j F Y"),
            number=self.number,
            body=settings.BODY_NAME,
            parts=[_numbered(part) for part in parts_of(self.template, self.texts, self.values)],
            is_draft=self.is_draft,
            made_on=self.as_at.isoformat(),
            facts=facts,
            digest=self.digest,
            annexes=notes_on(self.figures),
        )

    @property
    def said(self) -> dict[str, Any]:
        """As programs read it."""
        return {
            "title": self.title,
            "as_at": self.as_at,
            "to": self.panel,
            "sections": [self._section(one) for one in self.template.section],
            "figures": self.figures,
        }

    @property
    def json(self) -> bytes:
        return ENCODER.encode(self.said)

    def _section(self, section: Section) -> dict[str, Any]:
        number, heading = number_and_heading(section.heading)
        text = self.texts[section.code].text
        paragraphs = [
            {"text": said, "figures": keys}
            for block in blocks_of(text)
            for said, keys in self._paragraphs(block)
        ]
        return {"number": number, "heading": heading, "paragraphs": paragraphs}

    def _paragraphs(self, block: Block) -> Iterator[tuple[str, list[str]]]:
        match block:
            case Paragraph(runs) | Heading(runs):
                yield from self._said(plain(runs))
            case Listing(_ordered, items):
                for item in items:
                    for inner in item:
                        yield from self._paragraphs(inner)

    def _said(self, text: str) -> Iterator[tuple[str, list[str]]]:
        keys = figures_in(text)
        if keys and keys[0].startswith(TABLE):
            columns = [str(name) for name in figure_called(keys[0])[0].columns]
            for row in json.loads(self.values.get(keys[0]) or "[]"):
                cells = zip(columns, row, strict=True)
                yield "; ".join(f"{name}: {cell}" for name, cell in cells if cell), keys
        else:
            yield merged(text, self.values), keys


def assembled(report: Report, *, on: date) -> Assembled:
    """A report as it stands on a day or, once it is issued, as it was. Raises LookupError."""
    filling = document_of(report)
    if filling is None:
        raise LookupError(str(report))
    as_at = read_as_at(report, on=on)
    written, values = written_of(filling, on=on)
    texts = {part.section.code: Text(named(part.text, on=as_at)) for part in written.parts}
    values = {resolved(key, on=as_at): value for key, value in values.items()}
    figures = json.loads(report.figures) if report.figures else figures_said(_read(texts, as_at))
    return Assembled(
        title=report.title,
        panel=report.panel,
        by=report.reporter.name,
        as_at=report.as_at,
        reference=report.reference,
        number=filling.number,
        is_draft=report.state != ReportState.ISSUED,
        template=filling.template.template,
        texts=texts,
        values=values,
        figures=figures,
        digest=report.digest,
    )


def prepared(kind: str, *, as_at: date, panel: str) -> Assembled:
    """A report that nobody has begun: what its template says from the records, as at a day.

    Raises LookupError if no template is called so.
    """
    standing = template_standing(kind)
    if standing is None:
        raise LookupError(kind)
    template, recorded = standing.template, is_recorded_on(as_at)
    texts = {
        section.code: Text(prepared_text(section, on=as_at, recorded=recorded))
        for section in template.section
    }
    # What its template asks of which nothing is recorded is among the figures, and says so.
    asked = [named(begun_text(section), on=as_at) for section in template.section]
    readings = [read_figure(key, on=as_at) for key in keys_in(asked, on=as_at)]
    values = {
        **facts_about("", on=as_at),
        MergeField.LEAD: _("To be named"),
        MergeField.RECIPIENT: panel,
        MergeField.ENDS: date_format(as_at, "j F Y"),
        **{one.key: kept_value(one) for one in readings},
    }
    return Assembled(
        title=template.title,
        panel=panel,
        by="",
        as_at=as_at,
        reference="",
        number=1,
        is_draft=True,
        template=template,
        texts=texts,
        values=values,
        figures=figures_said(readings),
    )


def number_and_heading(said: str) -> tuple[str, str]:
    """`1. Supporting information` as its number and its words; no number where there is none."""
    found = NUMBER.fullmatch(said)
    return (found[1], found[2]) if found else ("", said)


def _read(texts: Mapping[str, Text], as_at: date) -> list[Reading]:
    keys = keys_in((one.text for one in texts.values()), on=as_at)
    return [read_figure(key, on=as_at) for key in keys]


def _numbered(part: Part) -> Part:
    """A section with a number counts its paragraphs: 1.1, 1.2."""
    number, _heading = number_and_heading(part.section.heading)
    if not number or part.section.kind != SectionKind.PROSE:
        return part
    return replace(part, blocks=tuple(_counted(part.blocks, number)))


def _counted(blocks: Blocks, number: str) -> Iterator[Block]:
    count = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            count += 1
            yield Paragraph((Run(f"{number}.{count}\u2002"), *block.runs))
        else:
            yield block

"""A document as it is read: its parts in order, its standing, and the facts above them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.utils.translation import gettext as _

from .blocks import Blocks, Table
from .contents import begun_text, blocks_in, in_words, is_filled
from .merge_fields import missing_fields
from .shapes import Section, SectionKind, Template


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a document, with what stands in it."""

    section: Section
    title: str  # its heading, with its place where the template counts its sections
    text: str
    blocks: Blocks
    number: int = 0  # of its text: none where nobody has written
    reason: str = ""

    @property
    def is_filled(self) -> bool:
        return is_filled(self.section, self.text)

    @property
    def is_bare(self) -> bool:
        """Whether nothing of it would be drawn, but for the head of an empty table."""
        first = self.blocks[0] if self.blocks else None
        return first is None or (isinstance(first, Table) and not first.rows)

    @property
    def is_wanting(self) -> bool:
        """Whether it must be filled before the document is finished."""
        return not self.section.is_optional and not self.is_filled

    @property
    def is_clause(self) -> bool:
        return self.section.kind == SectionKind.CLAUSE

    @property
    def is_changed_clause(self) -> bool:
        """Whether a standard clause says something else here."""
        return self.is_clause and self.words != in_words(self.section, begun_text(self.section))

    @property
    def lacks_reason(self) -> bool:
        return self.is_changed_clause and not self.reason

    @property
    def words(self) -> str:
        return in_words(self.section, self.text).replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True)
class Text:
    """What a section says, and which of its versions that is."""

    text: str
    number: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a document, as it is listed at its end."""

    title: str
    kind: str
    digest: str


@dataclass(frozen=True, slots=True)
class Annex:
    """What stands after the sections of a document, which nobody writes."""

    code: str
    title: str
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Written:
    """A whole document. `facts` are said under its title; `is_draft` says that it may change."""

    title: str
    kind: str
    reference: str
    number: int
    body: str
    parts: list[Part]
    is_draft: bool
    made_on: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    digest: str = ""
    attachments: list[Attached] = field(default_factory=list)
    annexes: tuple[Annex, ...] = ()

    @property
    def letterhead(self) -> str:
        """Whose document it is, and what or to whom."""
        return " · ".join(filter(None, (self.body, self.kind)))

    @property
    def clauses(self) -> list[Part]:
        return [part for part in self.parts if part.is_clause]

    @property
    def changed_clauses(self) -> list[Part]:
        return [part for part in self.clauses if part.is_changed_clause]


def parts_of(
    template: Template, texts: Mapping[str, Text], values: Mapping[str, str]
) -> list[Part]:
    """Every section of a template, with what is said in it or, until then, as it begins."""
    return [
        _part(section, f"{n}. " if template.is_numbered else "", texts, values)
        for n, section in enumerate(template.section, start=1)
    ]


def _part(
    section: Section, place: str, texts: Mapping[str, Text], values: Mapping[str, str]
) -> Part:
    said = texts.get(section.code) or Text(begun_text(section))
    blocks = blocks_in(section, said.text, values)
    return Part(section, place + section.heading, said.text, blocks, said.number, said.reason)


def gaps_in(parts: list[Part], values: Mapping[str, str]) -> list[str]:
    """What the document takes from its case and its case does not say, in words."""
    return list(dict.fromkeys(gap for part in parts for gap in missing_fields(part.text, values)))


def frozen_text(
    parts: list[Part],
    values: Mapping[str, str],
    *,
    template: str,
    attachments: Sequence[Mapping[str, object]] = (),
) -> str:
    """All that a finished document says, as the text whose digest is its evidence."""
    said: dict[str, object] = {
        "template": template,
        "values": dict(values),
        "sections": {
            part.section.code: {"text": part.text, "version": part.number, "reason": part.reason}
            for part in parts
        },
    }
    if attachments:
        said["attachments"] = list(attachments)
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def texts_in(frozen: str) -> tuple[dict[str, Text], dict[str, str]]:
    """What a frozen text holds: its sections, and what it took from its case."""
    said = json.loads(frozen)
    texts = {
        code: Text(one["text"], one["version"], one["reason"])
        for code, one in said["sections"].items()
    }
    return texts, said["values"]


def listed(attachments: Sequence[Attached]) -> Table:
    """What goes with a document, with the digest by which each file is told from any other."""
    rows = tuple((f"{one.title}\n{one.kind}", one.digest) for one in attachments)
    return Table((_("Attachment"), _("SHA-256")), rows)

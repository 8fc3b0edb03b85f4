"""What a template says: its sections, in order, each with its guidance and how it is filled."""

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from almoner.accounts.roles import Role

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_CODE = 60


class SectionKind(StrEnum):
    """How a section is filled."""

    PROSE = "prose"
    TABLE = "table"
    CHOICE = "choice"
    CLAUSE = "clause"


class Belongs(StrEnum):
    """What documents of a template are written about."""

    CASE = "case"
    REPORT = "report"


class Unfit(ValueError):
    """A template says something that cannot hold. The message says what to do."""

    def __init__(self, message: str, *, key: str) -> None:
        super().__init__(message)
        self.key = key


class Section(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """One part of a document. A clause comes with the body's standard words; a table with its
    columns and, where all such documents have them, with rows that are begun.
    """

    code: str
    heading: str
    guidance: str
    kind: SectionKind = SectionKind.PROSE
    is_optional: bool = False
    columns: list[str] = []
    rows: list[list[str]] = []
    choices: list[str] = []
    text: str = ""

    def __post_init__(self) -> None:
        for mistake, key in self._mistakes():
            raise Unfit(mistake, key=key)

    def _mistakes(self) -> Iterator[tuple[str, str]]:
        if not is_code(self.code):
            yield "A code is lower-case words joined by hyphens, such as legal-comments.", "code"
        if not self.heading.strip():
            yield "Give the section a heading.", "heading"
        if (self.kind == SectionKind.TABLE) != bool(self.columns):
            yield "A table names its columns, and nothing else has any.", "columns"
        if (self.kind == SectionKind.CHOICE) != bool(self.choices):
            yield "A choice names what can be chosen, and nothing else does.", "choices"
        if self.kind == SectionKind.CLAUSE and not self.text.strip():
            yield "A clause says its standard words in `text`.", "text"
        if any(len(row) > len(self.columns) for row in self.rows):
            yield "A row has more cells than the table has columns.", "rows"


class Template(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """A kind of document that the body writes again and again: what it is for, who looks after
    it, how often it is reviewed, and its sections. `is_numbered` is false where the headings carry
    numbers of their own; `belongs_to` says what its documents are about.
    """

    code: str
    title: str
    what: str
    owner: Role
    review_months: int
    section: list[Section]
    is_numbered: bool = True
    belongs_to: Belongs = Belongs.CASE

    def __post_init__(self) -> None:
        for mistake, key in self._mistakes():
            raise Unfit(mistake, key=key)

    def _mistakes(self) -> Iterator[tuple[str, str]]:
        if not is_code(self.code):
            yield "A code is lower-case words joined by hyphens, such as business-case.", "code"
        if not 1 <= self.review_months <= 60:  # noqa: PLR2004 - five years is no review any more
            yield "Write a whole number of months from 1 to 60.", "review-months"
        if not self.section:
            yield "A template has at least one section, begun by a line [[section]].", "section"
        codes = [section.code for section in self.section]
        if twice := next((code for code in codes if codes.count(code) > 1), None):
            yield f"Two sections have the code {twice}. Rename one.", "section"
        headings = [same_heading(section.heading) for section in self.section]
        if len(set(headings)) < len(headings):
            yield (
                "Two sections have the same heading, and a Word file could not tell them.",
                ("section"),
            )

    def section_called(self, code: str) -> Section | None:
        return next((section for section in self.section if section.code == code), None)

    @property
    def clauses(self) -> list[Section]:
        """The sections that come with the body's standard words."""
        return [section for section in self.section if section.kind == SectionKind.CLAUSE]


def is_code(said: str) -> bool:
    return bool(CODE.fullmatch(said)) and len(said) <= LONGEST_CODE


def same_heading(said: str) -> str:
    """A heading as two are compared: without its number, case and outer signs."""
    return re.sub(r"^[\d.\s]+", "", " ".join(said.split())).casefold().strip(" .:")

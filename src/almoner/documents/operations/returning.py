"""A document that was written on in Word, and comes back: each changed section as a new text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.documents.blocks import Block, Paragraph, Run, Table, as_text, plain
from almoner.documents.contents import kept_rows, mistakes_in
from almoner.documents.events import FillingEvent
from almoner.documents.models import Filling, SectionText
from almoner.documents.outputs.word import LONGEST_MARK
from almoner.documents.policies import may_write_filling
from almoner.documents.queries.fillings import written_of
from almoner.documents.shapes import SectionKind, same_heading
from almoner.documents.word_reading import Returned, WordFile, read_word
from almoner.documents.written import Part

from .fillings import expect_open, locked


@dataclass(frozen=True, slots=True)
class Change:
    """A section that says something else in the file."""

    part: Part
    text: str


def return_filling_from_word(
    filling: Filling, *, pieces: Iterable[bytes], by: User, at: datetime
) -> list[str]:
    """Take in a Word file that was made of a document, and tell which sections it changed.

    All of it is taken in, or nothing. Raises PermissionDenied, IllegalTransition, or
    ValidationError naming every heading that is not known and every section written since.
    """
    require(may_write_filling(by, filling, on=day_of(at)))
    content = _whole(pieces)
    return _take_in(filling, read_word(BytesIO(content)), content, by=by, at=at)


@operation
def _take_in(
    filling: Filling, file: WordFile, content: bytes, *, by: User, at: datetime
) -> list[str]:
    filling = locked(filling)
    require(may_write_filling(by, filling, on=day_of(at)))
    expect_open(filling)
    written, _values = written_of(filling, on=day_of(at))
    changes = changes_in(filling, written.parts, file)
    SectionText.objects.bulk_create(
        SectionText(
            filling=filling,
            section=change.part.section.code,
            number=change.part.number + 1,
            text=change.text,
            reason=change.part.reason,
            is_from_word=True,
            written_by=by,
            written_at=at,
        )
        for change in changes
    )
    facts = {"changed": len(changes), "file": sha256(content).hexdigest()}
    record(FillingEvent.RETURNED, about=filling, by=by, at=at, **facts)
    return [change.part.section.heading for change in changes]


def changes_in(filling: Filling, parts: list[Part], file: WordFile) -> list[Change]:
    """What a file changes. Raises ValidationError with all that is wrong with it."""
    if file.reference and file.reference != filling.reference:
        raise ValidationError(
            _("This file was made of %(other)s. Open that document, and send it there.")
            % {"other": file.reference}
        )
    mistakes, changes = list(_misplaced(parts, file)), []
    for part, returned in _matched(parts, file):
        mistakes += _mistakes_in_table(part, returned)
        text = _text_of(part, returned)
        if text is None:
            continue
        mistakes += _mistakes(part, returned, text, file.versions)
        changes.append(Change(part, text))
    if not mistakes and not changes:
        mistakes = [_("The file says what the document says already. Nothing was changed.")]
    if mistakes:
        raise ValidationError(mistakes)
    return changes


def _misplaced(parts: list[Part], file: WordFile) -> Iterator[str]:
    """Headings that no section has, or that stand there twice."""
    seen: set[str] = set()
    known = "; ".join(part.section.heading for part in parts)
    for one in file.sections:
        part = _part_of(parts, one)
        words = {"heading": one.heading, "known": known}
        if part is None:
            yield (
                _("No section is called “%(heading)s”. Make it Heading 2 within one of: %(known)s.")
                % words
            )
        elif part.section.code in seen:
            yield _("“%(heading)s” stands there twice. Put its text under one of them.") % words
        else:
            seen.add(part.section.code)


def _matched(parts: list[Part], file: WordFile) -> Iterator[tuple[Part, Returned]]:
    """Sections that are in the file. One that somebody took out of it stays as it is."""
    for one in file.sections:
        if part := _part_of(parts, one):
            yield part, one


def _part_of(parts: list[Part], returned: Returned) -> Part | None:
    """By its heading, which people read; where they changed that, by its bookmark."""
    by_heading = {same_heading(part.section.heading): part for part in parts}
    if found := by_heading.get(same_heading(returned.heading)):
        return found
    by_mark = {part.section.code.replace("-", "_")[:LONGEST_MARK]: part for part in parts}
    return by_mark.get(returned.mark)


def _mistakes(
    part: Part, returned: Returned, text: str, versions: Mapping[str, int]
) -> Iterator[str]:
    words = {"heading": part.section.heading, "now": part.number}
    number = versions.get(part.section.code, returned.number)
    if number is None:
        yield (
            _(
                "Nothing in the file says which version of “%(heading)s” it was made of. Download"
                " the document as Word anew, and put your words there."
            )
            % words
        )
    elif number != part.number:
        yield _(
            "“%(heading)s” was version %(then)d when the file was made, and is %(now)d now. Write"
            " your words into that section here, or download the document anew."
        ) % {**words, "then": number}
    for mistake in mistakes_in(part.section, text):
        yield f"“{part.section.heading}”: {mistake}"
    if part.section.kind != SectionKind.TABLE and any(
        isinstance(block, Table) for block in _with_marks(part, returned)
    ):
        yield _("“%(heading)s” holds a table, and is for words only.") % words


def _mistakes_in_table(part: Part, returned: Returned) -> Iterator[str]:
    """What is wrong with a table, also where none of its rows was changed."""
    if part.section.kind != SectionKind.TABLE:
        return
    tables = [block for block in returned.blocks if isinstance(block, Table)]
    words = {"heading": part.section.heading, "columns": "; ".join(part.section.columns)}
    if len(tables) != 1 or len(tables) != len(returned.blocks):
        yield _("“%(heading)s” is one table, and nothing beside it.") % words
    elif [same_heading(one) for one in tables[0].columns] != [
        same_heading(one) for one in part.section.columns
    ]:
        yield _("The table of “%(heading)s” has these columns, and no others: %(columns)s.") % words


def _text_of(part: Part, returned: Returned) -> str | None:
    """What the file says in a section, as it would be kept; nothing if it says the same."""
    blocks = tuple(returned.blocks)
    if part.section.kind == SectionKind.TABLE:
        return _rows_of(part, blocks)
    if part.section.kind == SectionKind.CHOICE:
        said = " ".join(plain(getattr(block, "runs", ())) for block in blocks).strip()
        return None if said == part.text else said
    return None if blocks == part.blocks else as_text(_with_marks(part, returned))


def _with_marks(part: Part, returned: Returned) -> list[Block]:
    """What came back, with each table of figures that nobody changed as its mark."""
    marks = {block: block.mark for block in part.blocks if isinstance(block, Table) and block.mark}
    return [
        Paragraph((Run(marks[block]),)) if isinstance(block, Table) and block in marks else block
        for block in returned.blocks
    ]


def _rows_of(part: Part, blocks: tuple[object, ...]) -> str | None:
    rows = [list(row) for block in blocks if isinstance(block, Table) for row in block.rows]
    drawn = [list(row) for block in part.blocks if isinstance(block, Table) for row in block.rows]
    said = kept_rows(rows)
    return None if said == kept_rows(drawn) else said


def _whole(pieces: Iterable[bytes]) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > settings.DOCUMENT_LIMIT:
            raise ValidationError(_("The file is too large to have been made here."))
    return bytes(content)

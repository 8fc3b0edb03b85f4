"""What stands in one section: as it is kept, as blocks, and in words that can be compared."""

import json
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from almoner.core.figures import TABLE, figure_called, is_figure

from .blocks import Block, Blocks, Paragraph, Run, Table, blocks_of, plain
from .merge_fields import FIELDS, MARK, merged, unknown_fields
from .shapes import Section, SectionKind

NO_VALUES: Mapping[str, str] = {}
MOST_ROWS = 200
LONGEST = 60_000  # characters in one section


def begun_text(section: Section) -> str:
    """What a section says before anybody has written in it."""
    return kept_rows(section.rows) if section.kind == SectionKind.TABLE else section.text.strip()


def kept_rows(rows: Sequence[Sequence[str]]) -> str:
    """Rows of a table as they are kept: without those in which nothing is said."""
    said = [[cell.strip() for cell in row] for row in rows]
    said = [row for row in said if any(row)]
    return json.dumps(said, ensure_ascii=False) if said else ""


def rows_of(section: Section, text: str) -> list[list[str]]:
    """The rows of a table, each as wide as the table is now."""
    rows = json.loads(text) if text else []
    width = len(section.columns)
    return [[*row, *[""] * width][:width] for row in rows]


def blocks_in(section: Section, text: str, values: Mapping[str, str] = NO_VALUES) -> Blocks:
    """A section as it is drawn, with the facts of its case in it."""
    if section.kind == SectionKind.TABLE:
        rows = rows_of(section, text)
        said = tuple(tuple(merged(cell, values) for cell in row) for row in rows)
        return (Table(tuple(section.columns), said),)
    if section.kind == SectionKind.CHOICE:
        return (Paragraph((Run(text),)),) if text else ()
    return tuple(_drawn(block, values) for block in blocks_of(_without_tables(text, values)))


def kept_table(rows: Sequence[Sequence[str]]) -> str:
    """The rows of a table that a figure gives, as a value beside those of merge fields."""
    return json.dumps([list(row) for row in rows], ensure_ascii=False) if rows else ""


def _without_tables(text: str, values: Mapping[str, str]) -> str:
    """A text with its facts in it, but for the marks of tables that have rows."""
    tables = {name for name in values if name.startswith(TABLE) and values[name]}
    return merged(text, {**values, **{name: "{{ " + name + " }}" for name in tables}})


def _drawn(block: Block, values: Mapping[str, str]) -> Block:
    """A table in the place of the mark that is all a paragraph says."""
    said = plain(block.runs).strip() if isinstance(block, Paragraph) else ""
    found = MARK.fullmatch(said)
    if found is None or not found[1].startswith(TABLE) or not is_figure(found[1]):
        return block
    figure, _parameter = figure_called(found[1])
    rows = json.loads(values.get(found[1]) or "[]")
    return Table(
        tuple(map(str, figure.columns)),
        tuple(tuple(row) for row in rows),
        drawn_column=figure.drawn_column,
        sums_up=figure.sums_up,
        mark=found[0],
    )


def in_words(section: Section, text: str) -> str:
    """A section as two of them are compared: a table's rows are lines that name each column."""
    if section.kind != SectionKind.TABLE:
        return text
    return "\n".join(
        "; ".join(
            f"{column}: {cell}" for column, cell in zip(section.columns, row, strict=True) if cell
        )
        for row in rows_of(section, text)
    )


def is_filled(section: Section, text: str) -> bool:
    """Whether it says something. A table must say more than the rows that it begins with, unless
    these leave no cell empty.
    """
    if section.kind == SectionKind.TABLE:
        begun = [row for row in rows_of(section, begun_text(section)) if any(row)]
        now = rows_of(section, text)
        return bool(now) and (now != begun or all(all(row) for row in begun))
    return bool(text.strip())


def mistakes_in(section: Section, text: str) -> Iterator[str]:
    """What cannot be kept of a section, in words."""
    if len(text) > LONGEST:
        yield _("It is longer than %(most)d characters. Say it shorter, or attach a file.") % {
            "most": LONGEST
        }
    if section.kind == SectionKind.CHOICE and text and text not in section.choices:
        yield _("Choose one of: %(choices)s.") % {"choices": "; ".join(section.choices)}
    if unknown := unknown_fields(text):
        yield _("There is no field called %(name)s. Use one of: %(known)s.") % {
            "name": unknown[0],
            "known": ", ".join(FIELDS),
        }
    if section.kind == SectionKind.TABLE and len(rows_of(section, text)) > MOST_ROWS:
        yield _("A table has at most %(most)d rows.") % {"most": MOST_ROWS}

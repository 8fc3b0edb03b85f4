"""A document as HTML: its parts for a page, and a whole file for whoever keeps it, or the PDF."""

from functools import cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from almoner.core.markdown import leads_somewhere_safe
from almoner.documents.blocks import (
    DAY,
    EMPTY,
    Block,
    Blocks,
    Heading,
    Listing,
    Paragraph,
    Run,
    Runs,
    Table,
)
from almoner.documents.written import Part, Written, listed

from .bars import picture_of


def drawn(blocks: Blocks, *, caption: str = "", label: str = "", level: int = 3) -> SafeString:
    """Blocks as HTML. `level` is that of the headings within them. A table scrolls by itself where
    it is called something: by its caption or, where a heading stands above it, by a label alone.
    """
    called = caption, label or caption
    return format_html_join("\n", "{}", ((_drawn(one, called, level),) for one in blocks))


def as_html(written: Written, *, styles: str = "") -> str:
    """A whole document as one file, which fetches nothing."""
    pieces = {
        "lang": "en-GB",
        "title": f"{written.title} ({written.reference})",
        "styles": mark_safe(styles or stylesheet()),  # noqa: S308 - our own style sheet
        "made_on": written.made_on,
        "body_name": written.body,
        "header": _header(written),
        "parts": format_html_join(
            "\n",
            "{}",
            ((_part(part, written),) for part in written.parts),
        )
        + _annexes(written)
        + _attachments(written),
    }
    return str(format_html(PAGE, **pieces))


@cache
def stylesheet() -> str:
    return (Path(__file__).parent / "print.css").read_text(encoding="utf-8")


PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="author" content="{body_name}">
<meta name="dcterms.created" content="{made_on}">
<style>{styles}</style>
</head>
<body>
{header}
<main>
{parts}
</main>
</body>
</html>
"""


def _header(written: Written) -> SafeString:
    facts = format_html_join("\n", "<div><dt>{}</dt><dd>{}</dd></div>", written.facts)
    draft = format_html('<p class="draft">{}</p>', _("Draft")) if written.is_draft else ""
    return format_html(
        '<header>\n<p class="kind">{}</p>\n<h1>{}</h1>\n{}\n<dl>\n{}\n</dl>\n'
        '<p class="running" aria-hidden="true">{}</p>\n</header>',
        written.letterhead,
        written.title,
        draft,
        facts,
        written.reference,
    )


def _part(part: Part, written: Written) -> SafeString:
    inner = drawn(part.blocks, label=part.title)
    if part.is_bare:
        nothing = _("Nothing is said here.") if written.is_draft else _("None.")
        inner = format_html('<p class="empty">{}</p>', nothing)
    return format_html(
        '<section id="{}">\n<h2>{}</h2>\n{}\n</section>',
        part.section.code,
        part.title,
        inner,
    )


def _annexes(written: Written) -> SafeString:
    drawn_ones = (
        (one.code, one.title, drawn(one.blocks, label=one.title)) for one in written.annexes
    )
    return format_html_join("", '\n<section id="{}">\n<h2>{}</h2>\n{}\n</section>', drawn_ones)


def _attachments(written: Written) -> SafeString:
    if not written.attachments:
        return SafeString()
    heading, table = _("Attachments"), drawn((listed(written.attachments),))
    return format_html('\n<section id="attachments">\n<h2>{}</h2>\n{}\n</section>', heading, table)


def _drawn(block: Block, called: tuple[str, str], level: int) -> SafeString:
    match block:
        case Paragraph(runs):
            return format_html("<p>{}</p>", _words(runs))
        case Heading(runs):
            return format_html("<h{}>{}</h{}>", level, _words(runs), level)
        case Listing(is_ordered, items):
            return _listing(is_ordered, items, level)
        case Table():
            return _table(block, *called)


def _listing(is_ordered: bool, items: tuple[Blocks, ...], level: int) -> SafeString:  # noqa: FBT001 - as it is kept
    tag = "ol" if is_ordered else "ul"
    kind = "govuk-list--number" if is_ordered else "govuk-list--bullet"
    inner = format_html_join("\n", "<li>{}</li>", ((_item(item, level),) for item in items))
    return format_html('<{} class="govuk-list {}">\n{}\n</{}>', tag, kind, inner, tag)


def _item(item: Blocks, level: int) -> SafeString:
    """One item. Its first paragraph needs no tag of its own."""
    first, *rest = item or (Paragraph(()),)
    words = _words(first.runs) if isinstance(first, Paragraph) else _drawn(first, ("", ""), level)
    return format_html("{}{}", words, drawn(tuple(rest), level=level))


def _table(table: Table, caption: str, label: str) -> SafeString:
    """A table, which on a page scrolls by itself. Columns of numbers stand to the right."""
    numeric = table.are_numbers
    heads = format_html_join(
        "",
        '<th scope="col" class="govuk-table__header{}">{}</th>',
        zip(map(_right, numeric), table.columns, strict=True),
    )
    empty = "" if table.is_to_sign else EMPTY
    last = len(table.rows) if table.sums_up else 0
    rows = (
        (_row(row, numeric, empty=empty, is_total=n == last),)
        for n, row in enumerate(table.rows, start=1)
    )
    # In a file its heading stands right above it; on a page it is found by its caption.
    hidden = '<caption class="govuk-visually-hidden">{}</caption>'
    drawn_table = format_html(
        '<table class="govuk-table{}{}">{}\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>",
        " short" if table.is_short else "",
        " to-sign" if table.is_to_sign else "",
        format_html(hidden, caption) if caption else "",
        heads,
        format_html_join("\n", "<tr>{}</tr>", rows),
    )
    if not label:
        return drawn_table + picture_of(table)
    within = '<div class="scroll" role="region" aria-label="{}" tabindex="0">{}</div>'
    return format_html(within, label, drawn_table) + picture_of(table)


def _row(row: tuple[str, ...], numeric: list[bool], *, empty: str, is_total: bool) -> SafeString:
    first, *rest = (_lines(cell, empty) for cell in row)
    if is_total:
        first, *rest = (format_html("<strong>{}</strong>", words) for words in (first, *rest))
    kinds = map(_kind, row[1:], numeric[1:])
    cells = format_html_join(
        "", '<td class="govuk-table__cell{}">{}</td>', zip(kinds, rest, strict=True)
    )
    return format_html('<th scope="row" class="govuk-table__cell">{}</th>{}', first, cells)


def _kind(cell: str, is_number: bool) -> str:  # noqa: FBT001 - of one column
    return " date" if DAY.fullmatch(cell) else _right(is_number)


def _right(is_number: bool) -> str:  # noqa: FBT001 - of one column
    return " numeric" if is_number else ""


def _lines(cell: str, empty: str) -> SafeString:
    return format_html_join(
        mark_safe("<br>"), "{}", ((line,) for line in cell.splitlines() or [empty])
    )


def _words(runs: Runs) -> SafeString:
    return format_html_join("", "{}", ((_word(run),) for run in runs))


def _word(run: Run) -> SafeString:
    said = format_html("{}", run.text)
    if run.is_italic:
        said = format_html("<em>{}</em>", said)
    if run.is_bold:
        said = format_html("<strong>{}</strong>", said)
    if run.link and leads_somewhere_safe(run.link):
        said = format_html('<a href="{}">{}</a>', run.link, said)
    return said

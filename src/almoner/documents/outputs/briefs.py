"""What a thing is told as, on a page and in a pack."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from almoner.documents.briefs import Brief

from .html import drawn


def as_brief_html(brief: Brief, *, level: int = 2) -> SafeString:
    """A brief on a page that names it: what is asked, its facts, and its parts under headings of a
    level.
    """
    asks = format_html('<div class="govuk-inset-text">{}</div>', brief.asks) if brief.asks else ""
    return format_html("{}\n{}\n{}", asks, _facts(brief), parts_drawn(brief, level=level))


def parts_drawn(brief: Brief, *, level: int, has_captions: bool = True) -> SafeString:
    """Its parts. A table that has a caption scrolls by itself where a page is narrow."""
    pieces, caption = [], brief.title
    for part in brief.parts:
        caption = part.heading or caption
        pieces.append(_heading(part.heading, level))
        said = caption if has_captions else ""
        pieces.append(drawn(part.blocks, caption=said, level=level + 1))
    return format_html_join("\n", "{}", ((piece,) for piece in pieces if piece))


def _heading(words: str, level: int) -> SafeString:
    if not words:
        return SafeString()
    size = "m" if level == 2 else "s"  # noqa: PLR2004 - right below the title of the page
    return format_html('<h{} class="govuk-heading-{}">{}</h{}>', level, size, words, level)


def _facts(brief: Brief) -> SafeString:
    if not brief.facts:
        return SafeString()
    row = (
        '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd></div>'
    )
    rows = format_html_join("\n", row, brief.facts)
    return format_html('<dl class="govuk-summary-list">\n{}\n</dl>', rows)

"""The little of Markdown that people may write with, made into safe HTML by construction.

Headings, paragraphs, lists, bold and italic words, and links: nothing else has a rule, so HTML, a
script or an image in the text comes out as the characters that were typed.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = {"http", "https", "mailto"}
TOP, BELOW = "h2", "h3"  # the page's own title is its only h1
CLASSES = {"ordered_list_open": "govuk-list govuk-list--number"}


def as_html(text: str) -> SafeString:
    """Draw a text. Its headings begin at the second level, and none is skipped."""
    tokens = READER.parse(text)
    _order_headings(tokens)
    for token in tokens:
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
    drawn: str = READER.renderer.render(tokens, READER.options, {})
    return mark_safe(drawn)  # noqa: S308 - only the few rules make tags; all else is escaped


def leads_somewhere_safe(address: str) -> bool:
    """Whether a link may lead there: a page of ours, one of the web, or a letter."""
    said = address.strip()
    if said.startswith(("/", "#")):
        return not said.startswith(("//", "/\\"))
    return urlsplit(said).scheme.lower() in SCHEMES


def _order_headings(tokens: Sequence[Token]) -> None:
    has_top = False
    for token in tokens:
        if token.type not in {"heading_open", "heading_close"}:
            continue
        is_top = len(token.markup) <= len("##") or not has_top
        token.tag = TOP if is_top else BELOW
        has_top = has_top or token.type == "heading_close"


def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero").enable(["heading", "list", "emphasis", "link", "escape"])
    reader.validateLink = leads_somewhere_safe  # type: ignore[method-assign, assignment]  # so it is told
    return reader


READER = _reader()

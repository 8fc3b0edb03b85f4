"""The papers of a meeting as one file: a cover, a contents list, and each item on its own page."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from almoner.documents.briefs import Brief
from almoner.documents.written import Attached, listed

from .briefs import parts_drawn
from .html import PAGE, drawn, stylesheet
from .pdf import tagged, typeface

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PackItem:
    """One item of an agenda with its paper. `notice` says what whoever holds the pack must know of
    it, such as why its paper is not there.
    """

    number: str
    title: str
    facts: Facts = ()
    brief: Brief | None = None
    notice: str = ""
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """The papers of one meeting. `title` names the board and the day, and stands on every page;
    `facts` say when and where it is and who is called; `notes` stand below its contents.
    """

    title: str
    body: str
    reference: str
    made_on: str
    facts: Facts
    items: tuple[PackItem, ...]
    is_draft: bool = False
    notes: tuple[str, ...] = ()


def as_pack_html(pack: Pack, *, styles: str = "") -> str:
    """A whole pack as one file, which fetches nothing."""
    return str(
        format_html(
            PAGE,
            lang="en-GB",
            title=f"{pack.title} ({pack.reference})",
            styles=mark_safe(styles or _styles()),  # noqa: S308 - our own style sheets
            made_on=pack.made_on,
            body_name=pack.body,
            header=_cover(pack),
            parts=_contents(pack) + _items(pack),
        )
    )


def as_pack_pdf(pack: Pack) -> bytes:
    """A pack as a PDF that a screen reader can follow. The same pack gives the same bytes."""
    return tagged(as_pack_html(pack, styles=typeface() + _styles()))


@cache
def _styles() -> str:
    return stylesheet() + (Path(__file__).parent / "pack.css").read_text(encoding="utf-8")


def _cover(pack: Pack) -> SafeString:
    draft = format_html('<p class="draft">{}</p>\n', _("Draft")) if pack.is_draft else ""
    running = _("%s (draft)") % pack.reference if pack.is_draft else pack.reference
    return format_html(
        '<header>\n<p class="kind">{} · {}</p>\n<h1>{}</h1>\n{}{}\n'
        '<p class="running" aria-hidden="true">{}</p>\n</header>',
        pack.body,
        _("Papers of a meeting"),
        pack.title,
        draft,
        _facts((*pack.facts, (_("Reference"), pack.reference))),
        running,
    )


def _facts(facts: Facts) -> SafeString:
    if not facts:
        return SafeString()
    return format_html(
        "<dl>\n{}\n</dl>",
        format_html_join("\n", "<div><dt>{}</dt><dd>{}</dd></div>", facts),
    )


def _contents(pack: Pack) -> SafeString:
    notes = format_html_join("\n", '<p class="note">{}</p>', ((note,) for note in pack.notes))
    return format_html(
        '<nav class="contents" aria-labelledby="contents">\n<h2 id="contents">{}</h2>\n{}\n'
        "</nav>\n{}\n",
        _("Contents"),
        _lines(pack),
        notes,
    )


def _lines(pack: Pack) -> SafeString:
    if not pack.items:
        return format_html('<p class="empty">{}</p>', _("There are no items yet."))
    line = '<li><a href="#{}"><span class="number">{}</span> {}</a></li>'
    lines = ((_anchor(n), item.number, item.title) for n, item in enumerate(pack.items, start=1))
    return format_html("<ol>\n{}\n</ol>", format_html_join("\n", line, lines))


def _anchor(place: int) -> str:
    """Numbers of items are words, such as 4a, so that their places name them here."""
    return f"item-{place}"


def _items(pack: Pack) -> SafeString:
    items = ((_item(_anchor(n), item),) for n, item in enumerate(pack.items, start=1))
    return format_html_join("\n", "{}", items)


def _item(anchor: str, item: PackItem) -> SafeString:
    notice = format_html('<p class="notice">{}</p>\n', item.notice) if item.notice else ""
    return format_html(
        '<section class="item" id="{}">\n<h2>{} {}</h2>\n{}\n{}{}{}\n</section>',
        anchor,
        item.number,
        item.title,
        _facts(item.facts),
        notice,
        _paper(item),
        _files(item),
    )


def _paper(item: PackItem) -> SafeString:
    if item.brief is not None:
        return _brief(item.brief)
    if item.notice or item.files:
        return SafeString()
    return format_html('<p class="empty">{}</p>', _("There is no paper for this item."))


def _brief(brief: Brief) -> SafeString:
    asks = format_html('<p class="asks">{}</p>\n', brief.asks) if brief.asks else ""
    return format_html(
        "<h3>{}</h3>\n{}{}\n{}",
        brief.title,
        asks,
        _facts(brief.facts),
        parts_drawn(brief, level=4, has_captions=False),
    )


def _files(item: PackItem) -> SafeString:
    if not item.files:
        return SafeString()
    return format_html(
        '\n<section class="files">\n<h3>{}</h3>\n{}\n</section>',
        _("Files that go with this item"),
        drawn((listed(item.files),)),
    )

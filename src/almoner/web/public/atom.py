"""Feeds as readers of them want them: Atom (RFC 4287), in pages (RFC 5005)."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings
from django.core.paginator import Page

from .entries import Entry
from .searches import Search

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # a feed must be dated, and nothing came
# What no XML may hold, whatever a file said.
UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

register_namespace("", ATOM)


def feed_of(search: Search, page: Page[Entry]) -> bytes:
    """A page of what is new in a search."""
    shown = list(page)
    feed = Element(_named("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    _say(feed, "id", f"{settings.ADDRESS}{search.feed}")
    _say(feed, "title", f"{settings.BODY_NAME}: {search.in_words}")
    _say(feed, "updated", written(max((one.updated for one in shown), default=NOTHING_YET)))
    _say(SubElement(feed, _named("author")), "name", settings.BODY_NAME)
    _link(feed, "alternate", f"{settings.ADDRESS}{search.page}", "text/html")
    for relation, number in _pages(page):
        _link(feed, relation, _page_address(search, number), "application/atom+xml")
    for entry in shown:
        _add(feed, entry)
    # Of a feed served as it is: no reader needs line breaks between elements.
    said: bytes = tostring(feed, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + said


def written(moment: datetime) -> str:
    """A moment as RFC 3339 writes it, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(feed: Element, entry: Entry) -> None:
    said = SubElement(feed, _named("entry"))
    _say(said, "id", entry.id)
    _say(said, "title", entry.title)
    _say(said, "updated", written(entry.updated))
    _link(said, "alternate", entry.address, "text/html")
    _say(said, "summary", entry.summary)


def _pages(page: Page[Entry]) -> Iterable[tuple[str, int]]:
    yield "self", page.number
    yield "first", 1
    if page.has_previous():
        yield "previous", page.previous_page_number()
    if page.has_next():
        yield "next", page.next_page_number()
    yield "last", page.paginator.num_pages


def _page_address(search: Search, number: int) -> str:
    address = f"{settings.ADDRESS}{search.feed}"
    return f"{address}{'&' if search.query else '?'}page={number}" if number > 1 else address


def _link(parent: Element, relation: str, address: str, kind: str) -> None:
    SubElement(parent, _named("link"), {"rel": relation, "type": kind, "href": address})


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, _named(name)).text = UNSPEAKABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _named(name: str) -> str:
    return f"{{{ATOM}}}{name}"

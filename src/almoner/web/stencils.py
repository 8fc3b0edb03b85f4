"""Pages of records, drawn once with marks where the facts of one go, and filled in for all others.

Two payments are told by one page in which only the facts differ. So it is drawn by its template
once, in each language and for each set of facts that a record may have, with a mark for each fact;
from then on, until anything public changes, a page is the texts between the marks and the facts of
a record, made safe as a template makes them.
"""

import html
import re
import secrets
from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from almoner.core.once import nothing_was_asked
from almoner.core.standing import presuming_heard
from almoner.registers.kept import public_state

Facts = dict[str, str]
REFERENCE = "reference"  # the fact under which a record is asked for
ADDRESS = re.compile(r"(/.*/)([-a-zA-Z0-9_]+)/")  # of a list, and of one of it by its reference
UNSAFE = re.compile("[&<>\"']")
LENGTH = "Content-Length"
ITS_OWN = {LENGTH, "X-Request-ID"}  # headings that each answer has of its own
AROUND = 2_500  # bytes, about, that some facts take beside their texts
MOST = 100  # stencils: each is for one language, host and set of facts

log = structlog.get_logger(__name__)
_pages: list["RecordPage"] = []


class Told(NamedTuple):
    """The facts of a record, and the hash of the ledger's last line when they were read."""

    facts: Facts
    ledger_ended: str


@dataclass(frozen=True)
class RecordPage:
    """How one record of many is told: by facts, all of them in words, in the language spoken now.

    Its template says each fact as it is, and asks of none more than whether there is one: no page
    could be filled in for others that depends on what a fact says.
    """

    route: str
    template: str
    facts: Callable[[str], Told | None]

    def __post_init__(self) -> None:
        _pages.append(self)

    @cached_property
    def list_address(self) -> str:
        """Where its records are listed, and below which each has its page."""
        return reverse(self.route, args=[REFERENCE]).removesuffix(f"{REFERENCE}/")

    def response(self, request: HttpRequest, reference: str) -> "RecordResponse":
        """The page as its template draws it. Raises Http404 where there is no such record."""
        told = self.facts(reference)
        if told is None:
            raise Http404
        return RecordResponse(self, told.facts, self.draw(request, told.facts))

    def draw(self, request: HttpRequest, facts: Facts) -> str:
        return render_to_string(self.template, facts, request)


class RecordResponse(HttpResponse):
    """The page of a record, which knows what it was drawn of."""

    def __init__(self, page: RecordPage, facts: Facts, text: str) -> None:
        super().__init__(text)
        self.page, self.facts = page, facts


@dataclass(frozen=True, slots=True)
class Stencil:
    """The texts between the facts, and which fact follows each but the last."""

    state: Hashable
    headers: dict[str, str]
    texts: list[str]
    names: list[str]

    def fill(self, facts: Facts) -> str:
        parts = [""] * (len(self.texts) + len(self.names))
        parts[::2] = self.texts
        parts[1::2] = [made_safe(facts[name]) for name in self.names]
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Filled:
    """The page of one record: what it is filled in with is a tenth of it."""

    stencil: Stencil
    facts: Facts

    @property
    def state(self) -> Hashable:
        return self.stencil.state

    @property
    def size(self) -> int:
        return AROUND + sum(map(len, self.facts.values()))

    def response(self) -> HttpResponse:
        content = self.stencil.fill(self.facts).encode()
        return HttpResponse(content, headers=self.stencil.headers | {LENGTH: str(len(content))})


def made_safe(fact: str) -> str:
    """As a template writes it: `conditional_escape`, less what that does for words not yet said."""
    if isinstance(fact, SafeString) or not UNSAFE.search(fact):
        return fact
    return html.escape(fact)


def cut(request: HttpRequest, drawn: RecordResponse, state: Hashable) -> Stencil | None:
    """The stencil of a page that was just drawn, if filled in it says the same."""
    secret, there = secrets.token_hex(8), [name for name, fact in drawn.facts.items() if fact]
    marks = {name: f"x{secret}x{place}x" for place, name in enumerate(there)}
    standing_in = copy(request)
    standing_in.path = drawn.page.list_address + marks[REFERENCE] + "/"
    marked = drawn.page.draw(standing_in, {**drawn.facts, **marks})
    parts = re.split(f"x{secret}x([0-9]+)x", marked)
    headers = {name: value for name, value in drawn.items() if name not in ITS_OWN}
    stencil = Stencil(state, headers, parts[::2], [there[int(place)] for place in parts[1::2]])
    if stencil.fill(drawn.facts).encode() == drawn.content:
        return stencil
    log.error("stencil_differs", template=drawn.page.template)
    return None


class Stencils:
    """Those of one process, each until anything public changes."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Stencil] = {}

    def fill(self, record: "Record", to: Hashable) -> Filled | None:
        """The page of a record, if one like it was drawn before, since anything public changed, for
        the same askers. Nothing where there is no such record: that is for its page to say.
        """
        if nothing_was_asked():
            # One question tells the facts, and whether the ledger has gone on since we knew.
            with presuming_heard() as ends:
                told = record.told()
                if told is None or ends(told.ledger_ended):
                    return told and self._filled(record, told.facts, to)
        told = record.told()
        return told and self._filled(record, told.facts, to)

    def _filled(self, record: "Record", facts: Facts, to: Hashable) -> Filled | None:
        stencil = self._known.get(_key(record.page, facts, to))
        return Filled(stencil, facts) if stencil and stencil.state == public_state() else None

    def keep(
        self, request: HttpRequest, to: Hashable, state: Hashable, drawn: RecordResponse
    ) -> bool:
        """Keep the stencil of a page that was just drawn. Says whether there is one."""
        key = _key(drawn.page, drawn.facts, to)
        known = self._known.get(key)
        if known is not None and known.state == state:
            return True
        stencil = cut(request, drawn, state)
        if stencil is None:
            return False
        if len(self._known) >= MOST:
            self._known = {}
        self._known[key] = stencil
        return True


def _key(page: RecordPage, facts: Facts, to: Hashable) -> Hashable:
    return page.route, frozenset(name for name, fact in facts.items() if fact), to


class Record(NamedTuple):
    """A record that is asked for by its address; it may not exist."""

    page: RecordPage
    reference: str

    def told(self) -> Told | None:
        return self.page.facts(self.reference)


def record_at(address: str) -> Record | None:
    """The record whose page has this address, with nothing asked beside it."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        return None
    below, reference = found.groups()
    return next((Record(one, reference) for one in _pages if one.list_address == below), None)

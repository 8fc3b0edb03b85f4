"""Whole public pages, kept in the process as they were answered until anything public changes.

They are kept by address and language, with the state of what is public (`registers.kept`)
that they were drawn in: what is withheld is in none of them from the moment the ledger says so.
Nothing is kept that was drawn for somebody: no page of anyone signed in, none with a form's token,
none that tells of an act.

What reads who asks, sets headers and counts stands within: a page that is kept was through all of
it when it was drawn, and goes out with the headers that it was given then.
"""

import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple, Self
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, get_language_from_request, override
from prometheus_client import Counter

from almoner.registers.kept import State, public_state

from .forgiving import WORDS
from .stencils import Filled, RecordResponse, Stencils, record_at

# The pages that change with nothing but the ledger and the day, by their routes. Adding one is a
# decision: what else it shows, such as the hour or who asks, would be told to everybody after.
KEPT = {"home", "registers", "payments", "payment", "grants", "grant", "contracts", "contract"}
KEPT |= {"organisations", "organisation", "copies", "copy", "duties", "editions", "edition"}
KEPT |= {"places", "place", "catalogue", "feeds", "forward-plan"}
# Less these, looked through for words: of agreements that were known already, an import brings the
# index up to date after its line, since that takes long, and a page drawn between would stay.
FOUND_LATER = {"grants", "contracts"}
# What may be said around a page that anyone gets: the same to all who ask for it alike. Whatever
# says more, such as how long it may be kept by others, is not kept here.
SAID_TO_ALL = {
    "Content-Language",
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
}
REQUEST_ID, POLICY, ONLY_ONCE = "X-Request-ID", "Content-Security-Policy", "'nonce-"
MB, LONGEST_ADDRESS = 1_000_000, 500
HTML, TELLS = "text/html", "messages"
FAST = 1  # of zlib's nine: the others take longer than drawing the page again

log = structlog.get_logger(__name__)
answered_again = Counter(
    "almoner_kept_pages",
    "Public pages answered as they were drawn before; django_http_* counts all other answers",
)


class Asker(NamedTuple):
    """All that an answer may vary with beside its address, where nothing tells who asks. What
    should have come by https is sent there.
    """

    is_secure: bool
    language: str


@dataclass(frozen=True, slots=True)
class Page:
    """What was answered, pressed, and the state of what is public in which it was drawn."""

    state: State
    headers: Mapping[str, str]
    pressed: bytes

    @property
    def size(self) -> int:
        return len(self.pressed)

    @classmethod
    def of(cls, state: State, response: HttpResponse) -> Self:
        said = {name: value for name, value in response.items() if name != REQUEST_ID}
        return cls(state, said, zlib.compress(response.content, FAST))

    def response(self) -> HttpResponse:
        return HttpResponse(zlib.decompress(self.pressed), headers=self.headers)


class Shelf:
    """Pages by key, up to so many bytes: what nobody asked for longest goes first."""

    def __init__(self, room: int) -> None:
        self._room, self._taken, self._lock = room, 0, Lock()
        self._pages: OrderedDict[Hashable, Page | Filled] = OrderedDict()

    def get(self, key: Hashable) -> Page | Filled | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Page | Filled) -> None:
        with self._lock:
            known = self._pages.pop(key, None)
            self._taken += page.size - (known.size if known else 0)
            self._pages[key] = page
            while self._taken > self._room:
                self._taken -= self._pages.popitem(last=False)[1].size


class KeptPages:
    """Answer again what was answered before, while nothing that is public has changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._shelf, self._stencils = Shelf(settings.KEPT_MB * MB), Stencils()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_asked_by_anyone(request):
            return self.get_response(request)
        to, address = by_whom(request), request.get_full_path()
        with suppress(Error, DisallowedHost):  # told of where it is refused within
            if page := self._known(request, to, address):
                return counted(address, page.response())
        response = self.get_response(request)
        state = getattr(request, "drawn_in_state", None)
        if state is not None and is_for_anyone(request, response):
            try:
                self._keep(request, to, address, state, response)
            except Exception:  # the page is drawn, and whoever asked for it gets it
                log.exception("page_not_kept")
        return response

    def _known(self, request: HttpRequest, to: Asker, address: str) -> Page | Filled | None:
        """What can be answered without drawing it. Raises DisallowedHost, django.db.Error."""
        request.get_host()
        page = self._shelf.get((to, address))
        if page is not None and page.state == public_state():
            return page
        record = record_at(address)
        if record is None:
            return None
        is_spoken = get_language() == to.language
        with nullcontext() if is_spoken else override(to.language):
            filled = self._stencils.fill(record, to)
        if filled is not None:
            self._shelf.put((to, address), filled)
        return filled

    def _keep(
        self, request: HttpRequest, to: Asker, address: str, state: State, response: HttpResponse
    ) -> None:
        record = response if isinstance(response, RecordResponse) and record_at(address) else None
        if record is None or not self._stencils.keep(request, to, state, record):
            self._shelf.put((to, address), Page.of(state, response))

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Note what is public before a page is drawn that may be kept: what changes meanwhile makes
        it old. Other pages need not ask.
        """
        if is_asked_by_anyone(request) and is_kept(request):
            request.drawn_in_state = public_state()  # type: ignore[attr-defined]  # ours alone


def is_asked_by_anyone(request: HttpRequest) -> bool:
    """Whether nothing in what is asked tells who asks."""
    return (
        settings.KEPT_MB > 0
        and request.method == "GET"
        and not request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, TELLS}
        and len(request.get_full_path()) <= LONGEST_ADDRESS
        # Letters that were not encoded are read otherwise than the address says them.
        and request.META.get("QUERY_STRING", "").isascii()
    )


def by_whom(request: HttpRequest) -> Asker:
    return Asker(request.is_secure(), get_language_from_request(request))


def is_kept(request: HttpRequest) -> bool:
    """Whether what is asked for is a page that changes with nothing but the ledger and the day."""
    match = request.resolver_match
    return (
        match is not None
        and match.namespace == "public"
        and match.url_name in KEPT
        and not (match.url_name in FOUND_LATER and request.GET.get(WORDS))
    )


def is_for_anyone(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether what was answered is a page that anyone else would get as well."""
    return (
        response.status_code == HttpResponse.status_code
        and not response.streaming
        and response.headers.keys() - {REQUEST_ID} <= SAID_TO_ALL
        and response.headers["Content-Type"].startswith(HTML)
        and ONLY_ONCE not in response.headers.get(POLICY, "")
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )


def counted(address: str, response: HttpResponse) -> HttpResponse:
    """An answer that was known, under an id of its own, counted and logged as any other is."""
    response[REQUEST_ID] = mark = str(uuid4())
    code = response.status_code
    log.info("request_finished", code=code, request=f"GET {address}", request_id=mark)
    answered_again.inc()
    return response

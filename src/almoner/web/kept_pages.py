"""Whole public pages, kept in the process as they were drawn until anything public changes.

They are kept by address, language and the state of what is public (`registers.kept`): what is
withheld is in none of them from the moment the ledger says so. Nothing is kept that was drawn for
somebody: no page of anyone signed in, none with a form's token, none that tells of an act.
"""

import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from almoner.registers.kept import public_state

from .forgiving import WORDS

# The pages that change with nothing but the ledger and the day, by their routes. Adding one is a
# decision: what else it shows, such as the hour or who asks, would be told to everybody after.
KEPT = {"home", "registers", "payments", "payment", "grants", "grant", "contracts", "contract"}
KEPT |= {"organisations", "organisation", "copies", "copy", "duties", "editions", "edition"}
KEPT |= {"places", "place", "catalogue", "feeds", "forward-plan"}
# Less these, looked through for words: of agreements that were known already, an import brings the
# index up to date after its line, since that takes long, and a page drawn between would stay.
FOUND_LATER = {"grants", "contracts"}
MB, LONGEST_ADDRESS = 1_000_000, 500
HTML, TELLS = "text/html", "messages"
FAST = 1  # of zlib's nine: the others take longer than drawing the page again


class Shelf:
    """Texts by key, pressed, up to so many bytes: what nobody asked for longest goes first."""

    def __init__(self, room: int) -> None:
        self._room, self._taken, self._lock = room, 0, Lock()
        self._texts: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, key: Hashable) -> bytes | None:
        with self._lock:
            pressed = self._texts.get(key)
            if pressed is None:
                return None
            self._texts.move_to_end(key)
        return zlib.decompress(pressed)

    def put(self, key: Hashable, text: bytes) -> None:
        pressed = zlib.compress(text, FAST)
        with self._lock:
            self._taken += len(pressed) - len(self._texts.pop(key, b""))
            self._texts[key] = pressed
            while self._taken > self._room:
                self._taken -= len(self._texts.popitem(last=False)[1])


class KeptPages:
    """Answer again what was answered before, while nothing that is public has changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._shelf = Shelf(settings.KEPT_MB * MB)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_asked_by_anyone(request):
            return self.get_response(request)
        key = (public_state(), get_language(), request.get_full_path())
        known = self._shelf.get(key)
        if known is not None:
            return HttpResponse(known)
        response = self.get_response(request)
        if is_for_anyone(request, response):
            self._shelf.put(key, response.content)
        return response


def is_asked_by_anyone(request: HttpRequest) -> bool:
    """Whether nothing in what is asked tells who asks."""
    return (
        settings.KEPT_MB > 0
        and request.method == "GET"
        and not request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, TELLS}
        and not request.user.is_authenticated
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def is_for_anyone(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether what was answered is a page that anyone else would get as well."""
    match = request.resolver_match
    return (
        match is not None
        and match.namespace == "public"
        and match.url_name in KEPT
        and not (match.url_name in FOUND_LATER and request.GET.get(WORDS))
        and response.status_code == HttpResponse.status_code
        and not response.streaming
        and response.headers.keys() == {"Content-Type"}
        and response.headers["Content-Type"].startswith(HTML)
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )

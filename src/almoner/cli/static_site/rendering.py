"""An address, answered by our own views in this process as it answers anyone."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase

# One line for each of a million pages helps nobody, and a page not found is meant to be.
QUIET = {"django_structlog": logging.WARNING, "almoner.web.kept_pages": logging.WARNING}
for name, level in (QUIET | {"django.request": logging.ERROR}).items():
    logging.getLogger(name).setLevel(level)


@dataclass(frozen=True, slots=True)
class Answer:
    """What our server answers to somebody who has not signed in."""

    response: HttpResponseBase

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def is_page(self) -> bool:
        return self.response.get("Content-Type", "").startswith("text/html")

    @property
    def is_feed(self) -> bool:
        return self.response.get("Content-Type", "").startswith("application/atom+xml")

    @property
    def text(self) -> str:
        return b"".join(self.pieces()).decode()

    def pieces(self) -> Iterator[bytes]:
        """Its bytes as they are made: a download may be larger than the memory."""
        try:
            yield from self.response
        finally:
            # Not response.close(): with it Django would end its connection to the database too.
            for close in getattr(self.response, "_resource_closers", ()):
                close()


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def request_for(path: str, query: str = "") -> WSGIRequest:
    """A request by the body's own address, of which the pages know that they become files."""
    address = urlsplit(settings.ADDRESS)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": address.hostname or "localhost",
        "SERVER_PORT": str(address.port or (443 if address.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": address.netloc or "localhost",
        "HTTP_X_FORWARDED_PROTO": address.scheme,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": address.scheme or "http",
        "wsgi.input": BytesIO(),
    }
    request = WSGIRequest(environ)
    request.becomes_a_file = True  # type: ignore[attr-defined]  # surroundings looks for it
    return request


def ask(path: str, query: str = "") -> Answer:
    return Answer(_handler().get_response(request_for(path, query)))

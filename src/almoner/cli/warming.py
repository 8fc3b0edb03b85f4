"""Pages drawn before the processes part, so that they share what drawing the first of all takes.

Templates read, addresses put together, words translated, and the sums that every reader sees: it is
a quarter of the memory of a process, and the first reader after a restart need not wait for it.
"""

import logging
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings

LISTS = ("/registers/spend/", "/registers/contracts/", "/organisations/")
ROUNDS = 9  # Python notes in a function how it is best run when it is called for the eighth time
# Most kinds of thing that a page has are drawn in these; none twice, since a drawn page is kept.
PAGES = ("/", *(f"{page}?drawn={at}" for at in range(1, ROUNDS + 1) for page in LISTS))
# A payment among those that a page leads to.
RECORD = re.compile(rb"/registers/spend/PAY-\w+/")


def draw_before_parting(application: Callable[..., Iterable[bytes]]) -> list[str]:
    """Ask for some pages as anyone would, and tell how each was answered. What cannot be drawn now
    is left to whoever asks for it.
    """
    told: list[str] = []

    def draw(page: str) -> bytes:
        answer = application(_asking_for(page), lambda status, *_: told.append(status))
        text = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        return text

    logging.disable(logging.INFO)  # nobody asked for them
    try:
        texts = [draw(page) for page in PAGES]
        if record := next(filter(None, map(RECORD.search, texts)), None):
            draw(record[0].decode())  # and all others like it are filled in
    finally:
        logging.disable(logging.NOTSET)
    return told


def _asking_for(page: str) -> dict[str, Any]:
    address = urlsplit(settings.ADDRESS)
    path, _, query = page.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query}
    environ |= {"HTTP_HOST": address.netloc, "wsgi.url_scheme": address.scheme}
    environ["HTTP_X_FORWARDED_PROTO"] = address.scheme  # as a proxy that takes the https says
    setup_testing_defaults(environ)
    return environ

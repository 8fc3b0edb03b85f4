"""A document as a PDF that a screen reader can follow: tagged, with title, language and outline."""

import os
from base64 import b64encode
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from almoner.documents.written import Written

from .html import as_html, stylesheet

ACCESSIBLE = "pdf/ua-1"
EPOCH = "SOURCE_DATE_EPOCH"  # where fontTools looks for the moment that it writes into a font
FONT = "built/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"


def as_pdf(written: Written) -> bytes:
    """Draw a document. The same document gives the same bytes."""
    return tagged(as_html(written, styles=typeface() + stylesheet()))


def tagged(page: str) -> bytes:
    """A whole page of HTML as a PDF that says what each of its parts is."""
    # It is slow to load, and only whoever draws a PDF waits for it.
    from weasyprint import HTML  # noqa: PLC0415 - as above
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - as above

    os.environ.setdefault(EPOCH, "0")
    fetcher = URLFetcher(allowed_protocols={"data"})  # else it reads files and the network
    drawn: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant=ACCESSIBLE)
    return drawn


@cache
def typeface() -> str:
    """Our own letters, where they were built: a machine without fonts draws the same."""
    found = finders.find(FONT)
    if not isinstance(found, str):
        return ""
    letters = b64encode(Path(found).read_bytes()).decode()
    return f'@font-face {{ font-family: "Almoner"; src: url(data:font/woff2;base64,{letters}); }}\n'

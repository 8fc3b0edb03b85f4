"""The workbook twins of lists: the same rows as the CSV, for people who open them.

A workbook is whole only when it is closed, so it is made on the disk and then sent: memory stays
flat. It takes its time, so a list of very many rows is refused in words, and of the others that are
long a process makes one at a time: whoever asked for many at once would else stop all its pages.
"""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import BinaryIO

import orjson
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.publication.datasets import Dataset
from almoner.publication.spreadsheets import Spreadsheet

from .twins import JSON

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 100_000  # what is made while somebody waits; one sheet would hold ten times as many
LONG = 2_000  # rows; a shorter one is made in a moment
PAUSE = 30  # seconds after which to ask again
_making = Lock()


def holds_too_much(rows: int) -> bool:
    """Whether a list has more rows than a workbook is made of."""
    return rows > MOST_ROWS


def xlsx_twin(
    request: HttpRequest, dataset: Dataset, *, file_name: str, rows: int = 0, said: str = ""
) -> HttpResponseBase:
    """A dataset of so many rows as a workbook; `said` tells of which day it is."""
    if holds_too_much(rows):
        return _refused(rows)
    name = f"{file_name}.xlsx"
    if request.method == "HEAD":
        response = HttpResponse(content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    about = _about(dataset, f"{settings.ADDRESS}{request.get_full_path()}", said)
    if rows <= LONG:
        made = _made(dataset, list(about))
    elif _making.acquire(blocking=False):
        try:
            made = _made(dataset, list(about))
        finally:
            _making.release()
    else:
        return _busy()
    return FileResponse(made, as_attachment=True, filename=name, content_type=XLSX)


def _made(dataset: Dataset, about: list[tuple[str, str]]) -> BinaryIO:
    """The workbook, open at its beginning. Its name on the disk is gone already."""
    with TemporaryDirectory(prefix="almoner-workbook-") as folder:
        path = Path(folder) / "twin.xlsx"
        with Spreadsheet.at(path, dataset) as sheet:
            for row in dataset.public_rows():
                sheet.add(row)
            sheet.explain(about)
        return path.open("rb")


def _about(dataset: Dataset, address: str, said: str) -> Iterator[tuple[str, str]]:
    yield "Title", dataset.title
    yield "Published by", settings.BODY_NAME
    if said:
        yield "Read", said
    yield "Where it stands", address
    yield "An empty cell", "Not recorded"


def _refused(rows: int) -> HttpResponse:
    """Say what to do instead. A person reads it as easily as a program."""
    reason = ngettext(
        "This list has %(rows)d row, and a workbook is made of %(most)d at most.",
        "This list has %(rows)d rows, and a workbook is made of %(most)d at most.",
        rows,
    ) % {"rows": rows, "most": MOST_ROWS}
    instead = _("Narrow the list, or take the CSV, which has them all.")
    return _said(f"{reason} {instead}", status=HTTPStatus.BAD_REQUEST)


def _busy() -> HttpResponse:
    reason = _("Another long workbook is being made. Ask again in a minute, or take the CSV.")
    response = _said(reason, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(PAUSE)
    response["Cache-Control"] = "no-store"
    return response


def _said(reason: str, *, status: HTTPStatus) -> HttpResponse:
    errors = {"errors": {"rows": [reason]}}
    return HttpResponse(orjson.dumps(errors), content_type=JSON, status=status)

"""Editions: what was published of a period, frozen, and how anyone can check it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from almoner.registers.models import Edition, EditionFile, ReplacementFile
from almoner.registers.operations.editions import folder_of
from almoner.registers.queries import (
    CONFIRMATIONS_NEEDED,
    editions_of,
    every_edition,
    served_of,
    served_row_counts,
    tombstones_of,
)
from almoner.registers.served import editions_selected
from almoner.web.lists import page_of

from .edition_files import in_words
from .edition_filters import EditionFilters

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DOWNLOADS = (".csv", ".xlsx")
TEXT = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition, the last issued first, narrowed as the address says."""
    form = EditionFilters(request.GET)
    page: dict[str, Any] = {"form": form}
    if form.is_valid():
        said = form.cleaned_data
        found = editions_selected(every_edition(), series=said["series"], year=said["year"])
        page["page"] = page_of(request, found)
        counts = served_row_counts(page["page"])
        page["rows"] = [(edition, counts.get(edition.pk)) for edition in page["page"]]
    return render(request, "public/editions/editions.html", page)


@login_not_required
@require_safe
def edition(request: HttpRequest, series: str, period: str, number: int) -> HttpResponse:
    """One edition: its files, their digests, and where the ledger then ended."""
    found = _edition_or_404(series, period, number)
    served = served_of(found)
    page = {
        "edition": found,
        "served": served,
        "files": in_words(served.files) if served else [],
        "tombstones": tombstones_of(found),
        "latest": editions_of(series).filter(period=period).first(),
        "needed": CONFIRMATIONS_NEEDED,
        "address": f"{settings.ADDRESS}{request.path}",
    }
    return render(request, "public/editions/edition.html", page)


@login_not_required
@require_safe
def edition_file(
    request: HttpRequest, series: str, period: str, number: int, name: str
) -> HttpResponseBase:
    """A file of an edition. Only names that the edition lists lead to a file."""
    found = _edition_or_404(series, period, number)
    served = served_of(found)
    file = next((file for file in served.files if file.name == name), None) if served else None
    if file is None:
        raise Http404
    tag = f'"{file.digest}"'
    if request.headers.get("If-None-Match") == tag:
        return _kept(HttpResponse(status=304), tag)
    return _kept(_bytes_of(file, found), tag)


def _edition_or_404(series: str, period: str, number: int) -> Edition:
    found = editions_of(series).select_related("authority")
    return get_object_or_404(found, period=period, number=number)


def _bytes_of(file: EditionFile | ReplacementFile, edition: Edition) -> HttpResponseBase:
    path = folder_of(edition) / file.name
    if not path.is_file():
        raise Http404
    kind = KINDS.get(file.name.rpartition(".")[2], TEXT)
    is_download = file.name.endswith(DOWNLOADS)
    return FileResponse(
        path.open("rb"), as_attachment=is_download, filename=file.name, content_type=kind
    )


def _kept(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Whoever has a file of an edition asks whether it stands, since what endangers someone is
    taken down; they need not fetch it again.
    """
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response

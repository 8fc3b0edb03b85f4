"""Editions: what was published of a period, frozen, and how anyone can check it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from almoner.publication.datasets import registry
from almoner.registers.models import Edition, EditionFile, ReplacementFile
from almoner.registers.operations.editions import folder_of
from almoner.registers.queries import (
    every_edition,
    served_of,
    served_row_counts,
    tombstones_of,
)
from almoner.web.lists import page_of

KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
TEXT = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition, the last issued first."""
    page = page_of(request, every_edition())
    titles = {slug: dataset.title for slug, dataset in registry.items()}
    counts = served_row_counts(page)
    rows = [
        (edition, titles.get(edition.dataset, edition.dataset), counts.get(edition.pk))
        for edition in page
    ]
    return render(request, "public/editions/editions.html", {"page": page, "rows": rows})


@login_not_required
@require_safe
def edition(request: HttpRequest, dataset: str, period: str, number: int) -> HttpResponse:
    """One edition: its files, their digests, and where the ledger then ended."""
    found = _edition_or_404(dataset, period, number)
    issues = every_edition().filter(dataset=dataset, period=period)
    page = {
        "edition": found,
        "title": registry[found.dataset].title if found.dataset in registry else found.dataset,
        "served": served_of(found),
        "tombstones": tombstones_of(found),
        "latest": issues.first(),
        "address": f"{settings.ADDRESS}{request.path}",
    }
    return render(request, "public/editions/edition.html", page)


@login_not_required
@require_safe
def edition_file(
    request: HttpRequest, dataset: str, period: str, number: int, name: str
) -> HttpResponseBase:
    """A file of an edition. Only names that the edition lists lead to a file."""
    found = _edition_or_404(dataset, period, number)
    served = served_of(found)
    file = next((file for file in served.files if file.name == name), None) if served else None
    if file is None:
        raise Http404
    tag = f'"{file.digest}"'
    if request.headers.get("If-None-Match") == tag:
        return _kept(HttpResponse(status=304), tag)
    return _kept(_bytes_of(file, found), tag)


def _edition_or_404(dataset: str, period: str, number: int) -> Edition:
    return get_object_or_404(Edition, dataset=dataset, period=period, number=number)


def _bytes_of(file: EditionFile | ReplacementFile, edition: Edition) -> HttpResponseBase:
    path = folder_of(edition) / file.name
    if not path.is_file():
        raise Http404
    kind = KINDS.get(file.name.rpartition(".")[2], TEXT)
    is_download = file.name.endswith(".csv")
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

"""Search: whatever the reader may find, of every kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from almoner.search.audiences import audiences_of
from almoner.search.models import Entry
from almoner.search.queries import matches, withheld_among
from almoner.search.snippets import Piece, highlighted, snippet
from almoner.web.addresses import address_of
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

SIZE = 20

# What readers call each kind of entry.
KINDS = {
    "agreements.agreement": _("Grant or contract"),
    "organisations.organisation": _("Organisation"),
    "payments.payment": _("Payment"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """An entry as the page shows it."""

    entry: Entry
    kind: str
    url: str | None
    title: list[Piece]
    snippet: list[Piece]
    is_withheld: bool


@require_safe
def search(request: StaffRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    found = matches(typed, audiences=audiences_of(request.user, on=localdate()))
    listed = page_of(request, found, size=SIZE)
    page = {"typed": typed, "page": listed, "results": results_of(listed, typed)}
    return render(request, "workspace/search.html", page)


def results_of(entries: Iterable[Entry], typed: str) -> list[Result]:
    entries = list(entries)
    withheld = withheld_among(entries)
    return [_result(entry, typed, is_withheld=entry.pk in withheld) for entry in entries]


def _result(entry: Entry, typed: str, *, is_withheld: bool) -> Result:
    """What is withheld has no public page to lead to."""
    return Result(
        entry,
        kind=str(KINDS.get(entry.kind, "")),
        url=None if is_withheld else address_of(f"{entry.kind}:{entry.reference}"),
        title=highlighted(entry.title, typed),
        snippet=snippet(entry.text, typed),
        is_withheld=is_withheld,
    )

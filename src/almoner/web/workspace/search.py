"""Search: whatever the reader may find, of every kind."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from almoner.accounts.models import User
from almoner.agreements.models import Agreement
from almoner.agreements.policies import may_see_agreements
from almoner.agreements.search import AGREEMENT
from almoner.decisions.models import Decision
from almoner.decisions.queries import decisions_visible_to
from almoner.decisions.search import DECISION
from almoner.search.audiences import audiences_of
from almoner.search.models import Entry
from almoner.search.queries import matches, withheld_among
from almoner.search.snippets import Piece, highlighted, snippet
from almoner.web.addresses import address_of
from almoner.web.forgiving import read_forgivingly
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

SIZE = 20

# What readers call each kind of entry.
KINDS = {
    "agreements.agreement": _("Grant or contract"),
    "commissions.commission": _("Case"),
    "decisions.decision": _("Decision"),
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


@dataclass(frozen=True)
class Found:
    """What somebody of these audiences finds by the words in an address."""

    audiences: frozenset[str]
    said: QueryDict

    @property
    def typed(self) -> str:
        return self.said.get("q", "").strip()

    @cached_property
    def entries(self) -> QuerySet[Entry]:
        return matches(self.typed, audiences=self.audiences)

    @property
    def mistaken(self) -> Collection[str]:
        return ()

    @cached_property
    def has_found(self) -> bool:
        return self.entries.exists()


@require_safe
def search(request: StaffRequest) -> HttpResponse:
    audiences = audiences_of(request.user, on=localdate())
    found, instead = read_forgivingly(
        request, partial(Found, audiences), {"q": ()}, audiences=audiences
    )
    listed = page_of(request, found.entries, size=SIZE)
    results = results_of(listed, found.typed, to=request.user)
    page = {"typed": found.typed, "page": listed, "results": results, "instead": instead}
    return render(request, "workspace/search.html", page)


def results_of(entries: Iterable[Entry], typed: str, *, to: User) -> list[Result]:
    entries = list(entries)
    withheld, public = withheld_among(entries), _public_pages(entries, to)
    return [
        Result(
            entry,
            kind=str(KINDS.get(entry.kind, "")),
            url=_address_of(entry, public, is_withheld=entry.pk in withheld),
            title=highlighted(entry.title, typed),
            snippet=snippet(entry.text, typed),
            is_withheld=entry.pk in withheld,
        )
        for entry in entries
    ]


def _address_of(entry: Entry, public: Mapping[int, str], *, is_withheld: bool) -> str | None:
    """Where it leads. What is withheld has no public page, and of a decision the workspace's."""
    if is_withheld and (entry.kind != DECISION or entry.pk in public):
        return None
    return public.get(entry.pk) or address_of(f"{entry.kind}:{entry.reference}")


def _public_pages(entries: Iterable[Entry], to: User) -> Mapping[int, str]:
    """By entry, the public pages of what somebody may not open in the workspace."""
    return {**_pages_of_agreements(entries, to), **_pages_of_decisions(entries, to)}


def _pages_of_decisions(entries: Iterable[Entry], to: User) -> Mapping[int, str]:
    """Part 1 is for anyone, though its case may be restricted."""
    found = {entry.object_pk: entry for entry in entries if entry.kind == DECISION}
    if not found:
        return {}
    seen = decisions_visible_to(to, on=localdate()).order_by().values("pk")
    others = Decision.objects.filter(pk__in=found).exclude(published_at=None).exclude(pk__in=seen)
    return {
        found[pk].pk: reverse("public:decision", args=[number])
        for pk, number in others.values_list("pk", "number")
    }


def _pages_of_agreements(entries: Iterable[Entry], to: User) -> Mapping[int, str]:
    """By entry, the public pages of agreements, for whoever may not open the workspace's."""
    if may_see_agreements(to, on=localdate()):
        return {}
    found = {entry.object_pk: entry for entry in entries if entry.kind == AGREEMENT}
    agreements = Agreement.objects.filter(pk__in=found)
    return {
        found[pk].pk: reverse(f"public:{kind}", args=[reference])
        for pk, kind, reference in agreements.values_list("pk", "kind", "reference")
    }

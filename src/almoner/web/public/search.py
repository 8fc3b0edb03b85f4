"""Search in all registers at once: what anyone may find, kind by kind."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from almoner.agreements.search import AGREEMENT
from almoner.decisions.search import DECISION
from almoner.organisations.search import ORGANISATION
from almoner.payments.search import PAYMENT
from almoner.registers.found import Found, agreements_found, decisions_found, payments_found
from almoner.registers.kinds import Register
from almoner.search.audiences import PUBLIC
from almoner.search.counting import found_by_kind
from almoner.search.models import Entry
from almoner.search.queries import matches
from almoner.search.snippets import Piece, highlighted, snippet
from almoner.web.forgiving import read_forgivingly
from almoner.web.lists import page_of

from .agreement_lists import routes_of

ANYONE = frozenset({PUBLIC})
LONGEST, FIRST, SIZE = 100, 5, 20
AGREED = {Register.GRANTS: _("Grant"), Register.CONTRACTS: _("Contract")}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is found: how addresses and pages call it."""

    name: str
    entries: str
    label: str | Promise


KINDS = (
    Kind("organisations", ORGANISATION, _("Organisations")),
    Kind("agreements", AGREEMENT, _("Grants and contracts")),
    Kind("decisions", DECISION, _("Decisions")),
    Kind("payments", PAYMENT, _("Payments")),
)


@dataclass(frozen=True, slots=True)
class Result:
    """Something found, as the page shows it."""

    entry: Entry
    url: str
    title: list[Piece]
    snippet: list[Piece]
    found: Found | None = None

    @property
    def what(self) -> str:
        """What it is, where those of its kind are not all alike."""
        return str(AGREED.get(self.found.register, "")) if self.found else ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind: how much, and the first of it."""

    kind: Kind
    count: int
    results: list[Result]

    @property
    def has_more(self) -> bool:
        return self.count > len(self.results)


@dataclass(frozen=True)
class Asked:
    """What anyone finds by the words in an address: of one kind, or of each."""

    among: Kind | None
    said: QueryDict

    @property
    def typed(self) -> str:
        return self.said.get("q", "").replace("\0", "").strip()[:LONGEST]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        return found_by_kind(self.typed, audiences=ANYONE)

    @property
    def mistaken(self) -> Collection[str]:
        return ()

    @property
    def has_found(self) -> bool:
        return bool(self.counts.get(self.among.entries) if self.among else self.counts)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The first of each kind, or with `?among=payments` all of one, a page at a time."""
    among = next((kind for kind in KINDS if kind.name == request.GET.get("among")), None)
    boxes = {"q": (among.entries,) if among else ()}
    found, instead = read_forgivingly(request, partial(Asked, among), boxes, audiences=ANYONE)
    typed = found.typed
    page: dict[str, Any] = {"typed": typed, "among": among, "instead": instead}
    if typed and among:
        page["page"] = page_of(request, _found(typed, among), size=SIZE)
        page["results"] = list(_results(page["page"], typed))
    elif typed:
        page["groups"] = _groups(typed, found.counts)
        page["count"] = sum(found.counts.values())
    return render(request, "public/search.html", page)


def _found(typed: str, kind: Kind) -> Any:
    return matches(typed, audiences=ANYONE, kinds=[kind.entries])


def _groups(typed: str, counts: Mapping[str, int]) -> list[Group]:
    """The first of each kind that is found, in one question for all of them."""
    kinds = [kind for kind in KINDS if kind.entries in counts]
    first = Q(pk__in=[])
    for kind in kinds:
        first |= Q(pk__in=_found(typed, kind).values("pk")[:FIRST])
    results = list(_results(matches(typed, audiences=ANYONE).filter(first), typed)) if kinds else []
    return [
        Group(kind, counts[kind.entries], [r for r in results if r.entry.kind == kind.entries])
        for kind in kinds
    ]


def _results(entries: Iterable[Entry], typed: str) -> Iterator[Result]:
    """What was found, as the page leads to it. What the door does not open is not shown."""
    entries = list(entries)
    agreed, paid, decided = (_keys_of(kind, entries) for kind in (AGREEMENT, PAYMENT, DECISION))
    agreements = agreements_found(agreed, on=localdate()) if agreed else {}
    payments = payments_found(paid) if paid else {}
    numbers = decisions_found(decided) if decided else {}
    for entry in entries:
        found = {AGREEMENT: agreements, PAYMENT: payments}.get(entry.kind, {}).get(entry.object_pk)
        if url := _address(entry, found, numbers.get(entry.object_pk, "")):
            title = highlighted(entry.title or entry.reference, typed)
            yield Result(entry, url, title, snippet(entry.text, typed), found)


def _keys_of(kind: str, entries: list[Entry]) -> list[int]:
    return [entry.object_pk for entry in entries if entry.kind == kind]


def _address(entry: Entry, found: Found | None, number: str) -> str:
    """The public page of something found; none of what anyone may not open."""
    if entry.kind == DECISION:
        return reverse("public:decision", args=[number]) if number else ""
    if entry.kind == ORGANISATION:
        return reverse("public:organisation", args=[entry.reference])
    return reverse(_route(found), args=[entry.reference]) if found else ""


def _route(found: Found) -> str:
    return "public:payment" if found.register == Register.SPEND else routes_of(found.register).one

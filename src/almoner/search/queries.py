"""Finding. Who may find what is settled in the database, before anything is counted or shown.

The order tells nothing of what is hidden: a match in the title comes first, then what has no day,
such as an organisation before the payments to it, then the latest. No
measure counts how common a word is, since that would count the hidden entries too.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from .audiences import OFFICIALS, PUBLIC, withheld
from .engines import ENGINES
from .models import Entry
from .words import Query


def matches(typed: str, *, audiences: Iterable[str], kinds: Iterable[str] = ()) -> QuerySet[Entry]:
    """The entries that somebody of these audiences finds, the best first.

    Without `kinds`, of every kind.
    """
    query = Query.parse(typed)
    found = _found(query, audiences=audiences, kinds=kinds)
    if query:
        in_title = When(_condition(query, only_title=True), then=Value(value=True))
        found = found.annotate(
            is_in_title=Case(in_title, default=Value(value=False), output_field=BooleanField())
        ).order_by("-is_in_title", F("happened_on").desc(nulls_first=True), "pk")
    return found


def keys_matching(typed: str, *, kind: str, audiences: Iterable[str]) -> QuerySet[Entry, Any]:
    """The keys of the rows of a kind that match: for `Payment.objects.filter(pk__in=…)`."""
    found = _found(Query.parse(typed), audiences=audiences, kinds=[kind])
    return found.order_by().values("object_pk")


def keys_behind_a_door(typed: str, *, kind: str, audience: str) -> QuerySet[Entry, Any]:
    """The keys of rows that match, for somebody who asks a door of their own for each of them: the
    door says which rows are live and which are withheld, and to ask that here as well, of every
    entry that has a common word, would take three times as long.

    Only of a kind whose entries say nothing but what the row itself says.
    """
    query = Query.parse(typed)
    if not query:
        return Entry.objects.none().values("object_pk")
    found = _of_kinds(Entry.objects.filter(_condition(query), audience=audience), {kind})
    return found.order_by().values("object_pk")


def which_find(
    queries: Sequence[Query], *, audiences: Iterable[str], kinds: Iterable[str] = ()
) -> set[int]:
    """The places of those of these queries with which somebody finds anything: one question,
    whatever they find.
    """
    asking, among = set(audiences), set(kinds)
    each = [
        Entry.objects.filter(pk__in=_first(query, asking, among)).values_list(
            Value(place, output_field=IntegerField())
        )
        for place, query in enumerate(queries)
    ]
    return {place for (place,) in each[0].union(*each[1:], all=True)} if each else set()


def _first(query: Query, audiences: set[str], kinds: set[str]) -> QuerySet[Entry, Any]:
    return _found(query, audiences=audiences, kinds=kinds).order_by().values("pk")[:1]


def says(typed: str, *, kind: str, reference: str, audience: str) -> Exists:
    """Whether the entry of a row matches, asked row by row: for a first page of very many, of which
    the rows in their order soon give enough. `reference` is the row's own column; for whoever asks
    a door, as in `keys_behind_a_door`.
    """
    query, entry = Query.parse(typed), Entry.objects.filter(kind=kind, audience=audience)
    entry = entry.filter(reference=OuterRef(reference))
    return Exists(entry.filter(_condition(query)) if query else entry.none())


def _found(query: Query, *, audiences: Iterable[str], kinds: Iterable[str]) -> QuerySet[Entry]:
    if not query:
        return Entry.objects.none()
    asking, among = set(audiences), set(kinds)
    open_to = Entry.objects.filter(Q(gate=None) | Q(gate__is_open=True))
    found = open_to.filter(_condition(query), audience__in=sorted(asking))
    if OFFICIALS not in asking:
        found = found.exclude(_is_withheld(among))
    return _of_kinds(found, among) if among else found


def withheld_among(entries: Iterable[Entry]) -> set[int]:
    """Those of the entries, by their keys, that only officials find, though they are public."""
    keys = [entry.pk for entry in entries]
    return set(Entry.objects.filter(_is_withheld(), pk__in=keys).values_list("pk", flat=True))


def _is_withheld(among: AbstractSet[str] = frozenset()) -> Q:
    """The entries of things withheld from the public, of these kinds or of whatever kind."""
    found = Q(pk__in=[])
    for kind, kept in withheld.items():
        if among and kind not in among:
            continue
        found |= Q(kind=kind, audience=PUBLIC, object_pk__in=kept().order_by().values("pk"))
    return found


def _condition(query: Query, *, only_title: bool = False) -> Q | Combinable:
    return ENGINES[connection.vendor].condition(query, only_title=only_title)


def _of_kinds(found: QuerySet[Entry], kinds: AbstractSet[str]) -> QuerySet[Entry]:
    # Joined to nothing, so that no index of kinds serves: SQLite would read every entry of a kind,
    # forty times as slow as the entries that match.
    return found.alias(kind_found=Concat("kind", Value(""))).filter(kind_found__in=sorted(kinds))


def entries_behind(gate_name: str) -> QuerySet[Entry]:
    """What a staged import added: for the sweep of one that was abandoned."""
    return Entry.objects.filter(gate__name=gate_name)

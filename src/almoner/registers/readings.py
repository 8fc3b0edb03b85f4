"""A register as somebody asks for it: as at a day, and of its public rows those they want."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from almoner.agreements.queries import Versions, made_between
from almoner.agreements.search import AGREEMENT
from almoner.organisations.groups import at_one_with
from almoner.organisations.identifiers import ORG_ID
from almoner.organisations.models import Identifier, Organisation
from almoner.organisations.queries import live_identifiers
from almoner.payments.selections import Selection, payments_selected
from almoner.publication.datasets import Dataset
from almoner.search.audiences import PUBLIC
from almoner.search.queries import keys_matching

from .datasets import Contracts, Grants, Spend
from .kinds import KINDS, Register
from .publicity import (
    public_agreements_as_at,
    public_agreements_known,
    public_heads,
    public_organisations,
    public_payments,
    public_payments_as_at,
)

DATASETS: dict[Register, Any] = {
    Register.CONTRACTS: Contracts,
    Register.GRANTS: Grants,
    Register.SPEND: Spend,
}


class Known(StrEnum):
    """Whether a day is read as it was then known, or with what came to be known of it since."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Sums:
    """How many rows there are, what they come to, and how many state no amount."""

    count: int
    amount: Decimal
    without_amount: int


def dataset_of(register: Register, rows: QuerySet[Any]) -> Dataset:
    """Public rows of a register, with the columns under which it is published."""
    dataset: Dataset = DATASETS[register](rows)
    return dataset


def public_rows(register: Register, *, day: date, known: Known) -> QuerySet[Any]:
    """What a register says of a day, less what is withheld now."""
    if register not in KINDS:
        if known == Known.THEN:
            return public_payments_as_at(day)
        return public_payments().filter(batch__known_from__lte=day)
    read = public_agreements_as_at if known == Known.THEN else public_agreements_known
    versions = read(KINDS[register], day)
    # As in its editions: what names no supplier is no contract yet.
    return versions.exclude(organisation_name="") if register == Register.CONTRACTS else versions


def rows_selected(register: Register, rows: QuerySet[Any], selection: Selection) -> QuerySet[Any]:
    """Those rows that answer to everything the reader said."""
    if register not in KINDS:
        return payments_selected(rows, selection)
    return _agreements_selected(rows, selection)


def _agreements_selected(versions: Versions, selection: Selection) -> Versions:
    if selection.words:
        found = keys_matching(selection.words, kind=AGREEMENT, audiences={PUBLIC})
        versions = versions.filter(agreement__in=found)
    if selection.period:
        versions = made_between(versions, selection.period.first_day, selection.period.last_day)
    if selection.organisations is not None:
        versions = versions.filter(organisation__in=selection.organisations.values("pk"))
    if selection.at_least is not None:
        versions = versions.filter(amount__gte=selection.at_least)
    if selection.at_most is not None:
        versions = versions.filter(amount__lte=selection.at_most)
    return versions


def row_called(register: Register, rows: QuerySet[Any], reference: str) -> QuerySet[Any]:
    """The row of a public reference, if there is one."""
    name = "agreement__reference" if register in KINDS else "reference"
    return rows.filter(**{name: reference})


def sums_of(rows: QuerySet[Any]) -> Sums:
    found = rows.order_by().aggregate(count=Count("*"), sum=Sum("amount"), stated=Count("amount"))
    amount = found["sum"] or Decimal("0.00")
    return Sums(found["count"], amount, found["count"] - found["stated"])


def public_head_of(organisation: Organisation) -> Organisation:
    """Who speaks for a public organisation, as far as the public may know."""
    if organisation.survivor_id is None:
        return organisation
    group = at_one_with(public_organisations().filter(pk=organisation.pk))
    return public_heads().filter(pk__in=group.values("pk")).first() or organisation


def organisations_numbered(said: str) -> QuerySet[Organisation]:
    """Who speaks for the public organisations with an identifier, such as GB-CHC-1234567."""
    number = ORG_ID.fullmatch(said.strip())
    if number is None:
        return public_organisations().none()
    scheme, value = number[1].upper(), number[2].upper()
    stated = live_identifiers().filter(scheme=scheme, value=value)
    named = public_organisations().filter(pk__in=stated.values("organisation"))
    return public_heads().filter(pk__in=at_one_with(named).values("pk"))


def organisations_known_as(said: str) -> QuerySet[Organisation]:
    """The public organisation of a reference, or those with an identifier, and all at one with
    them.
    """
    named = (
        organisations_numbered(said)
        if ORG_ID.fullmatch(said.strip())
        else public_organisations().filter(reference=said.strip().upper())
    )
    return public_organisations().filter(pk__in=at_one_with(named).values("pk"))


def identifiers_of(organisations: list[Organisation]) -> dict[int, list[Identifier]]:
    """The identifiers of organisations that came through the door, and of those merged into them
    that would as well, in one query, by their keys.
    """
    stated: dict[int, list[Identifier]] = {one.pk: [] for one in organisations}
    theirs = Q(organisation__in=stated) | Q(organisation__survivor__in=stated)
    shown = live_identifiers().filter(theirs, organisation__in=public_organisations().values("pk"))
    known = shown.select_related("organisation")
    for one in known.order_by("scheme", "value"):
        key = one.organisation_id if one.organisation_id in stated else one.organisation.survivor_id
        if key is not None:
            stated[key].append(one)
    return stated

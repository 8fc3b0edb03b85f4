"""Organisations: found by name or identifier, and what each received."""

from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query

from almoner.organisations.models import Identifier, Organisation
from almoner.payments.selections import organisations_called
from almoner.registers.arrivals import (
    Place,
    organisations_in_order,
    place_of_organisation,
    told_beyond,
)
from almoner.registers.kinds import Register
from almoner.registers.publicity import public_heads, public_organisations, public_payments
from almoner.registers.readings import (
    identifiers_of,
    organisations_known_as,
    organisations_numbered,
    public_head_of,
    sums_of,
)

from . import shapes
from .answers import address_of, answered, answered_page
from .cursors import cursor_at, found, names_at
from .examples import answer_of
from .parameters import OrganisationsAsked
from .resources import resource

HERE = "organisations"


@resource(
    HERE,
    name="organisations",
    summary="Organisations, as they became known",
    gives=shapes.Organisations,
    asks=OrganisationsAsked,
    example=answer_of("organisations"),
)
def organisations(request: HttpRequest, asked: Query[OrganisationsAsked]) -> HttpResponse:
    place = found(_place(asked.cursor)) if asked.cursor else None
    wanted = told_beyond(organisations_in_order(_selected(asked)), place)
    read = list(wanted[: asked.limit + 1])
    shown = read[: asked.limit]
    identifiers = identifiers_of(shown)
    rows = [_about(one, identifiers[one.pk]) for one in shown]
    cursor = cursor_at(HERE, str(shown[-1])) if shown else asked.cursor or None
    return answered_page(
        request, cursor=cursor, has_more=len(read) > len(shown), organisations=rows
    )


@resource(
    f"{HERE}/{{slug:reference}}",
    name="organisation",
    summary="One organisation, and what it received",
    gives=shapes.Organisation,
    example=answer_of("organisation"),
)
def organisation(request: HttpRequest, reference: str) -> HttpResponse:
    named = public_organisations().filter(reference=reference).first()
    if named is None:
        raise Http404
    one = public_head_of(named)
    sums = sums_of(public_payments().filter(organisation__in=organisations_known_as(str(one))))
    received = {"count": sums.count, "amount": orjson.Fragment(f"{sums.amount:.2f}")}
    rows = {str(name): f"{address_of(name)}?organisation={one}" for name in Register}
    about = _about(one, identifiers_of([one])[one.pk])
    return answered(request, **about, payments=received, rows=rows)


def _selected(asked: OrganisationsAsked) -> QuerySet[Organisation]:
    wanted = public_heads()
    if asked.identifier:
        wanted = organisations_numbered(asked.identifier)
    if not asked.q:
        return wanted
    called = organisations_called(asked.q, among=public_organisations())
    return wanted.filter(pk__in=called.values("pk"))


def _place(cursor: str) -> Place | None:
    match names_at(HERE, cursor):
        case (str(reference),):
            return place_of_organisation(reference)
    return None


def _about(one: Organisation, identifiers: list[Identifier]) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "name": one.name,
        "identifiers": [str(known) for known in identifiers],
        "address": address_of("organisation", one),
    }

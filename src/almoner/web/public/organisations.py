"""Organisations that were paid: the list, what each received, and the twins."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.organisations.groups import at_one_with
from almoner.organisations.models import Organisation
from almoner.payments.queries import Received, newest_first, suppliers_of
from almoner.payments.selections import Selection, organisations_called
from almoner.registers.datasets import Spend
from almoner.registers.public_sums import everyone_paid
from almoner.registers.publicity import (
    public_heads,
    public_members,
    public_organisations,
    public_payments,
)
from almoner.registers.readings import identifiers_of, public_head_of
from almoner.web.lists import page_of

from .filters import OrganisationFilters
from .leading import lead_to
from .listings import Listing
from .received import received_by
from .twins import csv_twin, json_twin, twin

LATEST = 10


@login_not_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Everyone who was paid, the most paid first, narrowed by name."""
    form = OrganisationFilters(request.GET)
    page: dict[str, Any] = {"form": form}
    if form.is_valid():
        said = form.cleaned_data["q"]
        page["page"] = page_of(request, _paid(said) if said else everyone_paid())
        page["rows"] = _named(page["page"])
    return render(request, "public/organisations/organisations.html", page)


@login_not_required
@require_safe
def organisation(request: HttpRequest, reference: str) -> HttpResponse:
    """What one organisation received, by financial year, and its latest payments."""
    found = _organisation_or_404(reference)
    head = public_head_of(found)
    if head != found:
        return lead_to(request, head.reference)
    group = list(_at_one(found).values_list("pk", flat=True))
    received = _received(found)
    page = {
        "organisation": found,
        "members": public_members(found),
        "identifiers": identifiers_of([found])[found.pk],
        "received": received,
        "everything": received_by(group, received.years, on=localdate()),
        "latest": newest_first(received.payments)[:LATEST],
        "address": f"{settings.ADDRESS}{request.path}",
    }
    return render(request, "public/organisations/organisation.html", page)


@login_not_required
@require_safe
@twin
def organisation_csv(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Every payment to it."""
    found = _organisation_or_404(reference)
    head = public_head_of(found)
    if head != found:
        return lead_to(request, head.reference)
    received = _received(found)
    return csv_twin(request, Spend(received.payments), file_name=reference)


@login_not_required
@require_safe
@twin
def organisation_json(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What it is called, what it received in all, and every payment to it."""
    found = _organisation_or_404(reference)
    head = public_head_of(found)
    if head != found:
        return lead_to(request, head.reference)
    received = _received(found)
    return json_twin(
        request,
        Spend(received.payments),
        file_name=reference,
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.path.removesuffix('.json')}/",
        organisation=found.reference,
        name=found.name,
        identifiers=[str(known) for known in identifiers_of([found])[found.pk]],
        merged=[{"organisation": one.reference, "name": one.name} for one in public_members(found)],
        count=received.totals.count,
        total=f"{received.totals.amount:.2f}",
    )


def _organisation_or_404(reference: str) -> Organisation:
    return get_object_or_404(public_organisations(), reference=reference)


def _received(organisation: Organisation) -> Listing:
    return Listing(Selection(organisations=_at_one(organisation)))


def _at_one(organisation: Organisation) -> QuerySet[Organisation]:
    return at_one_with(public_organisations().filter(pk=organisation.pk))


def _paid(called: str) -> list[Received]:
    """Who was paid, of those called so."""
    found = organisations_called(called, among=public_organisations())
    return suppliers_of(public_payments().filter(organisation__in=found.values("pk")))


def _named(page: Any) -> list[dict[str, Any]]:
    """A page of who was paid, with the organisations themselves."""
    rows: list[Received] = list(page.object_list)
    keys = [row.organisation for row in rows]
    heads = public_heads().filter(Q(pk__in=keys) | Q(survivor__in=keys))
    known = {one.survivor_id or one.pk: one for one in heads}
    return [
        {"organisation": known[row.organisation], "count": row.count, "sum": row.amount}
        for row in rows
    ]

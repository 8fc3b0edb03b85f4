"""The list of organisations that were paid, and its twins."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from almoner.organisations.search import ORGANISATION
from almoner.payments.queries import Received, suppliers_of
from almoner.payments.selections import organisations_called
from almoner.registers.paid_organisations import PaidOrganisations, with_names
from almoner.registers.public_sums import everyone_paid
from almoner.registers.publicity import public_organisations, public_payments
from almoner.search.audiences import PUBLIC
from almoner.web.forgiving import read_forgivingly
from almoner.web.lists import asked_in, page_of

from .filters import OrganisationFilters
from .twins import csv_twin, json_twin, refused_twin, twin
from .workbooks import holds_too_much, xlsx_twin

FILE_NAME = "organisations"


class OrganisationsAsked:
    """Who was paid, narrowed by name as an address asks for it."""

    def __init__(self, said: QueryDict) -> None:
        self.form = OrganisationFilters(said)

    @cached_property
    def received(self) -> list[Received]:
        """What each received, the most paid first. Only a valid form can say."""
        words = self.form.cleaned_data["q"]
        if not words:
            return everyone_paid()
        called = organisations_called(words, among=public_organisations())
        return suppliers_of(public_payments().filter(organisation__in=called.values("pk")))

    @property
    def mistaken(self) -> Collection[str]:
        return self.form.errors

    @property
    def has_found(self) -> bool:
        return self.form.is_valid() and bool(self.received)


@login_not_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Everyone who was paid, the most paid first, narrowed by name."""
    boxes = {"q": (ORGANISATION,)}
    asked, instead = read_forgivingly(request, OrganisationsAsked, boxes, audiences={PUBLIC})
    page: dict[str, Any] = {"form": asked.form, "instead": instead, "said": asked_in(request)}
    if asked.form.is_valid():
        page["page"] = page_of(request, asked.received)
        page["rows"] = with_names(page["page"].object_list)
        page["asked"] = asked_in(request, **{one.box: one.meant for one in instead})
        page["is_too_long"] = holds_too_much(len(asked.received))
    return render(request, "public/organisations/organisations.html", page)


@login_not_required
@require_safe
@twin
def organisations_csv(request: HttpRequest) -> HttpResponseBase:
    asked = OrganisationsAsked(request.GET)
    if not asked.form.is_valid():
        return refused_twin(asked.form)
    return csv_twin(request, PaidOrganisations(asked.received), file_name=FILE_NAME)


@login_not_required
@require_safe
@twin
def organisations_json(request: HttpRequest) -> HttpResponseBase:
    asked = OrganisationsAsked(request.GET)
    if not asked.form.is_valid():
        return refused_twin(asked.form)
    return json_twin(
        request,
        PaidOrganisations(asked.received),
        file_name=FILE_NAME,
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.get_full_path()}",
        count=len(asked.received),
        total=f"{sum(one.amount for one in asked.received):.2f}",
    )


@login_not_required
@require_safe
@twin
def organisations_xlsx(request: HttpRequest) -> HttpResponseBase:
    asked = OrganisationsAsked(request.GET)
    if not asked.form.is_valid():
        return refused_twin(asked.form)
    rows = len(asked.received)
    return xlsx_twin(request, PaidOrganisations(asked.received), file_name=FILE_NAME, rows=rows)

"""The registers of contracts and of grants: live, as at any past day, and as now known."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.agreements.queries import Versions
from almoner.registers.kinds import KINDS, Register
from almoner.registers.public_agreements import DATASETS, public_row_repeated_by, years_made
from almoner.registers.publicity import public_agreements_known
from almoner.web.lists import asked_in

from .agreement_filters import AgreementFilters
from .agreement_lists import NEWEST, AgreementList, routes_of
from .agreement_records import citation_of, record_of
from .leading import lead_to
from .twins import csv_twin, json_twin, refused_twin, twin


@login_not_required
@require_safe
def agreements(request: HttpRequest, register: Register) -> HttpResponse:
    """A register on a day, narrowed as the address says."""
    form = _filters(request, register)
    form.offer(years_made(KINDS[register], on=form.on))
    page: dict[str, Any] = {"form": form, "register": register, "newest": NEWEST}
    page["routes"] = routes_of(register)
    if form.is_valid():
        listing = AgreementList(register, form)
        found = listing.page(request)
        page |= {"listing": listing, "page": found, "rows": listing.rows(found)}
        page["asked"] = asked_in(request, as_at=form.day.isoformat())
    return render(request, "public/agreements/agreements.html", page)


@login_not_required
@require_safe
@twin
def agreements_csv(request: HttpRequest, register: Register) -> HttpResponseBase:
    form = _filters(request, register)
    if not form.is_valid():
        return refused_twin(form)
    return csv_twin(request, AgreementList(register, form).dataset, file_name=register)


@login_not_required
@require_safe
@twin
def agreements_json(request: HttpRequest, register: Register) -> HttpResponseBase:
    form = _filters(request, register)
    if not form.is_valid():
        return refused_twin(form)
    listing = AgreementList(register, form)
    return json_twin(
        request,
        listing.dataset,
        file_name=register,
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.get_full_path()}",
        as_at=form.day.isoformat(),
        reading=form.known_by,
        count=listing.totals.count,
        total=f"{listing.totals.amount:.2f}",
        without_amount=listing.totals.without_amount,
    )


def of_one_row(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let the address of a row that only repeats another lead to that one."""

    @wraps(view)
    def answer(request: HttpRequest, register: Register, reference: str) -> HttpResponseBase:
        if first := public_row_repeated_by(reference, KINDS[register], on=localdate()):
            return lead_to(request, first.reference)
        return view(request, register, reference)

    return answer


@login_not_required
@require_safe
@of_one_row
def agreement(request: HttpRequest, register: Register, reference: str) -> HttpResponse:
    """One agreement: all that is public of it, how that changed, and what was paid under it."""
    record = record_of(register, _only(register, reference), on=localdate())
    address = f"{settings.ADDRESS}{request.path}"
    page = {"record": record, "register": register, "routes": routes_of(register)}
    page |= {"address": address, "json_ld": record.json_ld(address)}
    page["citation"] = citation_of(record, address)
    return render(request, "public/agreements/agreement.html", page)


@login_not_required
@require_safe
@twin
@of_one_row
def agreement_csv(request: HttpRequest, register: Register, reference: str) -> HttpResponseBase:
    dataset = DATASETS[register](_only(register, reference))
    return csv_twin(request, dataset, file_name=reference)


@login_not_required
@require_safe
@twin
@of_one_row
def agreement_json(request: HttpRequest, register: Register, reference: str) -> HttpResponseBase:
    address = f"{settings.ADDRESS}{request.path.removesuffix('.json')}/"
    dataset = DATASETS[register](_only(register, reference))
    return json_twin(
        request, dataset, file_name=reference, publisher=settings.BODY_NAME, address=address
    )


def _filters(request: HttpRequest, register: Register) -> AgreementFilters:
    return AgreementFilters(request.GET, register=register, on=localdate())


def _only(register: Register, reference: str) -> Versions:
    known = public_agreements_known(KINDS[register], localdate())
    found = known.filter(agreement__reference=reference)
    if not found.exists():
        raise Http404
    return found

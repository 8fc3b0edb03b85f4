"""The registers of contracts and of grants: live, as at any past day, and as now known."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.agreements.asked_for import ASKED_BY_TEXT
from almoner.agreements.queries import Versions
from almoner.agreements.search import AGREEMENT
from almoner.organisations.search import ORGANISATION
from almoner.registers.kinds import KINDS, Register
from almoner.registers.public_agreements import DATASETS, public_row_repeated_by, version_called
from almoner.registers.public_sums import years_of_all
from almoner.registers.suggestions import words_said
from almoner.search.audiences import PUBLIC
from almoner.web.forgiving import read_forgivingly
from almoner.web.lists import asked_in

from .agreement_filters import AgreementFilters
from .agreement_lists import NEWEST, AgreementList, routes_of
from .agreement_records import citation_of, record_of
from .leading import lead_to
from .twins import csv_twin, json_twin, refused_twin, twin
from .workbooks import holds_too_much, xlsx_twin

# Among which entries the nearest words are looked for in each box.
BOXES = {"q": (AGREEMENT,), "recipient": (ORGANISATION,)}


@login_not_required
@require_safe
def agreements(request: HttpRequest, register: Register) -> HttpResponse:
    """A register on a day, narrowed as the address says."""
    read = partial(_asked, register)
    listing, instead = read_forgivingly(request, read, BOXES, audiences={PUBLIC})
    form, kind = listing.form, KINDS[register]
    known = words_said(register, ASKED_BY_TEXT[kind], on=form.on)
    form.offer(years_of_all(kind, form.on), known)
    page: dict[str, Any] = {"form": form, "register": register, "newest": NEWEST}
    page |= {"routes": routes_of(register), "instead": instead, "said": asked_in(request)}
    if form.is_valid():
        found, meant = listing.page(request), {one.box: one.meant for one in instead}
        page |= {"listing": listing, "page": found, "rows": listing.rows(found)}
        page["asked"] = asked_in(request, as_at=form.day.isoformat(), **meant)
        page["is_too_long"] = holds_too_much(listing.totals.count)
    return render(request, "public/agreements/agreements.html", page)


@login_not_required
@require_safe
@twin
def agreements_csv(request: HttpRequest, register: Register) -> HttpResponseBase:
    listing = _asked(register, request.GET)
    if not listing.form.is_valid():
        return refused_twin(listing.form)
    return csv_twin(request, listing.dataset(request), file_name=register)


@login_not_required
@require_safe
@twin
def agreements_xlsx(request: HttpRequest, register: Register) -> HttpResponseBase:
    listing = _asked(register, request.GET)
    if not listing.form.is_valid():
        return refused_twin(listing.form)
    return xlsx_twin(
        request,
        listing.dataset(request),
        file_name=register,
        rows=listing.totals.count,
        said=listing.in_words,
    )


@login_not_required
@require_safe
@twin
def agreements_json(request: HttpRequest, register: Register) -> HttpResponseBase:
    listing = _asked(register, request.GET)
    form = listing.form
    if not form.is_valid():
        return refused_twin(form)
    return json_twin(
        request,
        listing.dataset(request),
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
    found = version_called(KINDS[register], reference, on=localdate())
    record = record_of(register, found, on=localdate())
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


def _asked(register: Register, said: QueryDict) -> AgreementList:
    return AgreementList(register, AgreementFilters(said, register=register, on=localdate()))


def _only(register: Register, reference: str) -> Versions:
    found = version_called(KINDS[register], reference, on=localdate())
    if not found.exists():
        raise Http404
    return found

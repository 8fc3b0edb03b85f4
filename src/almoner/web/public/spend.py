"""The register of spend: the list of payments, each payment, and their twins."""

from collections.abc import Collection
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.organisations.search import ORGANISATION
from almoner.payments.models import Payment
from almoner.payments.search import PAYMENT
from almoner.payments.selections import Selection
from almoner.registers.datasets import Spend
from almoner.registers.kinds import Register
from almoner.registers.publicity import public_payments
from almoner.registers.suggestions import words_said
from almoner.search.audiences import PUBLIC
from almoner.web.forgiving import read_forgivingly
from almoner.web.lists import asked_in

from .filters import TEXTS, PaymentFilters
from .listings import NEWEST, Listing
from .payment_records import PAGE
from .twins import csv_twin, json_twin, refused_twin, twin
from .workbooks import holds_too_much, xlsx_twin

# Among which entries the nearest words are looked for in each box.
BOXES = {"q": (PAYMENT,), "organisation": (ORGANISATION,)}


class PaymentsAsked:
    """The list of payments, as an address asks for it."""

    def __init__(self, everything: Listing, said: QueryDict) -> None:
        self.form, self._everything = PaymentFilters(said), everything

    @cached_property
    def listing(self) -> Listing | None:
        """What was asked for, if it can be told."""
        if not self.form.is_valid():
            return None
        selection, everything = self.form.selection(), self._everything
        return everything if selection == everything.selection else Listing(selection)

    @property
    def mistaken(self) -> Collection[str]:
        return self.form.errors

    @property
    def has_found(self) -> bool:
        return self.listing is not None and self.listing.totals.count > 0


@login_not_required
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Every payment there is, narrowed as the address says."""
    everything = Listing(Selection())
    asked, instead = read_forgivingly(
        request, partial(PaymentsAsked, everything), BOXES, audiences={PUBLIC}
    )
    page: dict[str, Any] = {"form": asked.form, "newest": NEWEST, "instead": instead}
    page["said"] = asked_in(request)
    if listing := asked.listing:
        meant = {one.box: one.meant for one in instead}
        page |= {"listing": listing, "page": listing.page(request)}
        page["asked"] = asked_in(request, **meant)
        page["is_too_long"] = holds_too_much(listing.totals.count)
    known = words_said(Register.SPEND, TEXTS, on=localdate())
    asked.form.offer(everything.known_months, known)
    return render(request, "public/spend/payments.html", page)


@login_not_required
@require_safe
@twin
def payments_csv(request: HttpRequest) -> HttpResponseBase:
    form = PaymentFilters(request.GET)
    if not form.is_valid():
        return refused_twin(form)
    rows = Listing(form.selection()).in_order(request)
    return csv_twin(request, Spend(rows), file_name="spend")


@login_not_required
@require_safe
@twin
def payments_xlsx(request: HttpRequest) -> HttpResponseBase:
    form = PaymentFilters(request.GET)
    if not form.is_valid():
        return refused_twin(form)
    listing = Listing(form.selection())
    dataset = Spend(listing.in_order(request))
    return xlsx_twin(request, dataset, file_name="spend", rows=listing.totals.count)


@login_not_required
@require_safe
@twin
def payments_json(request: HttpRequest) -> HttpResponseBase:
    form = PaymentFilters(request.GET)
    if not form.is_valid():
        return refused_twin(form)
    listing = Listing(form.selection())
    return json_twin(
        request,
        Spend(listing.in_order(request)),
        file_name="spend",
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.get_full_path()}",
        count=listing.totals.count,
        total=f"{listing.totals.amount:.2f}",
    )


@login_not_required
@require_safe
def payment(request: HttpRequest, reference: str) -> HttpResponse:
    """One payment, in words, and the file it came in."""
    return PAGE.response(request, reference)


@login_not_required
@require_safe
@twin
def payment_csv(request: HttpRequest, reference: str) -> HttpResponseBase:
    return csv_twin(request, Spend(_only(reference)), file_name=reference)


@login_not_required
@require_safe
@twin
def payment_json(request: HttpRequest, reference: str) -> HttpResponseBase:
    address = f"{settings.ADDRESS}{request.path.removesuffix('.json')}/"
    dataset = Spend(_only(reference))
    return json_twin(
        request, dataset, file_name=reference, publisher=settings.BODY_NAME, address=address
    )


def _only(reference: str) -> QuerySet[Payment]:
    found = public_payments().filter(reference=reference)
    get_object_or_404(found)
    return found

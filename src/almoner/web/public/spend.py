"""The register of spend: the list of payments, each payment, and their twins."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from almoner.payments.models import Payment
from almoner.payments.selections import Selection
from almoner.registers.datasets import Spend
from almoner.registers.publicity import public_payments, spend_file_of
from almoner.web import words
from almoner.web.lists import asked_in

from .filters import PaymentFilters
from .linked_data import payment_as_linked_data
from .listings import NEWEST, Listing
from .twins import csv_twin, json_twin, refused_twin, twin


@login_not_required
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Every payment there is, narrowed as the address says."""
    form = PaymentFilters(request.GET)
    page: dict[str, Any] = {"form": form, "newest": NEWEST}
    everything = Listing(Selection())
    if form.is_valid():
        selection = form.selection()
        listing = everything if selection == everything.selection else Listing(selection)
        page |= {"listing": listing, "page": listing.page(request), "asked": asked_in(request)}
    form.offer(everything.known_months)
    return render(request, "public/spend/payments.html", page)


@login_not_required
@require_safe
@twin
def payments_csv(request: HttpRequest) -> HttpResponseBase:
    form = PaymentFilters(request.GET)
    if not form.is_valid():
        return refused_twin(form)
    return csv_twin(request, Spend(Listing(form.selection()).payments), file_name="spend")


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
        Spend(listing.payments),
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
    found = public_payments().select_related("organisation", "batch")
    paid = get_object_or_404(found, reference=reference)
    address, payer = f"{settings.ADDRESS}{request.path}", paid.payer or settings.BODY_NAME
    page = {
        "payment": paid,
        "source": spend_file_of(paid.batch),
        "address": address,
        "citation": _citation(paid, payer, address),
        "json_ld": payment_as_linked_data(paid, payer=payer, address=address, party=_party(paid)),
    }
    return render(request, "public/spend/payment.html", page)


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


def _citation(paid: Payment, payer: str, address: str) -> str:
    """How to name a payment elsewhere."""
    return _("%(payer)s, payment %(reference)s, %(amount)s to %(name)s on %(day)s. %(address)s") % {
        "payer": payer,
        "reference": paid.reference,
        "amount": words.pounds(paid.amount),
        "name": paid.supplier_name,
        "day": words.day(paid.paid_on),
        "address": address,
    }


def _party(paid: Payment) -> str:
    """The address of who was paid, if the payer said it."""
    if paid.organisation is None:
        return ""
    return settings.ADDRESS + reverse("public:organisation", args=[paid.organisation.reference])


def _only(reference: str) -> QuerySet[Payment]:
    found = public_payments().filter(reference=reference)
    get_object_or_404(found)
    return found

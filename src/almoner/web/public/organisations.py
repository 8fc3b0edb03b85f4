"""An organisation that was paid: what it received, and the twins."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.organisations.elsewhere import Number
from almoner.organisations.groups import at_one_with
from almoner.organisations.models import Organisation
from almoner.payments.queries import newest_first
from almoner.payments.selections import Selection
from almoner.registers.datasets import Spend
from almoner.registers.publicity import public_members, public_organisations
from almoner.registers.readings import identifiers_of, public_head_of

from .leading import lead_to
from .linked_data import organisation_as_linked_data
from .listings import Listing
from .received import received_by
from .twins import csv_twin, json_twin, twin
from .workbooks import holds_too_much, xlsx_twin

LATEST = 10


def of_who_speaks(
    view: Callable[[HttpRequest, Organisation], HttpResponseBase],
) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Give a view the organisation of its address; the address of one that is merged leads to who
    speaks for it.
    """

    @wraps(view)
    def answer(request: HttpRequest, reference: str) -> HttpResponseBase:
        found = get_object_or_404(public_organisations(), reference=reference)
        head = public_head_of(found)
        return view(request, found) if head == found else lead_to(request, head.reference)

    return answer


@login_not_required
@require_safe
@of_who_speaks
def organisation(request: HttpRequest, found: Organisation) -> HttpResponse:
    """What one organisation received, by financial year, and its latest payments."""
    group = list(_at_one(found).values_list("pk", flat=True))
    received = _received(found)
    address = f"{settings.ADDRESS}{request.path}"
    members, numbers = list(public_members(found)), _numbers_of(found)
    also = [one.name for one in members]
    page = {
        "organisation": found,
        "members": members,
        "numbers": numbers,
        "received": received,
        "everything": received_by(group, received.years, on=localdate()),
        "latest": newest_first(received.payments)[:LATEST],
        "is_too_long": holds_too_much(received.totals.count),
        "address": address,
        "json_ld": organisation_as_linked_data(found, address=address, also=also, numbers=numbers),
    }
    return render(request, "public/organisations/organisation.html", page)


@login_not_required
@require_safe
@twin
@of_who_speaks
def organisation_csv(request: HttpRequest, found: Organisation) -> HttpResponseBase:
    """Every payment to it."""
    received = _received(found)
    return csv_twin(request, Spend(received.payments), file_name=found.reference)


@login_not_required
@require_safe
@twin
@of_who_speaks
def organisation_xlsx(request: HttpRequest, found: Organisation) -> HttpResponseBase:
    """The same in a workbook."""
    received = _received(found)
    dataset, rows = Spend(received.payments), received.totals.count
    return xlsx_twin(request, dataset, file_name=found.reference, rows=rows)


@login_not_required
@require_safe
@twin
@of_who_speaks
def organisation_json(request: HttpRequest, found: Organisation) -> HttpResponseBase:
    """What it is called, what it received in all, and every payment to it."""
    received = _received(found)
    return json_twin(
        request,
        Spend(received.payments),
        file_name=found.reference,
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.path.removesuffix('.json')}/",
        organisation=found.reference,
        name=found.name,
        identifiers=[str(known) for known in identifiers_of([found])[found.pk]],
        merged=[{"organisation": one.reference, "name": one.name} for one in public_members(found)],
        count=received.totals.count,
        total=f"{received.totals.amount:.2f}",
    )


def _numbers_of(organisation: Organisation) -> list[Number]:
    found = identifiers_of([organisation])[organisation.pk]
    return [Number(one.scheme, one.value) for one in found]


def _received(organisation: Organisation) -> Listing:
    return Listing(Selection(organisations=_at_one(organisation)))


def _at_one(organisation: Organisation) -> QuerySet[Organisation]:
    return at_one_with(public_organisations().filter(pk=organisation.pk))

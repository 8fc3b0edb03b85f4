"""Feeds of what is new: of each list however narrowed, of an organisation, and of the editions."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from almoner.organisations.models import Organisation
from almoner.papers.kinds import CopyKind
from almoner.registers.kinds import KINDS, Register
from almoner.web.lists import page_of

from .atom import MEDIA_TYPE, feed_of
from .leading import lead_to
from .searches import (
    BadSearch,
    Search,
    of_copies,
    of_decisions,
    of_editions,
    of_forward_plan,
    of_organisation,
    of_payments,
    of_register,
)
from .sources import Newest
from .twins import refused_twin, twin


@login_not_required
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """Which feeds there are, and how to follow what they tell in another way."""
    lists = [
        (_("Payments to suppliers"), reverse("public:payments")),
        *((register.label, reverse(f"public:{register}")) for register in KINDS),
        (_("Copies of contracts"), reverse("public:copies", args=[CopyKind.CONTRACT])),
        (_("Copies of invitations to tender"), reverse("public:copies", args=[CopyKind.TENDER])),
        (_("Decisions"), reverse("public:decisions")),
        (_("What is planned"), reverse("public:forward-plan")),
        (_("Editions, corrections, and what was taken out"), reverse("public:editions")),
    ]
    rows = [(title, path, f"{path.removesuffix('/')}.atom") for title, path in lists]
    return render(request, "public/feeds/feeds.html", {"rows": rows})


@login_not_required
@require_safe
@twin
def payments_atom(request: HttpRequest) -> HttpResponseBase:
    return _answered(request, lambda: of_payments(request.GET))


@login_not_required
@require_safe
@twin
def agreements_atom(request: HttpRequest, register: Register) -> HttpResponseBase:
    return _answered(request, lambda: of_register(request.GET, register))


@login_not_required
@require_safe
@twin
def copies_atom(request: HttpRequest, kind: CopyKind) -> HttpResponseBase:
    return _answered(request, lambda: of_copies(request.GET, kind))


@login_not_required
@require_safe
@twin
def decisions_atom(request: HttpRequest) -> HttpResponseBase:
    return _answered(request, lambda: of_decisions(request.GET))


@login_not_required
@require_safe
@twin
def editions_atom(request: HttpRequest) -> HttpResponseBase:
    return _answered(request, lambda: of_editions(request.GET))


@login_not_required
@require_safe
@twin
def forward_plan_atom(request: HttpRequest) -> HttpResponseBase:
    return _answered(request, lambda: of_forward_plan(request.GET))


@login_not_required
@require_safe
@twin
def organisation_atom(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Payments to it, and agreements with it, under whichever of its names."""
    try:
        search = of_organisation(request.GET, reference)
    except Organisation.DoesNotExist as error:
        raise Http404 from error
    head = search.path.rstrip("/").rpartition("/")[2]
    if head != reference:
        return lead_to(request, head)
    return _answered(request, lambda: search)


def _answered(request: HttpRequest, find: Callable[[], Search]) -> HttpResponse:
    try:
        search = find()
    except BadSearch as error:
        return refused_twin(error.form)
    page = page_of(request, Newest(*search.sources))
    return HttpResponse(feed_of(search, page), content_type=MEDIA_TYPE)

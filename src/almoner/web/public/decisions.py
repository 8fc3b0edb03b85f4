"""The register of decisions: the list, part 1 of each, and their twins."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.core.moments import end_of, start_of
from almoner.decisions.models import Decision
from almoner.framework.queries import framework_on
from almoner.registers.public_decisions import (
    Decisions,
    count_without_a_word,
    decisions_waiting,
    duty_of_decisions,
    grounds_of,
    numbers_not_made,
    part_one_of,
    public_decision,
    public_decisions,
    years_of_decisions,
)
from almoner.web.forms.public_decisions import PublicDecisionFilters
from almoner.web.lists import asked_in, page_of

from .linked_data import decision_as_linked_data
from .twins import csv_twin, json_twin, refused_twin, twin


@login_not_required
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision whose part 1 is out; and the numbers of which less is said."""
    form = PublicDecisionFilters(request.GET, years=years_of_decisions())
    found = narrowed(form) if form.is_valid() else public_decisions().none()
    waiting = decisions_waiting()
    grounds = grounds_of(waiting)
    page = {
        "form": form,
        "page": page_of(request, found),
        "duty": duty_of_decisions(on=localdate()),
        "waiting": [(one, grounds.get(one.pk, "")) for one in waiting],
        "not_made": numbers_not_made(),
        "silent": count_without_a_word(),
        "query": asked_in(request),
    }
    return render(request, "public/decisions/decisions.html", page)


def narrowed(form: PublicDecisionFilters) -> QuerySet[Decision]:
    """The decisions that an address asks for."""
    found, year, q = public_decisions(), form.financial_year, form.cleaned_data["q"]
    if year:
        first, last = start_of(year.first_day), end_of(year.last_day)
        found = found.filter(settled_at__gte=first, settled_at__lt=last)
    for word in q.split():
        found = found.filter(
            Q(number__iexact=word)
            | Q(asked__text__title__icontains=word)
            | Q(asked__text__summary__icontains=word)
            | Q(asked__text__considerations__icontains=word)
        )
    return found


@login_not_required
@require_safe
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Part 1 of a decision."""
    found = _decision_or_404(number)
    asked: Any = found.asked
    address = f"{settings.ADDRESS}{request.path}"
    powers = {one.code: one for one in framework_on(localdate()).powers}
    page = {
        "part": part_one_of(found),
        "decision": found,
        "text": asked.text,
        "power": powers.get(asked.text.power),
        "address": address,
        "json_ld": decision_as_linked_data(found, body=settings.BODY_NAME, address=address),
    }
    return render(request, "public/decisions/decision.html", page)


@login_not_required
@require_safe
@twin
def decisions_csv(request: HttpRequest) -> HttpResponseBase:
    form = PublicDecisionFilters(request.GET, years=years_of_decisions())
    if not form.is_valid():
        return refused_twin(form)
    return csv_twin(request, Decisions(narrowed(form)), file_name="decisions")


@login_not_required
@require_safe
@twin
def decisions_json(request: HttpRequest) -> HttpResponseBase:
    form = PublicDecisionFilters(request.GET, years=years_of_decisions())
    if not form.is_valid():
        return refused_twin(form)
    return _json(request, narrowed(form), "decisions")


@login_not_required
@require_safe
@twin
def decision_json(request: HttpRequest, number: str) -> HttpResponseBase:
    found = _decision_or_404(number)
    return _json(request, public_decisions().filter(pk=found.pk), number)


def _json(request: HttpRequest, found: QuerySet[Decision], name: str) -> HttpResponseBase:
    return json_twin(
        request,
        Decisions(found),
        file_name=name,
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.get_full_path()}",
    )


def _decision_or_404(number: str) -> Decision:
    found = public_decision(number)
    if found is None:
        raise Http404
    return found

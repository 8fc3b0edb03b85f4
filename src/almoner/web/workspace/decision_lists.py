"""Lists of decisions: all that somebody may see, theirs, those that wait; and those of one case."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.accounts.models import User
from almoner.core.verdicts import require
from almoner.decisions.models import Decision
from almoner.decisions.policies import may_draft_about_body, may_draft_decision, may_see_decisions
from almoner.decisions.queries import decisions, decisions_by, decisions_visible_to
from almoner.decisions.states import DecisionState
from almoner.web.forms.decisions import DecisionFilters
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .cases import case_or_404


@require_safe
def decisions_list(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_decisions(request.user, on=on))
    form = DecisionFilters(request.GET)
    found = decisions_visible_to(request.user, on=on).order_by("-begun_at", "-pk")
    if form.is_valid():
        found = narrowed(found, request.user, **form.cleaned_data)
    page = {"form": form, "page": page_of(request, found)}
    page["may_begin"] = may_draft_about_body(request.user, on=on)
    return render(request, "workspace/decisions/list.html", page)


def narrowed(found: QuerySet[Decision], user: User, *, whose: str, q: str) -> QuerySet[Decision]:
    if whose == "mine":
        found = found.filter(decisions_by(user, on=localdate()))
    if whose == "awaiting":
        found = found.filter(state=DecisionState.SUBMITTED)
    if whose == "signed":
        found = found.filter(state=DecisionState.SIGNED)
    named = Q(number__icontains=q) | Q(current__title__icontains=q)
    return found.filter(named | Q(commission__reference__iexact=q)) if q else found


@require_safe
def of_case(request: StaffRequest, reference: str) -> HttpResponse:
    """The decisions about a case, for whoever may see it."""
    case = case_or_404(request, reference)
    page = {
        "case": case,
        "decisions": decisions().filter(commission=case).order_by("-pk"),
        "may_draft": may_draft_decision(request.user, case, on=localdate()),
    }
    return render(request, "workspace/decisions/of_case.html", page)

"""What a case stands on, each on a page of its own: its documents, and its money."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.commissions.policies import may_work_on_case
from almoner.commissions.rules import rules_of
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.funding.policies import may_see_funds
from almoner.web.requests import StaffRequest

from .case_documents import by_stage
from .case_money import rooms_in, years_of_case
from .cases import case_or_404


@require_safe
def documents(request: StaffRequest, reference: str) -> HttpResponse:
    """Every document that the route of a case wants, and those that were written besides."""
    shown = case_or_404(request, reference)
    rules = rules_of(shown)
    page = {
        "case": shown,
        "rules": rules,
        "stages": by_stage(shown, rules.route.stages),
        "about": name_of(shown),
        "may_write": may_work_on_case(request.user, shown, on=localdate()),
    }
    return render(request, "workspace/commissions/documents.html", page)


@require_safe
def funding(request: StaffRequest, reference: str) -> HttpResponse:
    """What is set aside for a case by year and line, and where what is missing could be planned."""
    on = localdate()
    require(may_see_funds(request.user, on=on))
    shown = case_or_404(request, reference)
    years = years_of_case(shown, request.user, on=on)
    rooms = rooms_in([one.year for one in years if one.missing], request.user, on=on)
    page = {
        "case": shown,
        "years": years,
        "wanting": [(one, rooms[one.year]) for one in years if one.missing],
        "may_work": may_work_on_case(request.user, shown, on=on),
    }
    return render(request, "workspace/commissions/funding.html", page)

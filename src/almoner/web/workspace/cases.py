"""One case: where it stands, what its gate wants, and its parts; and how a case begins."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.operations import note_read
from almoner.commissions.kinds import Part
from almoner.commissions.models import Commission
from almoner.commissions.operations import begin_case, revise_case
from almoner.commissions.policies import (
    may_begin_case,
    may_see_case,
    may_see_cases,
    may_work_on_case,
)
from almoner.commissions.queries import cases
from almoner.commissions.readings import derivation_of, terms_of, timetable_of
from almoner.commissions.rules import rules_of
from almoner.core.once import reading
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.framework.queries import framework_in_force
from almoner.web.forms.cases import PARTS, BeginCaseForm
from almoner.web.requests import StaffRequest

from .case_pages import cases_with_all, page_of_case

CHANGE = ["GET", "HEAD", "POST"]
INTRODUCTIONS = {
    Part.NEED: gettext_lazy("What is needed, what shows it, and what is to come of it."),
    Part.TERMS: gettext_lazy(
        "What is bought or supported, and by which power. The regime follows from it."
    ),
    Part.MONEY: gettext_lazy(
        "Every extension, option and fee counts. VAT is kept apart; the law adds it."
    ),
    Part.TIMETABLE: gettext_lazy(
        "Plan the days. What the law asks, and by when at the latest, is shown."
    ),
    Part.DIRECT_AWARD: gettext_lazy("Whoever lets it through reads this, and it is kept."),
}


def case_or_404(
    request: StaffRequest, reference: str, *, among: QuerySet[Commission] | None = None
) -> Commission:
    """The case of a reference, for whoever may see it. Reads of a restricted one are logged."""
    require(may_see_cases(request.user, on=localdate()))
    found = get_object_or_404(cases() if among is None else among, reference=reference)
    if found.is_restricted:
        sees = may_see_case(request.user, found, on=localdate())
        note_read(who=request.user.actor, about=name_of(found), is_allowed=bool(sees), at=now())
        require(sees)
    return found


def done(form: BaseForm, act: partial[Any]) -> bool:
    """Do what a valid form asks for; where that is refused, the form says why."""
    try:
        act()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@require_safe
def case(request: StaffRequest, reference: str) -> HttpResponse:
    shown = case_or_404(request, reference, among=cases_with_all(on=localdate()))
    with reading():
        page = page_of_case(shown, request.user, on=localdate())
    return render(request, "workspace/commissions/case.html", page)


@require_http_methods(CHANGE)
def begin(request: StaffRequest) -> HttpResponse:
    require(may_begin_case(request.user, on=localdate()))
    held = framework_in_force(localdate())
    said = request.POST if request.method == "POST" else None
    form = BeginCaseForm(said, framework=held.framework)
    if form.is_valid():
        made = begin_case(**form.cleaned_data, now=held, by=request.user, at=now())
        messages.success(request, _("%(case)s has begun. You lead it.") % {"case": made})
        return redirect("workspace:commission", made)
    page = {"form": form, "routes": held.framework.routes}
    return render(request, "workspace/commissions/begin.html", page)


@require_http_methods(CHANGE)
def part(request: StaffRequest, reference: str, part: Part) -> HttpResponse:
    """A part of a case, to be said anew by who works on it."""
    shown = case_or_404(request, reference)
    require(may_work_on_case(request.user, shown, on=localdate()))
    form = PARTS[part](request.POST if request.method == "POST" else None, case=shown)
    if form.is_valid():
        read, years = form.cleaned_data["read"], form.years()
        revise = partial(revise_case, shown, part, form.said(), read=read, years=years)
        if done(form, partial(revise, by=request.user, at=now())):
            messages.success(request, _("It is recorded."))
            return redirect("workspace:commission", shown)
    terms, rules = terms_of(shown), rules_of(shown)
    page = {
        "case": shown,
        "form": form,
        "part": part,
        "title": part.label,
        "introduction": INTRODUCTIONS[part],
        "derivation": derivation_of(terms, rules),
        "timetable": timetable_of(terms, rules) if part == Part.TIMETABLE else [],
    }
    return render(request, "workspace/commissions/part.html", page)

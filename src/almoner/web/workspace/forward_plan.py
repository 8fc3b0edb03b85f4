"""The forward plan in the workspace: what waits to be checked, what is public, and what is not."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.commissions.models import PlanEntry
from almoner.commissions.operations import (
    propose_for_forward_plan,
    put_on_forward_plan,
    send_back_from_forward_plan,
    take_off_forward_plan,
)
from almoner.commissions.planning import (
    cases_not_on_plan,
    latest_entry,
    plan_entries_visible_to,
)
from almoner.commissions.policies import (
    may_check_for_plan,
    may_propose_for_plan,
    may_see_cases,
    may_take_off_plan,
)
from almoner.commissions.rules import rules_of
from almoner.commissions.states import ON_ITS_WAY, PlanState
from almoner.core.verdicts import require
from almoner.web.forms.forward_plan import CheckPlanForm, PlanForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .cases import CHANGE, case_or_404, done


@require_safe
def forward_plan(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_cases(request.user, on=on))
    entries = plan_entries_visible_to(request.user, on=on)
    page = {
        "page": page_of(request, entries.order_by("state", "opens_in", "reference")),
        "missing": cases_not_on_plan(request.user, on=on).order_by("reference")[:50],
    }
    return render(request, "workspace/forward_plan/list.html", page)


@require_http_methods(CHANGE)
def propose(request: StaffRequest, reference: str) -> HttpResponse:
    """What the plan is to say of a case, in the words of its lead."""
    case = case_or_404(request, reference)
    require(may_propose_for_plan(request.user, case, on=localdate()))
    latest = latest_entry(case)
    form = PlanForm(request.POST or None, case=case, entry=latest)
    if form.is_valid():
        propose = partial(propose_for_forward_plan, form.entry(), commission=case)
        if done(form, partial(propose, by=request.user, at=now())):
            messages.success(request, _("A publisher checks it. Nothing is public yet."))
            return redirect("workspace:forward-plan")
    telling = [stage for stage in rules_of(case).route.stages if stage.publishes]
    page = {"case": case, "form": form, "latest": latest, "stages": telling}
    return render(request, "workspace/forward_plan/propose.html", page)


@require_http_methods(CHANGE)
def plan_entry(request: StaffRequest, reference: str) -> HttpResponse:
    """What is proposed, or public, and the check of a second person."""
    entry, on = _entry_or_404(request, reference), localdate()
    form = CheckPlanForm(request.POST or None)
    if form.is_valid() and done(form, _judging(entry, form, request)):
        messages.success(request, _("It is recorded."))
        return redirect("workspace:forward-plan")
    page = {
        "entry": entry,
        "case": entry.commission,
        "form": form,
        "verdict": may_check_for_plan(request.user, entry, on=on),
        "waits": entry.state == PlanState.PROPOSED,
        "may_take_off": entry.state in ON_ITS_WAY and may_take_off_plan(request.user, entry, on=on),
    }
    return render(request, "workspace/forward_plan/entry.html", page)


@require_POST
def take_off(request: StaffRequest, reference: str) -> HttpResponse:
    entry = _entry_or_404(request, reference)
    take_off_forward_plan(entry, by=request.user, at=now())
    messages.success(request, _("The forward plan says nothing of it any more."))
    return redirect("workspace:forward-plan")


def _judging(entry: PlanEntry, form: CheckPlanForm, request: StaffRequest) -> partial[PlanEntry]:
    said = form.cleaned_data["said"]
    if form.cleaned_data["outcome"] == "publish":
        return partial(put_on_forward_plan, entry, checked=said, by=request.user, at=now())
    return partial(send_back_from_forward_plan, entry, reason=said, by=request.user, at=now())


def _entry_or_404(request: StaffRequest, reference: str) -> PlanEntry:
    people = ("written_by", "judged_by", "commission")
    entry = get_object_or_404(PlanEntry.objects.select_related(*people), reference=reference)
    entry.commission = case_or_404(request, entry.commission.reference)
    return entry

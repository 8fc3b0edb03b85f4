"""Improvement plans: the list, one with its progress, and what it gathers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.actions.models import Action
from almoner.actions.standings import ActionStood, actions_stood
from almoner.audits.models import ImprovementPlan, PlanItem, Recommendation
from almoner.audits.operations import (
    close_improvement_plan,
    gather_into_plan,
    leave_out_of_plan,
    open_improvement_plan,
)
from almoner.audits.policies import may_keep_plan, may_open_plan, may_see_plans
from almoner.audits.queries import items_of, plans
from almoner.audits.standings import Stood, stood
from almoner.audits.states import PlanState
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.web.forms.recommendations import ClosePlanForm, GatherForm, PlanForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .audits import CHANGE, done


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a plan gathers, how far it has got, and what the auditor found of it. Of a
    recommendation, `actions` are all that was agreed about it, the leading one first.
    """

    item: PlanItem
    name: str
    what: str
    actions: tuple[ActionStood, ...]
    finds: str
    on: date

    @property
    def action(self) -> ActionStood | None:
        return self.actions[0] if self.actions else None

    @property
    def others(self) -> list[tuple[ActionStood, bool]]:
        """What else was agreed, and whether it is late."""
        return [(one, one.is_overdue(self.on)) for one in self.actions[1:]]

    @property
    def reference(self) -> str:
        return self.name.partition(":")[2]

    @property
    def is_leading_late(self) -> bool:
        return self.action is not None and self.action.is_overdue(self.on)

    @property
    def is_late(self) -> bool:
        return any(one.is_overdue(self.on) for one in self.actions)

    @property
    def is_over(self) -> bool:
        return bool(self.actions) and not any(one.is_unfinished for one in self.actions)


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_plans(request.user, on=on))
    page = page_of(request, plans())
    said = {"page": page, "may_open": may_open_plan(request.user, on=on)}
    return render(request, "workspace/improvement_plans/list.html", said)


@require_http_methods(CHANGE)
def begin(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_open_plan(request.user, on=on))
    said = request.POST if request.method == "POST" else None
    form = PlanForm(said, on=on, initial={"owner": request.user})
    if form.is_valid():
        given = {**form.cleaned_data, "by": request.user, "at": now()}
        title = given.pop("title")
        if opened := done(form, lambda: open_improvement_plan(title, **given)):
            messages.success(request, _("It is open. Gather what belongs to it."))
            return redirect("workspace:improvement-plan", opened)
    return render(request, "workspace/improvement_plans/open.html", {"form": form})


@require_http_methods(CHANGE)
def plan(request: StaffRequest, reference: str) -> HttpResponse:
    """A plan with its progress; whoever keeps it gathers more here."""
    shown, on = _plan_or_404(request, reference), localdate()
    keeps = shown.state == PlanState.OPEN and may_keep_plan(request.user, shown, on=on)
    form = GatherForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(may_keep_plan(request.user, shown, on=on))
    if form.is_valid() and done(form, lambda: _gather(request, shown, form)):
        messages.success(request, _("It is in the plan."))
        return redirect("workspace:improvement-plan", reference)
    rows = rows_of(items_of(shown), on=on)
    page = {"plan": shown, "rows": page_of(request, rows), "keeps": keeps, "form": form}
    page |= {"over": sum(one.is_over for one in rows), "late": sum(one.is_late for one in rows)}
    return render(request, "workspace/improvement_plans/plan.html", page)


def _gather(request: StaffRequest, shown: ImprovementPlan, form: GatherForm) -> PlanItem:
    reference = form.cleaned_data["reference"].strip().upper()
    thing = (
        Recommendation.objects.filter(reference=reference).first()
        or Action.objects.filter(reference=reference).first()
    )
    if thing is None:
        raise ValidationError(
            {"reference": _("No action or recommendation has this reference. Look it up.")}
        )
    return gather_into_plan(shown, thing, by=request.user, at=now())


@require_POST
def leave_out(request: StaffRequest, reference: str, item: int) -> HttpResponse:
    shown = _plan_or_404(request, reference)
    require(may_keep_plan(request.user, shown, on=localdate()))
    found = get_object_or_404(items_of(shown), pk=item)
    leave_out_of_plan(shown, found, by=request.user, at=now())
    messages.success(request, _("It is left out. That it was there stays."))
    return redirect("workspace:improvement-plan", reference)


@require_http_methods(CHANGE)
def close(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _plan_or_404(request, reference)
    require(may_keep_plan(request.user, shown, on=localdate()))
    form = ClosePlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(
        form,
        lambda: close_improvement_plan(shown, **form.cleaned_data, by=request.user, at=now()),
    ):
        messages.success(request, _("It is closed."))
        return redirect("workspace:improvement-plan", reference)
    return render(request, "workspace/improvement_plans/close.html", {"plan": shown, "form": form})


def rows_of(items: Iterable[PlanItem], *, on: date) -> list[Row]:
    """What a plan gathers, with its progress: a fixed number of queries beside their own."""
    found = list(items)
    keys = [one.action_id for one in found if one.action_id]
    alone = actions_stood(keys, on=on)
    recommended = [one.recommendation for one in found if one.recommendation]
    standings = {one.recommendation.pk: one for one in stood(recommended, on=on)}
    rows = []
    for one in found:
        if one.action is not None:
            its_own = alone.get(one.action.pk)
            actions = (its_own,) if its_own else ()
            rows.append(Row(one, name_of(one.action), one.action.what, actions, "", on))
        else:
            assert one.recommendation is not None  # the database holds it to one of the two
            rows.append(_row_of(one, standings[one.recommendation.pk]))
    return rows


def _row_of(item: PlanItem, one: Stood) -> Row:
    finds = one.verdict.get_finds_display() if one.verdict else ""
    said = one.recommendation
    return Row(item, name_of(said), said.text, one.agreed, finds, one.on)


def _plan_or_404(request: StaffRequest, reference: str) -> ImprovementPlan:
    require(may_see_plans(request.user, on=localdate()))
    return get_object_or_404(plans(), reference=reference)

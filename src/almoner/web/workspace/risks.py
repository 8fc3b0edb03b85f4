"""The register of risks, one risk, and what becomes of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.access import read_restricted
from almoner.actions.policies import may_open_action
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on
from almoner.risks.appetite import over_appetite
from almoner.risks.models import Assessment, Risk
from almoner.risks.operations import View, accept_risk, close_risk, record_risk, review_risk
from almoner.risks.policies import (
    may_accept_risk,
    may_close_risk,
    may_read_risk,
    may_record_risk,
    may_review_risk,
    may_see_risks,
)
from almoner.risks.queries import (
    acceptances_of,
    assessment_of,
    assessments_visible_to,
    heat_map,
    history_of,
    is_of_restricted,
    mitigations_of,
    worst_first,
)
from almoner.risks.scores import SCALE, Bounds, Level, bounds_on
from almoner.web.forms.risks import (
    MINE,
    OVER,
    AcceptRiskForm,
    CloseRiskForm,
    RecordRiskForm,
    RiskFilters,
    RiskForm,
)
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .risk_registers import of_register
from .risk_rows import risk_rows, treatment_shown
from .sources import source_asked

CHANGE = ["GET", "HEAD", "POST"]


@require_safe
def risks(request: StaffRequest) -> HttpResponse:
    """Every open risk that somebody may read, drawn as a heat map and listed, the worst first."""
    on = localdate()
    require(may_see_risks(request.user, on=on))
    bounds, form = bounds_on(on), RiskFilters(request.GET, on=on)
    found = assessments_visible_to(request.user, on=on)
    if form.is_valid():
        found = _narrowed(found, form.cleaned_data, bounds, request)
    page = page_of(request, worst_first(found))
    shown = {
        "page": page,
        "rows": risk_rows(page, bounds, on=on),
        "map": heat_map(found, bounds),
        "scale": SCALE,
        "bounds": bounds,
        "form": form,
        "may_record": may_record_risk(request.user, on=on),
        "programmes": framework_on(on).objectives,
    }
    return render(request, "workspace/risks/list.html", shown)


def _narrowed(found: Any, said: dict[str, str], bounds: Bounds, request: StaffRequest) -> Any:
    if said["whose"] == MINE:
        found = found.filter(owner=request.user)
    found = found.filter(of_register(said["of"]))
    if said["level"] == OVER:
        return found.filter(over_appetite(localdate()))
    if said["level"]:
        scores = [a * b for a in SCALE for b in SCALE]
        wanted = {score for score in scores if bounds.level_of(score) == Level(said["level"])}
        found = found.filter(current_score__in=wanted)
    return found


@require_http_methods(CHANGE)
def begin(request: StaffRequest) -> HttpResponse:
    """Record a risk of the thing that `?about=` names, or of the body."""
    on = localdate()
    require(may_record_risk(request.user, on=on))
    about = source_asked(request, "about")
    form = RecordRiskForm(request.POST if request.method == "POST" else None, on=on)
    if form.is_valid():
        said = {"about": about, "is_restricted": form.cleaned_data["is_restricted"]}
        recorded = _done(form, lambda: record_risk(form.view(), **said, by=request.user, at=now()))
        if recorded:
            messages.success(request, _("It is recorded. Say next what is done about it."))
            return redirect("workspace:risk", recorded)
    return render(request, "workspace/risks/record.html", {"form": form, "about": about})


@require_safe
def risk(request: StaffRequest, reference: str) -> HttpResponse:
    """How it stands, what is done about it, who accepted it, and how it stood before."""
    shown, on, me = _shown(request, reference), localdate(), request.user
    thing, bounds = shown.risk, bounds_on(on)
    past = page_of(request, history_of(thing))
    page = {
        "risk": thing,
        "row": risk_rows([shown], bounds, on=on)[0],
        "is_escalated": bounds.level_of(shown.current_score) == Level.ESCALATED,
        **treatment_shown(shown, on=on),
        "actions": mitigations_of(thing),
        "source": name_of(thing),
        "today": on,
        "acceptances": acceptances_of(thing),
        "past": past,
        "history": risk_rows(past, bounds, on=on),
        "may_review": thing.is_open and may_review_risk(me, shown, on=on),
        "may_accept": thing.is_open and may_accept_risk(me, shown, on=on),
        "may_close": thing.is_open and may_close_risk(me, shown, on=on),
        "may_open": thing.is_open and may_open_action(me, on=on),
    }
    return render(request, "workspace/risks/risk.html", page)


@require_http_methods(CHANGE)
def review(request: StaffRequest, reference: str) -> HttpResponse:
    shown, on = _shown(request, reference), localdate()
    require(may_review_risk(request.user, shown, on=on))
    said = request.POST if request.method == "POST" else None
    before = {name: getattr(shown, name) for name in View.__dataclass_fields__}
    form = RiskForm(said, on=on, initial={**before, "review_on": None})
    if form.is_valid() and _done(
        form, lambda: review_risk(shown.risk, form.view(), by=request.user, at=now())
    ):
        messages.success(request, _("This is how it stands now. What was said before stays."))
        return redirect("workspace:risk", reference)
    return _page(request, shown, "review", form)


@require_http_methods(CHANGE)
def accept(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _shown(request, reference)
    require(may_accept_risk(request.user, shown, on=localdate()))
    form = AcceptRiskForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(
        form, lambda: accept_risk(shown.risk, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is accepted as it stands."))
        return redirect("workspace:risk", reference)
    return _page(request, shown, "accept", form)


@require_http_methods(CHANGE)
def close(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _shown(request, reference)
    require(may_close_risk(request.user, shown, on=localdate()))
    form = CloseRiskForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(
        form, lambda: close_risk(shown.risk, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is closed."))
        return redirect("workspace:risk", reference)
    return _page(request, shown, "close", form)


def _page(request: StaffRequest, shown: Assessment, name: str, form: Any) -> HttpResponse:
    row = risk_rows([shown], bounds_on(localdate()), on=localdate())[0]
    page = {"risk": shown.risk, "row": row, "form": form}
    return render(request, f"workspace/risks/{name}.html", page)


def _done(form: Any, do: Callable[[], Any]) -> Any:
    """What came of it; nothing where the operation found a mistake, which its form then shows."""
    try:
        return do()
    except ValidationError as mistake:
        form.add_error(None, mistake)
        return None


def _shown(request: StaffRequest, reference: str) -> Assessment:
    """What an address names, as it stands, to whoever may read it. That somebody read a restricted
    one is noted, and that they were refused.
    """
    on = localdate()
    require(may_see_risks(request.user, on=on))
    found = get_object_or_404(Risk.objects.all(), reference=reference)
    if is_of_restricted(found):
        read_restricted(request.user, name_of(found), at=now())
    shown = assessment_of(found, on=on)
    require(may_read_risk(request.user, shown, on=on))
    return shown

"""The course of a case: its gates, its team, on hold, stopped, another route, a newer framework."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on
from almoner.accounts.roles import Role
from almoner.commissions.gatekeeping import Asked, controls_of, route_is_open
from almoner.commissions.kinds import GateOutcome
from almoner.commissions.models import Commission, GateAsked
from almoner.commissions.opening import Opening, opening_of, turn_at
from almoner.commissions.operations import (
    add_to_team,
    ask_gate,
    decide_gate,
    hand_over_case,
    hold_case,
    leave_team,
    move_case_to_version,
    open_case,
    restrict_case,
    resume_case,
    stop_case,
    take_route,
    unrestrict_case,
    withdraw_gate,
)
from almoner.commissions.policies import (
    may_ask_gate,
    may_decide_gate,
    may_hand_over_case,
    may_lead_case,
)
from almoner.commissions.queries import READERS, team_of
from almoner.commissions.rules import rules_of
from almoner.commissions.states import GateState
from almoner.core.verdicts import refused, require
from almoner.framework.approval import NoLimit
from almoner.framework.contents import Framework
from almoner.framework.differences import differences_for_route
from almoner.framework.queries import framework_in_force
from almoner.web.forms.case_evidence import (
    DecideGateForm,
    HoldForm,
    MoveForm,
    OnwardForm,
    PersonForm,
    RouteForm,
    StopForm,
)
from almoner.web.forms.cases import choices_among
from almoner.web.requests import StaffRequest

from .cases import CHANGE, case_or_404, done


@require_http_methods(CHANGE)
def gate(request: StaffRequest, reference: str) -> HttpResponse:
    """Ask that a case be let out of its stage: what that needs, and who will decide."""
    shown, on = case_or_404(request, reference), localdate()
    require(may_ask_gate(request.user, shown, on=on))
    rules, held = rules_of(shown), framework_in_force(on)
    stages = [(stage.code, stage.title) for stage in rules.onward]
    form = OnwardForm(request.POST if request.method == "POST" else None, stages=stages)
    if form.is_valid():
        onward = form.cleaned_data["onward"]
        if done(form, partial(ask_gate, shown, onward=onward, now=held, by=request.user, at=now())):
            messages.success(request, _("It is asked. The case says where it stands now."))
            return redirect("workspace:commission", shown)
    controls = controls_of(shown, on=on)
    page = {
        "case": shown,
        "rules": rules,
        "form": form,
        "controls": controls,
        "closed": route_is_open(shown, rules),
        "opening": _opening(shown, held.framework, controls),
    }
    return render(request, "workspace/commissions/gate.html", page)


def _opening(case: Commission, framework: Framework, controls: list[Asked]) -> Opening | None:
    try:
        return opening_of(case, framework, controls)
    except NoLimit:
        return None


@require_http_methods(CHANGE)
def decide(request: StaffRequest, reference: str) -> HttpResponse:
    """A case at its gate, as it stood when it asked and stands today, and the decision on it."""
    asked, shown = _gate_or_404(request, reference)
    on = localdate()
    verdict = may_decide_gate(request.user, asked, on=on)
    if asked.state != GateState.ASKED:
        verdict = refused(_("This has been decided."))
    form = DecideGateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        outcome = GateOutcome(form.cleaned_data["outcome"])
        words = {name: form.cleaned_data[name] for name in ("words", "by_when")}
        say = partial(decide_gate, asked, outcome=outcome, **words)
        if done(form, partial(say, by=request.user, at=now())):
            messages.success(request, _("Your decision is recorded."))
            return redirect("workspace:commission", shown)
    said = list(asked.said.select_related("decided_by", "in_place_of").order_by("number"))
    page = {
        "case": shown,
        "gate": asked,
        "rules": rules_of(shown),
        "form": form,
        "verdict": verdict,
        "controls": controls_of(shown, on=on) if asked.state == GateState.ASKED else [],
        "said": said,
        "turn": turn_at(asked, on=on) if asked.state == GateState.ASKED else None,
        "may_withdraw": asked.state == GateState.ASKED
        and may_lead_case(request.user, shown, on=on),
    }
    return render(request, "workspace/commissions/decide.html", page)


@require_POST
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    asked, shown = _gate_or_404(request, reference)
    withdraw_gate(asked, by=request.user, at=now())
    messages.success(request, _("It asks nothing any more, and can be changed."))
    return redirect("workspace:commission", shown)


def _gate_or_404(request: StaffRequest, reference: str) -> tuple[GateAsked, Commission]:
    found = get_object_or_404(
        GateAsked.objects.select_related("asked_by", "commission"), reference=reference
    )
    shown = case_or_404(request, found.commission.reference)
    found.commission = shown
    return found, shown


@require_http_methods(CHANGE)
def team(request: StaffRequest, reference: str) -> HttpResponse:
    """Who leads a case and works on it, for who may change that."""
    shown, on = case_or_404(request, reference), localdate()
    require(may_hand_over_case(request.user, shown, on=on))
    members = list(team_of(shown, on=on))
    act = request.POST.get("act", "")
    leads = _people({Role.COMMISSIONING_OFFICER}, without=[shown.lead])
    joins = _people(READERS - {Role.AUDITOR}, without=[shown.lead, *members])
    forms = {
        name: PersonForm(request.POST if act == name else None, people=people, prefix=name)
        for name, people in {"hand": leads, "add": joins, "remove": members}.items()
    }
    form = forms.get(act, forms["add"])
    if form.is_valid():
        chosen, by, at = form.chosen, request.user, now()
        acts = {
            "hand": partial(hand_over_case, shown, to=chosen, by=by, at=at),
            "add": partial(add_to_team, shown, person=chosen, by=by, at=at),
            "remove": partial(leave_team, shown, person=chosen, by=by, at=at),
        }
        if done(form, acts[act]):
            messages.success(request, _("It is recorded."))
            return redirect("workspace:commission", shown)
    page = {"case": shown, "form": form, "forms": forms, "team": members}
    return render(request, "workspace/commissions/team.html", page)


def _people(roles: set[Role] | frozenset[Role], *, without: list[User]) -> list[User]:
    held = holdings_on(localdate()).filter(role__in=roles, in_place_of=None)
    found = User.objects.filter(is_active=True, pk__in=held.values("holder"))
    return list(found.exclude(pk__in=[one.pk for one in without]).order_by("name", "pk"))


@require_http_methods(CHANGE)
def course(request: StaffRequest, reference: str) -> HttpResponse:
    """Open a draft, restrict a case, or take it up again: what is done by one button."""
    shown = case_or_404(request, reference)
    require(may_lead_case(request.user, shown, on=localdate()))
    acts = {
        "open": open_case,
        "resume": resume_case,
        "restrict": restrict_case,
        "unrestrict": unrestrict_case,
    }
    act = acts.get(request.POST.get("act", ""))
    if request.method == "POST" and act:
        act(shown, by=request.user, at=now())
        messages.success(request, _("It is recorded."))
        return redirect("workspace:commission", shown)
    return render(request, "workspace/commissions/course.html", {"case": shown})


@require_http_methods(CHANGE)
def hold(request: StaffRequest, reference: str) -> HttpResponse:
    shown = case_or_404(request, reference)
    require(may_lead_case(request.user, shown, on=localdate()))
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(
        form, partial(hold_case, shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is on hold."))
        return redirect("workspace:commission", shown)
    return render(request, "workspace/commissions/hold.html", {"case": shown, "form": form})


@require_http_methods(CHANGE)
def stop(request: StaffRequest, reference: str) -> HttpResponse:
    shown = case_or_404(request, reference)
    require(may_hand_over_case(request.user, shown, on=localdate()))
    form = StopForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(
        form, partial(stop_case, shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is stopped."))
        return redirect("workspace:commission", shown)
    return render(request, "workspace/commissions/stop.html", {"case": shown, "form": form})


@require_http_methods(CHANGE)
def change_route(request: StaffRequest, reference: str) -> HttpResponse:
    shown = case_or_404(request, reference)
    require(may_lead_case(request.user, shown, on=localdate()))
    rules = rules_of(shown)
    routes = [one for one in rules.framework.routes if one.code != shown.route]
    said = request.POST if request.method == "POST" else None
    form = RouteForm(said, routes=choices_among(routes))
    if form.is_valid() and done(
        form, partial(take_route, shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It takes another route."))
        return redirect("workspace:commission", shown)
    page = {"case": shown, "rules": rules, "form": form}
    return render(request, "workspace/commissions/change_route.html", page)


@require_http_methods(CHANGE)
def move(request: StaffRequest, reference: str) -> HttpResponse:
    """Let a case keep the framework in force, once it is read what that changes for it."""
    shown = case_or_404(request, reference)
    require(may_hand_over_case(request.user, shown, on=localdate()))
    rules, held = rules_of(shown), framework_in_force(localdate())
    form = MoveForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(
        form, partial(move_case_to_version, shown, held, by=request.user, at=now())
    ):
        messages.success(request, _("It keeps the framework in force."))
        return redirect("workspace:commission", shown)
    page = {
        "case": shown,
        "form": form,
        "is_same": held.digest == shown.framework.digest,
        "differences": differences_for_route(rules.framework, held.framework, shown.route),
    }
    return render(request, "workspace/commissions/move.html", page)

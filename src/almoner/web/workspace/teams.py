"""Teams: which there are, who is in one and leads it, and what becomes of it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.accounts.models import Team, User
from almoner.accounts.operations import (
    close_team,
    give_team_lead,
    join_team,
    leave_team,
    rename_team,
    set_up_team,
    take_team_lead,
)
from almoner.accounts.policies import (
    may_add_to_team,
    may_change_team,
    may_give_team_lead,
    may_manage_teams,
    may_see_teams,
    may_take_team_lead,
)
from almoner.accounts.teams import (
    history_of,
    joining_later,
    leads_team,
    members_as_at,
    members_of,
    names_of_team,
    teams_in_order,
    terms_as_at,
    with_people,
)
from almoner.actions.workloads import Workload, workloads_of
from almoner.core.verdicts import require
from almoner.web.forms.people import SureForm
from almoner.web.forms.teams import JoinForm, LeaveForm, TeamAsAtForm, TeamForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .actions import done_or_said

CHANGE = ["GET", "HEAD", "POST"]
NAMES_SHOWN = 10


@require_safe
def teams(request: StaffRequest) -> HttpResponse:
    """Every team, those at work first, with who leads it."""
    on = localdate()
    require(may_see_teams(request.user, on=on))
    page = page_of(request, teams_in_order())
    shown = {
        "page": page,
        "rows": with_people(page.object_list, on=on),
        "may_set_up": may_manage_teams(request.user, on=on),
    }
    return render(request, "workspace/teams/index.html", shown)


@require_safe
def team(request: StaffRequest, reference: str) -> HttpResponse:
    """Who is in it today and will be and, when asked, who was on a day, as was known then."""
    shown, on, me = _team(request, reference), localdate(), request.user
    form = TeamAsAtForm(request.GET if "on_day" in request.GET else None)
    then = form.cleaned_data["on"] if form.is_valid() else None
    page = {
        "team": shown,
        **_members(request, shown, on=on),
        "later": joining_later(shown, on=on),
        "as_at_form": form,
        "on": then,
        **(_as_at(shown, then) if then else {}),
        "may_change": may_change_team(me, shown, on=on),
        "may_add": may_add_to_team(me, shown, on=on),
    }
    return render(request, "workspace/teams/team.html", page)


def _members(request: StaffRequest, shown: Team, *, on: date) -> dict[str, Any]:
    """Everybody in it, with who may be made lead or step down; for its leads, what each has on."""
    me, page = request.user, page_of(request, members_of(shown, on=on))
    leads = leads_team(me, shown, on=on)
    work = workloads_of([one.person_id for one in page], seen_by=me, on=on) if leads else {}
    rows = [
        {
            "one": one,
            "work": work.get(one.person_id, Workload()),
            "may_lead": one.counts
            and not one.is_lead
            and may_give_team_lead(me, shown, one.person, on=on),
            "may_step_down": one.is_lead and may_take_team_lead(me, shown, one.person, on=on),
        }
        for one in page
    ]
    return {"page": page, "rows": rows, "shows_work": leads}


def _as_at(shown: Team, then: date) -> dict[str, Any]:
    terms = terms_as_at(shown, on=then)
    return {"terms_then": terms, "members_then": members_as_at(shown, on=then) if terms else []}


@require_safe
def history(request: StaffRequest, reference: str) -> HttpResponse:
    """Every word on who is in a team and leads it, and what it was called."""
    shown = _team(request, reference)
    page = {
        "team": shown,
        "page": page_of(request, history_of(shown)),
        "names": names_of_team(shown)[:NAMES_SHOWN],
    }
    return render(request, "workspace/teams/history.html", page)


@require_http_methods(CHANGE)
def set_up(request: StaffRequest) -> HttpResponse:
    require(may_manage_teams(request.user, on=localdate()))
    form = TeamForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (
        made := done_or_said(
            form, lambda: set_up_team(**form.cleaned_data, by=request.user, at=now())
        )
    ):
        messages.success(request, _("The team is set up. Add its people, then say who leads it."))
        return redirect("workspace:team", made)
    return render(request, "workspace/teams/set_up.html", {"form": form})


@require_http_methods(CHANGE)
def rename(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _changing(request, reference)
    said = request.POST if request.method == "POST" else None
    form = TeamForm(said, initial={"name": shown.name, "purpose": shown.purpose})
    if form.is_valid() and done_or_said(
        form, lambda: rename_team(shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is called that from today."))
        return redirect("workspace:team", shown)
    return render(request, "workspace/teams/rename.html", {"team": shown, "form": form})


@require_http_methods(CHANGE)
def join(request: StaffRequest, reference: str) -> HttpResponse:
    """Put somebody into a team."""
    shown, on = _team(request, reference), localdate()
    require(may_add_to_team(request.user, shown, on=on))
    form = JoinForm(request.POST if request.method == "POST" else None, on=on)
    if form.is_valid():
        said = {**form.cleaned_data, "by": request.user, "at": now()}
        person = said.pop("person")
        if done_or_said(form, lambda: join_team(shown, person, **said)):
            messages.success(request, _("%(name)s is added.") % {"name": person.name})
            return redirect("workspace:team", shown)
    return render(request, "workspace/teams/join.html", {"team": shown, "form": form})


@require_http_methods(CHANGE)
def leave(request: StaffRequest, reference: str, person: str) -> HttpResponse:
    """Let somebody leave a team, from a day on."""
    shown, who, on = _changing(request, reference), _person(person), localdate()
    form = LeaveForm(request.POST if request.method == "POST" else None, on=on)
    if form.is_valid() and done_or_said(
        form, lambda: leave_team(shown, who, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is written down. What was before stays in its history."))
        return redirect("workspace:team", shown)
    page = {"team": shown, "person": who, "form": form}
    return render(request, "workspace/teams/leave.html", page)


@require_http_methods(CHANGE)
def lead(request: StaffRequest, reference: str, person: str) -> HttpResponse:
    """Make somebody lead, once it is said what that lets them see."""
    shown, who = _team(request, reference), _person(person)
    require(may_give_team_lead(request.user, shown, who, on=localdate()))
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done_or_said(
        form, lambda: give_team_lead(shown, who, by=request.user, at=now())
    ):
        messages.success(request, _("%(name)s leads it from today.") % {"name": who.name})
        return redirect("workspace:team", shown)
    page = {"team": shown, "person": who, "form": form}
    return render(request, "workspace/teams/lead.html", page)


@require_POST
def step_down(request: StaffRequest, reference: str, person: str) -> HttpResponse:
    """Let somebody lead a team no more."""
    shown, who = _team(request, reference), _person(person)
    try:
        take_team_lead(shown, who, by=request.user, at=now())
    except ValidationError as mistake:
        messages.warning(request, " ".join(mistake.messages))
    else:
        messages.success(request, _("%(name)s leads it no more.") % {"name": who.name})
    return redirect("workspace:team", shown)


@require_http_methods(CHANGE)
def close(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _changing(request, reference)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        close_team(shown, by=request.user, at=now())
        messages.success(request, _("The team is closed. Nobody is in it any more."))
        return redirect("workspace:team", shown)
    return render(request, "workspace/teams/close.html", {"team": shown, "form": form})


def _team(request: StaffRequest, reference: str) -> Team:
    """What an address names, to any official."""
    require(may_see_teams(request.user, on=localdate()))
    return get_object_or_404(Team.objects.select_related("set_up_by"), reference=reference)


def _changing(request: StaffRequest, reference: str) -> Team:
    """The same, to whoever may change it."""
    shown = _team(request, reference)
    require(may_change_team(request.user, shown, on=localdate()))
    return shown


def _person(reference: str) -> User:
    return get_object_or_404(User, reference=reference)

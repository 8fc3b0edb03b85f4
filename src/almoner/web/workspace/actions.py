"""Actions: mine, one, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.access import read_restricted
from almoner.accounts.queries import people_with_role
from almoner.accounts.roles import Role
from almoner.accounts.teams import memberships_of, team_of
from almoner.actions.models import Action
from almoner.actions.operations import (
    drop_action,
    finish_action,
    hand_action_over,
    move_action_day,
    note_progress,
    open_action,
    send_action_back,
    verify_action,
)
from almoner.actions.policies import (
    may_do_action,
    may_finish_action,
    may_hand_action_over,
    may_open_action,
    may_read_action,
    may_see_actions,
    may_steer_action,
    may_verify_action,
)
from almoner.actions.queries import (
    actions_visible_to,
    overdue_actions,
    proposed_day_of,
    steps_of,
)
from almoner.actions.states import UNFINISHED, ActionState
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.web.addresses import address_of
from almoner.web.forms.actions import (
    ALL,
    MINE,
    NOTHING,
    OPENED,
    TEAMS,
    TO_VERIFY,
    ActionFilters,
    HandOverForm,
    MoveForm,
    OpenActionForm,
    WordsForm,
)
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .sources import source_asked

CHANGE = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do with an action, as its page says it: by which operation, who may, and what
    it asks to be written down.
    """

    do: Callable[..., Any]
    may: Callable[..., Any]
    title: Any
    asks: Any
    button: Any
    told: Any
    warning: Any = ""


PROGRESS = Act(
    note_progress,
    may_do_action,
    gettext_lazy("Say how far it has got"),
    gettext_lazy("How far it has got"),
    gettext_lazy("Save it"),
    gettext_lazy("It is written down."),
)
DONE = Act(
    finish_action,
    may_finish_action,
    gettext_lazy("Say that it is done"),
    gettext_lazy("What was done, and where somebody else can see it"),
    gettext_lazy("It is done"),
    gettext_lazy("It waits for its verifier now."),
)
VERIFY = Act(
    verify_action,
    may_verify_action,
    gettext_lazy("Verify that it was done"),
    gettext_lazy("What you looked at"),
    gettext_lazy("It was done"),
    gettext_lazy("It is verified."),
    gettext_lazy("This cannot be taken back. What is not done is sent back instead."),
)
SEND_BACK = Act(
    send_action_back,
    may_verify_action,
    gettext_lazy("Send it back"),
    gettext_lazy("What is still to be done"),
    gettext_lazy("Send it back"),
    gettext_lazy("It is its owner’s to do again."),
)
MOVE = Act(
    move_action_day,
    may_steer_action,
    gettext_lazy("Set another day"),
    gettext_lazy("Why it needs another day"),
    gettext_lazy("Set the day"),
    gettext_lazy("It has another day. The first one stays in its history."),
)
HAND_OVER = Act(
    hand_action_over,
    may_hand_action_over,
    gettext_lazy("Hand it over"),
    gettext_lazy("Why"),
    gettext_lazy("Hand it over"),
    gettext_lazy("It is handed over."),
)
DROP = Act(
    drop_action,
    may_steer_action,
    gettext_lazy("Drop it"),
    gettext_lazy("Why it is not to be done any more"),
    gettext_lazy("Drop it"),
    gettext_lazy("It is dropped."),
    gettext_lazy("This cannot be taken back. A gate that waited for it waits no longer."),
)


@require_safe
def actions(request: StaffRequest) -> HttpResponse:
    """Those that somebody asks for; at first what is theirs to do."""
    on = localdate()
    require(may_see_actions(request.user, on=on))
    form, me = ActionFilters(request.GET), request.user
    said = form.cleaned_data if form.is_valid() else {}
    found = actions_visible_to(me, on=on).filter(state__in=_states(said.get("state", "")))
    whose: dict[str, dict[str, Any]] = {
        MINE: {"owner": me},
        TEAMS: {"owner__in": team_of(me, on=on)},
        TO_VERIFY: {"verifier": me},
        OPENED: {"opened_by": me},
        ALL: {},
    }
    found = found.filter(**whose[said.get("whose", MINE)])
    if source := said.get("source"):
        asked_by = {"source": ""} if source == NOTHING else {"source__startswith": source}
        found = found.filter(**asked_by)
    meant = _teams_meant(request, on) if said.get("whose") == TEAMS else {}
    return _list(request, found, form=form, title=_("Actions"), **meant)


def _teams_meant(request: StaffRequest, on: date) -> dict[str, Any]:
    """Which teams somebody is in or, for whoever is in none, whom to ask."""
    teams = [one.team for one in memberships_of(request.user, on=on)]
    if teams:
        return {"teams": teams}
    return {"is_in_no_team": True, "to_ask": people_with_role(Role.ADMINISTRATOR, on=on)}


@require_safe
def overdue(request: StaffRequest) -> HttpResponse:
    """All that is overdue, of what somebody may read: the longest first."""
    on = localdate()
    require(may_see_actions(request.user, on=on))
    late = overdue_actions(on=on).values("pk")
    found = actions_visible_to(request.user, on=on).filter(pk__in=late)
    return _list(request, found, title=_("Overdue actions"))


def _states(said: str) -> list[str]:
    return [said] if said else [str(state) for state in UNFINISHED]


def _list(request: StaffRequest, found: QuerySet[Action], **page: Any) -> HttpResponse:
    on = localdate()
    shown = {
        "page": page_of(request, found.order_by("due_on", "pk")),
        "today": on,
        "may_open": may_open_action(request.user, on=on),
        **page,
    }
    return render(request, "workspace/actions/list.html", shown)


@require_http_methods(CHANGE)
def begin(request: StaffRequest) -> HttpResponse:
    """Open an action, of the thing that `?source=` names or of none."""
    on = localdate()
    require(may_open_action(request.user, on=on))
    source = source_asked(request, "source")
    if (its_own := address_of(source, "agree")) is not None:
        return redirect(its_own)  # what it asks for is agreed there, and is more than an action
    form = OpenActionForm(request.POST if request.method == "POST" else None, on=on)
    if form.is_valid():
        said = {**form.cleaned_data, "source": source, "by": request.user, "at": now()}
        what = said.pop("what")
        if opened := done_or_said(form, lambda: open_action(what, **said)):
            messages.success(request, _("It is opened. Its owner finds it in their work."))
            return redirect("workspace:action", opened)
    return render(request, "workspace/actions/open.html", {"form": form, "source": source})


@require_safe
def action(request: StaffRequest, reference: str) -> HttpResponse:
    """What is to be done, by whom, how far it has got, and what can be done."""
    shown, on, me = action_or_404(request, reference), localdate(), request.user
    is_to_do, is_done = shown.state == ActionState.OPEN, shown.state == ActionState.DONE
    page = {
        "action": shown,
        "today": on,
        "steps": page_of(request, steps_of(shown)),
        "may_do": is_to_do and may_do_action(me, shown, on=on),
        "may_verify": is_done and may_verify_action(me, shown, on=on),
        "may_move": is_to_do and may_steer_action(me, shown, on=on),
        "may_drop": shown.is_unfinished and may_steer_action(me, shown, on=on),
        "may_hand_over": shown.is_unfinished and may_hand_action_over(me, shown, on=on),
        "proposal": proposed_day_of(shown),
    }
    return render(request, "workspace/actions/action.html", page)


@require_http_methods(CHANGE)
def progress(request: StaffRequest, reference: str) -> HttpResponse:
    return _act(request, reference, PROGRESS)


@require_http_methods(CHANGE)
def finish(request: StaffRequest, reference: str) -> HttpResponse:
    return _act(request, reference, DONE)


@require_http_methods(CHANGE)
def verify(request: StaffRequest, reference: str) -> HttpResponse:
    return _act(request, reference, VERIFY)


@require_http_methods(CHANGE)
def send_back(request: StaffRequest, reference: str) -> HttpResponse:
    return _act(request, reference, SEND_BACK)


@require_http_methods(CHANGE)
def move(request: StaffRequest, reference: str) -> HttpResponse:
    return _act(request, reference, MOVE, MoveForm)


@require_http_methods(CHANGE)
def hand_over(request: StaffRequest, reference: str) -> HttpResponse:
    shown = action_or_404(request, reference)
    people = {"owner": shown.owner, "verifier": shown.verifier}
    return _act(request, reference, HAND_OVER, HandOverForm, on=localdate(), initial=people)


@require_http_methods(CHANGE)
def drop(request: StaffRequest, reference: str) -> HttpResponse:
    return _act(request, reference, DROP)


def _act(
    request: StaffRequest,
    reference: str,
    act: Act,
    form_class: type[WordsForm] = WordsForm,
    **options: Any,
) -> HttpResponse:
    """Ask for what an act wants to know, do it, and go back to the action."""
    shown = action_or_404(request, reference)
    require(act.may(request.user, shown, on=localdate()))
    said = request.POST if request.method == "POST" else None
    form = form_class(said, label=act.asks, **options)
    if form.is_valid() and done_or_said(
        form, lambda: act.do(shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, act.told)
        return redirect("workspace:action", reference)
    page = {"action": shown, "act": act, "form": form}
    return render(request, "workspace/actions/act.html", page)


def done_or_said(form: Any, do: Callable[[], Any]) -> Any:
    """What came of it; nothing where the operation found a mistake, which its form then shows."""
    try:
        return do()
    except ValidationError as mistake:
        form.add_error(None, mistake)
        return None


def action_or_404(request: StaffRequest, reference: str) -> Action:
    """What an address names, to whoever may read it. That somebody read a restricted one is noted,
    and that they were refused.
    """
    on = localdate()
    require(may_see_actions(request.user, on=on))
    people = Action.objects.select_related("owner", "verifier", "opened_by")
    found = get_object_or_404(people, reference=reference)
    if found.is_restricted:
        read_restricted(request.user, name_of(found), at=now())
    require(may_read_action(request.user, found, on=on))
    return found

"""Versions of the framework in the workspace: proposing one, reading it, and the second person."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.core.verdicts import require
from almoner.framework.differences import differences
from almoner.framework.models import FrameworkVersion
from almoner.framework.operations import (
    approve_framework,
    draft_framework,
    propose_framework,
    refuse_framework,
    withdraw_framework,
)
from almoner.framework.policies import (
    may_decide_framework,
    may_draft_framework,
    may_propose_framework,
    may_see_framework,
    may_withdraw_framework,
)
from almoner.framework.queries import (
    framework_in_force,
    held_before,
    versions,
    versions_that_follow,
)
from almoner.framework.states import OPEN, VersionState
from almoner.web.copies import text_handed_out
from almoner.web.forms.framework import FrameworkForm, RefuseFrameworkForm
from almoner.web.requests import StaffRequest

from .framework import drawn_page

CHANGE = ["GET", "HEAD", "POST"]


@require_http_methods(CHANGE)
def change(request: StaffRequest) -> HttpResponse:
    """Upload or paste another framework, as a draft that its author reads first."""
    require(may_draft_framework(request.user, on=localdate()))
    is_sent = request.method == "POST"
    form = FrameworkForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        version = draft_framework(**form.said, by=request.user, at=now())
        return redirect("workspace:framework-version", version)
    page = {"form": form, "held": framework_in_force(localdate())}
    return render(request, "workspace/framework/change.html", page)


@require_safe
def version(request: StaffRequest, reference: str) -> HttpResponse:
    """A version: what it changes in words, its routes, and what may be done with it."""
    shown, on = _version_or_404(request, reference), localdate()
    held = held_before(shown, on=on)
    page = {
        "version": shown,
        "held": held,
        "areas": differences(held.framework, shown.framework),
        "follow": versions_that_follow(shown, on=on),
        "may_propose": shown.state == VersionState.DRAFT
        and may_propose_framework(request.user, shown, on=on),
        "decide": shown.state == VersionState.PROPOSED
        and may_decide_framework(request.user, shown, on=on),
        "may_withdraw": shown.state in OPEN and may_withdraw_framework(request.user, shown, on=on),
    }
    return render(request, "workspace/framework/version.html", page)


@require_safe
def version_route(request: StaffRequest, reference: str, route: str) -> HttpResponse:
    """One route of a version as it is drawn, with the cases that keep that version."""
    shown = _version_or_404(request, reference)
    digest = shown.text.digest
    page = {"version": shown, **drawn_page(shown.framework, route, digest=digest)}
    return render(request, "workspace/framework/route.html", page)


@require_safe
def version_file(request: StaffRequest, reference: str) -> HttpResponseBase:
    """The file of a version, as it was frozen."""
    return text_handed_out(_version_or_404(request, reference).text.text, name=f"{reference}.toml")


@require_POST
def propose(request: StaffRequest, reference: str) -> HttpResponse:
    propose_framework(_version_or_404(request, reference), by=request.user, at=now())
    messages.success(request, _("It is proposed. A second person approves or refuses it."))
    return redirect("workspace:framework-version", reference)


@require_http_methods(CHANGE)
def approve(request: StaffRequest, reference: str) -> HttpResponse:
    shown, on = _version_or_404(request, reference), localdate()
    require(may_decide_framework(request.user, shown, on=on))
    if request.method == "POST":
        approve_framework(shown, by=request.user, at=now())
        messages.success(request, _("It is approved. Live cases keep the version they began by."))
        return redirect("workspace:framework-version", reference)
    held = held_before(shown, on=on)
    page = {"version": shown, "held": held, "areas": differences(held.framework, shown.framework)}
    page |= {"follow": versions_that_follow(shown, on=on), "has_passed": shown.first_day < on}
    return render(request, "workspace/framework/approve.html", page)


@require_http_methods(CHANGE)
def refuse(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _version_or_404(request, reference)
    require(may_decide_framework(request.user, shown, on=localdate()))
    form = RefuseFrameworkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        refuse_framework(shown, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is refused. What holds goes on."))
        return redirect("workspace:framework-version", reference)
    return render(request, "workspace/framework/refuse.html", {"version": shown, "form": form})


@require_http_methods(CHANGE)
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _version_or_404(request, reference)
    require(may_withdraw_framework(request.user, shown, on=localdate()))
    if request.method == "POST":
        withdraw_framework(shown, by=request.user, at=now())
        messages.success(request, _("It is withdrawn. What holds goes on."))
        return redirect("workspace:framework")
    return render(request, "workspace/framework/withdraw.html", {"version": shown})


def _version_or_404(request: StaffRequest, reference: str) -> FrameworkVersion:
    require(may_see_framework(request.user, on=localdate()))
    return get_object_or_404(versions(), reference=reference)

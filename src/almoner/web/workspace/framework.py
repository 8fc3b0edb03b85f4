"""The framework in the workspace: what holds, its routes as drawn, who approves what, its lists."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.core.verdicts import require
from almoner.framework.contents import Framework
from almoner.framework.drawing import approvals_of, cases_on, drawn
from almoner.framework.policies import may_draft_framework, may_see_framework
from almoner.framework.queries import InForce, framework_in_force, open_versions, versions
from almoner.framework.registries import live_cases
from almoner.framework.wording import (
    appetites_in_words,
    escalations_in_words,
    training_in_words,
)
from almoner.web.copies import text_handed_out
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest


@require_safe
def framework(request: StaffRequest) -> HttpResponse:
    """What holds today: its routes with the cases on each, what is on its way, every version."""
    held = _held(request)
    standing = live_cases(held.digest)
    routes = [(route, cases_on(route, standing=standing)) for route in held.framework.routes]
    page = {
        "held": held,
        "routes": routes,
        "coming": open_versions(),
        "page": page_of(request, versions(), size=20),
        "may_draft": may_draft_framework(request.user, on=localdate()),
    }
    return render(request, "workspace/framework/framework.html", page)


@require_safe
def route(request: StaffRequest, route: str) -> HttpResponse:
    """One route as it is drawn."""
    held = _held(request)
    page = {"held": held, **drawn_page(held.framework, route, digest=held.digest)}
    return render(request, "workspace/framework/route.html", page)


@require_safe
def limits(request: StaffRequest) -> HttpResponse:
    """Who approves what, by matter and value, and which offices there are."""
    held = _held(request)
    matters = held.framework.matters
    approvals = [(matter, approvals_of(held.framework, matter.code)) for matter in matters]
    page = {"held": held, "framework": held.framework, "matters": approvals}
    return render(request, "workspace/framework/limits.html", page)


@require_safe
def lists(request: StaffRequest) -> HttpResponse:
    """Legal powers, reasons, objectives, review calendars, training, risk appetite and rules."""
    held = _held(request)
    page = {
        "held": held,
        "framework": held.framework,
        "training": training_in_words(held.framework),
        "appetites": appetites_in_words(held.framework),
        "escalations": escalations_in_words(held.framework),
    }
    return render(request, "workspace/framework/lists.html", page)


@require_safe
def file(request: StaffRequest) -> HttpResponseBase:
    """The file that holds, to be changed and proposed."""
    held = _held(request)
    return text_handed_out(held.text, name=f"{held.reference or 'framework'}.toml")


def drawn_page(read: Framework, code: str, *, digest: str) -> dict[str, Any]:
    """What the page of a route shows. Raises Http404 of one that the framework does not have."""
    found = read.route_called(code)
    if found is None:
        raise Http404(code)
    return {"route": found, "stages": drawn(read, found, standing=live_cases(digest))}


def _held(request: StaffRequest) -> InForce:
    on = localdate()
    require(may_see_framework(request.user, on=on))
    return framework_in_force(on)

"""The scheme of delegation: who approves what up to what value, offices, and delegations."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on
from almoner.core.verdicts import require
from almoner.decisions.operations import end_delegation, fill_office, vacate_office
from almoner.decisions.policies import (
    may_end_delegation,
    may_fill_office,
    may_see_decisions,
    may_see_scheme,
)
from almoner.decisions.queries import Drawn, delegations, with_what_is_left
from almoner.decisions.scheme import holders_of, holdings_of_offices
from almoner.framework.contents import Framework
from almoner.framework.limits import Limit, Matter
from almoner.framework.offices import Office
from almoner.framework.queries import framework_in_force, framework_on
from almoner.web.forms.decisions import EndForm, OfficeForm
from almoner.web.requests import StaffRequest

from .cases import CHANGE, done


@dataclass(frozen=True, slots=True)
class Held:
    """An office, who holds it, and who is a deputy for one of these today."""

    office: Office
    holders: list[User]
    deputies: list[tuple[User, User]]


@require_safe
def scheme(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_scheme(request.user, on=on))
    held = framework_in_force(on)
    may_see = may_see_decisions(request.user, on=on)
    page = {
        "held": held,
        "matters": limits_by_matter(held.framework),
        "offices": offices_held(held.framework),
        "delegations": delegations_shown(held.framework) if may_see else [],
        "may_fill": may_fill_office(request.user, on=on),
        "may_see": may_see,
        "on": on,
    }
    return render(request, "workspace/decisions/scheme.html", page)


def delegations_shown(framework: Framework) -> list[tuple[Drawn, str, str]]:
    """Every delegation with what is left, to whom it is given, and of which matter."""
    offices = {one.code: one.title for one in framework.offices}
    matters = {one.code: one.title for one in framework.matters}
    return [
        (
            one,
            one.delegation.person.name
            if one.delegation.person
            else offices.get(one.delegation.office, one.delegation.office),
            matters.get(one.delegation.matter, one.delegation.matter),
        )
        for one in with_what_is_left(delegations())
    ]


def limits_by_matter(framework: Framework) -> list[tuple[Matter, list[tuple[Limit, list[str]]]]]:
    """Each matter with its limits, and the offices that each names in their order."""
    titles = {one.code: one.title for one in framework.offices}
    return [
        (
            matter,
            [
                (limit, [titles[code] for code in limit.steps])
                for limit in framework.limits
                if limit.matter == matter.code
            ],
        )
        for matter in framework.matters
    ]


def offices_held(framework: Framework) -> list[Held]:
    """Every office with its people, in two queries."""
    on = localdate()
    holders: dict[str, list[User]] = {}
    for one in holdings_of_offices(on):
        holders.setdefault(one.office, []).append(one.holder)
    covers = list(holdings_on(on).exclude(in_place_of=None).select_related("holder", "in_place_of"))
    return [
        Held(
            office,
            holders.get(office.code, []),
            [
                (cover.holder, cover.in_place_of)
                for cover in covers
                if cover.role == office.role and cover.in_place_of in holders.get(office.code, [])
            ],
        )
        for office in framework.offices
    ]


def office_or_404(code: str) -> Office:
    found = next((one for one in framework_on(localdate()).offices if one.code == code), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(CHANGE)
def office(request: StaffRequest, code: str) -> HttpResponse:
    """Who holds an office, for the administrator who says so."""
    on, shown = localdate(), office_or_404(code)
    require(may_fill_office(request.user, on=on))
    able = holdings_on(on).filter(role=shown.role, in_place_of=None).values("holder")
    people = User.objects.filter(pk__in=able, is_active=True).order_by("name", "pk")
    form = OfficeForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        act = partial(fill_office, shown, **form.cleaned_data, by=request.user, at=now())
        if done(form, act):
            messages.success(request, _("It is recorded."))
            return redirect("workspace:scheme")
    page = {"office": shown, "form": form, "holders": holders_of(shown.code, on=on)}
    return render(request, "workspace/decisions/office.html", page)


@require_POST
def vacate(request: StaffRequest, code: str) -> HttpResponse:
    require(may_fill_office(request.user, on=localdate()))
    person = User.objects.filter(reference=request.POST.get("holder", "")).first()
    if person:
        vacate_office(code, holder=person, by=request.user, at=now())
        messages.success(request, _("They hold it no more from tomorrow."))
    return redirect("workspace:scheme")


@require_http_methods(CHANGE)
def end(request: StaffRequest, reference: str) -> HttpResponse:
    """End a delegation before its day."""
    found = get_object_or_404(delegations(), reference=reference)
    require(may_end_delegation(request.user, found, on=localdate()))
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = partial(end_delegation, found, **form.cleaned_data, by=request.user, at=now())
        if done(form, act):
            messages.success(request, _("It has ended."))
            return redirect("workspace:scheme")
    page = {"drawn": with_what_is_left([found])[0], "form": form}
    return render(request, "workspace/decisions/end_delegation.html", page)

"""The scheme of delegation: who approves what up to what value, and delegations."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.core.verdicts import require
from almoner.decisions.operations import end_delegation
from almoner.decisions.policies import may_end_delegation, may_see_decisions, may_see_scheme
from almoner.decisions.queries import Drawn, delegations, with_what_is_left
from almoner.framework.contents import Framework
from almoner.framework.limits import Limit, Matter
from almoner.framework.queries import framework_in_force
from almoner.web.forms.decisions import EndForm
from almoner.web.requests import StaffRequest

from .cases import CHANGE, done
from .offices import offices_held


@require_safe
def scheme(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_scheme(request.user, on=on))
    held = framework_in_force(on)
    may_see = may_see_decisions(request.user, on=on)
    page = {
        "held": held,
        "matters": limits_by_matter(held.framework),
        "offices": offices_held(held.framework.offices, on=on),
        "delegations": delegations_shown(held.framework) if may_see else [],
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

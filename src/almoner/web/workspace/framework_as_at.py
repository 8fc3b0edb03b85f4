"""The framework as at a day: the version that was in force, its limits, its offices and routes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.core.verdicts import require
from almoner.framework.drawing import approvals_of
from almoner.framework.policies import may_see_framework
from almoner.framework.queries import framework_in_force
from almoner.web.forms.agreements import AsAtDayForm
from almoner.web.requests import StaffRequest

from .decisions_as_at import offices_then
from .past_days import Asked


@require_safe
def framework_as_at(request: StaffRequest) -> HttpResponse:
    """What held on the day that the address says; what holds today, if that is no day.

    No past day ever gets other rules, so what was in force is the same by either reading: who held
    an office may have been said later.
    """
    today = localdate()
    require(may_see_framework(request.user, on=today))
    form = AsAtDayForm(request.GET, today=today)
    asked = Asked.by(form)
    held = framework_in_force(asked.on)
    framework = held.framework
    page = asked.page(form) | {
        "held": held,
        "matters": [(one, approvals_of(framework, one.code)) for one in framework.matters],
        "offices": offices_then(framework, on=asked.on, is_as_at=asked.is_as_at),
    }
    return render(request, "workspace/framework/as_at.html", page)

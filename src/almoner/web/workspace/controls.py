"""What the body promises, and which cases break that today."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.assurance.asking import Exceptions, tallies, tally
from almoner.assurance.controls import (
    Control,
    NoSuchControl,
    control_called,
    known_controls,
    parameters_on,
)
from almoner.assurance.policies import may_read_exceptions, may_see_controls
from almoner.core.verdicts import require
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest


@require_safe
def controls(request: StaffRequest) -> HttpResponse:
    """Every control, those that are broken first."""
    on = localdate()
    require(may_see_controls(request.user, on=on))
    found = tallies([control_called(code) for code in known_controls()], on=on)
    rows = sorted(found, key=lambda one: (one.is_green, str(one.control.title)))
    red = sum(not one.is_green for one in rows)
    return render(request, "workspace/controls/list.html", {"rows": rows, "red": red, "today": on})


@require_safe
def control(request: StaffRequest, code: str) -> HttpResponse:
    """One control: its promise in words, and the cases that break it, a page at a time."""
    on = localdate()
    require(may_see_controls(request.user, on=on))
    shown = _called(code)
    verdict = may_read_exceptions(request.user, shown, on=on)
    settled = parameters_on(code, on)
    page = {
        "control": shown,
        "tally": tally(shown, on=on),
        "today": on,
        "settings": [(one, settled[one.name]) for one in shown.parameters],
        "verdict": verdict,
        "page": page_of(request, Exceptions(shown, request.user, on=on)) if verdict else None,
    }
    return render(request, "workspace/controls/control.html", page)


def _called(code: str) -> Control[Any]:
    try:
        return control_called(code)
    except NoSuchControl:
        raise Http404(code) from None

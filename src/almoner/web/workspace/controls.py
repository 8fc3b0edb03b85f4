"""What the body promises, and which cases break that today."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.accounts.models import User
from almoner.assurance.asking import Exceptions, tallies, tally, tried
from almoner.assurance.controls import (
    Break,
    Control,
    NoSuchControl,
    control_called,
    known_controls,
    parameters_on,
)
from almoner.assurance.mending import open_among, put_right
from almoner.assurance.models import Lapse, Run
from almoner.assurance.policies import may_read_exceptions, may_see_controls
from almoner.assurance.queries import broken_since, last_runs_of, mended_since
from almoner.core.verdicts import require
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .ledger import Line, lines_shown

MONTH = timedelta(days=30)
LATEST = 20  # of the cases that were put right


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
    """One control: its promise in words, how it stood night by night, and what breaks it today."""
    on = localdate()
    require(may_see_controls(request.user, on=on))
    shown = _called(code)
    verdict = may_read_exceptions(request.user, shown, on=on)
    settled, runs = parameters_on(code, on), last_runs_of(code)
    page = {
        "control": shown,
        "tally": tally(shown, on=on),
        "today": on,
        "figure": shown.figure(on),
        "settings": [(one, settled[one.name]) for one in shown.parameters],
        "verdict": verdict,
        "runs": runs,
        "kept": _kept(runs),
        "mended": mended_since(code, on - MONTH).count(),
        **(_exceptions(request, shown, on=on) if verdict else {}),
    }
    return render(request, "workspace/controls/control.html", page)


def _kept(runs: list[Run]) -> list[tuple[str, int]]:
    """Per night, how many in a hundred cases kept it, where anybody could tell; of nothing but
    noughts there is nothing to draw.
    """
    told = [(run.night, run.percent_kept) for run in runs if run.percent_kept is not None]
    drawn = [(date_format(night, "j M"), percent) for night, percent in told]
    return drawn if any(percent for _night, percent in drawn) else []


def _exceptions(request: StaffRequest, shown: Control[Any], *, on: date) -> dict[str, Any]:
    page = page_of(request, Exceptions(shown, request.user, on=on))
    found: list[Break] = list(page)
    since = broken_since(shown.code, [one.reference for one in found])
    rows = [(one, since.get(one.reference)) for one in found]
    return {"page": page, "rows": rows, "put_right": _put_right(request.user, shown, on=on)}


def _put_right(user: User, shown: Control[Any], *, on: date) -> list[tuple[Lapse, list[Line]]]:
    """The latest cases that were put right, of those that somebody may know of, and by whom."""
    latest = list(mended_since(shown.code, on - MONTH)[:LATEST])
    abouts = {one.about for one in latest}
    known = tried(shown.code, lambda: open_among(shown, user, abouts, on=on))[0] or set()
    found = put_right([one for one in latest if one.about in known])
    lines = lines_shown([act for one in found for act in one.acts])
    by_number = {line.number: line for line in lines}
    return [(one.lapse, [by_number[act.number] for act in one.acts]) for one in found]


def _called(code: str) -> Control[Any]:
    try:
        return control_called(code)
    except NoSuchControl:
        raise Http404(code) from None

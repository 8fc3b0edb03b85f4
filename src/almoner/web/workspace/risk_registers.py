"""Registers of risks by what they are of: a programme's, and how any of them moved since a day."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.boards.days import last_met_over
from almoner.boards.kinds import Watched
from almoner.core.once import reading
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on
from almoner.risks.models import Risk
from almoner.risks.movement import Moved, counted, movements
from almoner.risks.policies import may_record_risk, may_see_risks
from almoner.risks.queries import assessments_visible_to, heat_map, seen_by, worst_first
from almoner.risks.scores import SCALE, bounds_on
from almoner.risks.subjects import of_programme, programme_named
from almoner.web.forms.risks import BODYS, OF_CASES, PROGRAMME, MovementFilters, first_day
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .risk_rows import risk_rows

COLOURS = {
    Moved.UP: "red",
    Moved.NEW: "blue",
    Moved.DOWN: "green",
    Moved.CLOSED: "grey",
    Moved.UNCHANGED: "grey",
}


def of_register(code: str) -> Q:
    """Of assessments: that the risk stands in the register that a form names."""
    if code.startswith(PROGRAMME):
        return of_programme(code.removeprefix(PROGRAMME))
    if code in {BODYS, OF_CASES}:
        body = Q(risk__about="")
        return body if code == BODYS else ~body & ~Q(risk__about__startswith=programme_named(""))
    return Q()


@require_safe
def programme(request: StaffRequest, code: str) -> HttpResponse:
    """The risks of an objective of the plan and of the cases that serve it, the worst first."""
    on = localdate()
    require(may_see_risks(request.user, on=on))
    title, bounds = _title_of(code, on=on), bounds_on(on)
    found = assessments_visible_to(request.user, on=on).filter(of_programme(code))
    page = page_of(request, worst_first(found))
    shown = {
        "title": title,
        "page": page,
        "rows": risk_rows(page, bounds, on=on),
        "map": heat_map(found, bounds),
        "scale": SCALE,
        "bounds": bounds,
        "about": programme_named(code),
        "register": f"{PROGRAMME}{code}",
        "may_record": may_record_risk(request.user, on=on),
    }
    return render(request, "workspace/risks/programme.html", shown)


@require_safe
def movement(request: StaffRequest) -> HttpResponse:
    """What became of the risks that somebody may read, between two days."""
    on = localdate()
    require(may_see_risks(request.user, on=on))
    met = last_met_over(Watched.RISKS, on=on)
    form = MovementFilters(request.GET, on=on, met=met)
    at_first: dict[str, Any] = {"since": first_day(met, until=on), "until": on, "of": ""}
    said = form.cleaned_data if form.is_valid() else at_first
    with reading():
        of = seen_by(request.user, on=on) & of_register(said["of"])
        found = movements(since=said["since"], on=said["until"], of=of)
    moved = page_of(request, found)
    page = {
        "form": form,
        "since": said["since"],
        "until": said["until"],
        "counts": [(moved.label, count) for moved, count in counted(found).items()],
        "page": moved,
        "moved": [(one, COLOURS[one.moved]) for one in moved],
    }
    return render(request, "workspace/risks/movement.html", page)


def _title_of(code: str, *, on: date) -> str:
    """What the framework calls a programme or, where it no longer does, its code. Raises Http404
    of one that never had a risk either.
    """
    for objective in framework_on(on).objectives:
        if objective.code == code:
            return objective.title
    if not Risk.objects.filter(about=programme_named(code)).exists():
        raise Http404(code)
    return code

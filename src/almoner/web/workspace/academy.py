"""The academy: what it teaches and when, who lacks what, and what was planned and held."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from almoner.academy.delivery import Delivered, delivered_in
from almoner.academy.policies import (
    may_run_academy,
    may_see_academy,
    may_see_covers,
    may_see_training,
    may_see_training_of_team,
)
from almoner.academy.queries import courses_taught, workshops_to_come
from almoner.academy.standings import Standing, standings_on
from almoner.core.moments import day_of
from almoner.core.periods import FinancialYear
from almoner.core.verdicts import require
from almoner.framework.contents import Framework
from almoner.framework.queries import framework_on
from almoner.publication.datasets import Value
from almoner.publication.writers import CsvWriter
from almoner.web.copies import as_download
from almoner.web.forms.academy import DeliveryFilters, GapFilters
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

NEXT = 5  # workshops on the first page


@require_safe
def academy(request: StaffRequest) -> HttpResponse:
    """What is taught, what is next, and what the framework asks for that nobody teaches."""
    on, me = localdate(), request.user
    require(may_see_academy(me, on=on))
    framework, taught = framework_on(on), list(courses_taught(on))
    codes = {course.code for course in taught}
    page = {
        "courses": taught,
        "untaught": [one for one in framework.courses if one.code not in codes],
        "workshops": workshops_to_come(now())[:NEXT],
        "may_run": may_run_academy(me, on=on),
        "may_see_training": may_see_training(me, on=on),
        "may_see_team": may_see_training_of_team(me, on=on),
        "may_see_covers": may_see_covers(me, on=on),
    }
    return render(request, "workspace/academy/academy.html", page)


@require_safe
def gaps(request: StaffRequest) -> HttpResponse:
    """Who stands how with the training plan: today or, as was known then, on a day."""
    form, framework, found, on = _gaps(request)
    page = {
        "form": form,
        "framework": framework,
        "page": page_of(request, _named(framework, found)),
        "on": on,
        "is_as_at": on != localdate(),
        "late": sum(one.is_late and not one.covered_until for one in found),
        "query": _query(request),
    }
    return render(request, "workspace/academy/gaps.html", page)


@require_safe
def gaps_csv(request: StaffRequest) -> HttpResponse:
    _form, framework, found, on = _gaps(request)
    headings = [_("Person"), _("Role"), _("Course"), _("Stands"), _("Due by"), _("Runs out")]
    rows = (
        (
            one.person.name,
            str(one.training.role.label),
            title,
            one.said,
            one.due_on,
            one.expires_on,
        )
        for one, title in _named(framework, found)
    )
    return _csv(headings, rows, name=f"training-gaps-{on}-not-for-publication.csv")


@require_safe
def delivery(request: StaffRequest) -> HttpResponse:
    """What was planned and held in a year, by course and quarter."""
    form, year, found = _delivery(request)
    page = {"form": form, "year": year, "rows": found, "query": _query(request)}
    return render(request, "workspace/academy/delivery.html", page)


@require_safe
def delivery_csv(request: StaffRequest) -> HttpResponse:
    _form, year, found = _delivery(request)
    headings = [_("Course"), _("Quarter"), _("Planned"), _("Held"), _("Cancelled")]
    headings += [_("Places"), _("Booked"), _("Attended")]
    rows = (
        (
            *(one.course, str(one.quarter), one.planned, one.held, one.cancelled),
            *(one.places, one.booked, one.attended),
        )
        for one in found
    )
    return _csv(headings, rows, name=f"training-delivery-{year}.csv")


def _gaps(request: StaffRequest) -> tuple[GapFilters, Framework, list[Standing], date]:
    today = localdate()
    require(may_see_training(request.user, on=today))
    framework = framework_on(today)
    names = [(one.code, one.title) for one in framework.courses]
    form = GapFilters(request.GET, courses=names)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    on: date = said.get("as_at") or today
    found = standings_on(framework_on(on), on=on, is_as_at=on != today)
    if said.get("which") != "all":
        found = [one for one in found if one.is_wanting or one.expires_soon]
    if course := said.get("course"):
        found = [one for one in found if one.training.course == course]
    return form, framework_on(on), found, on


def _named(framework: Framework, found: Sequence[Standing]) -> list[tuple[Standing, str]]:
    return [(one, framework.title_of_course(one.training.course)) for one in found]


def _delivery(request: StaffRequest) -> tuple[DeliveryFilters, FinancialYear, list[Delivered]]:
    on = localdate()
    require(may_see_academy(request.user, on=on))
    form = DeliveryFilters(request.GET, on=on)
    said = form.cleaned_data["year"] if form.is_valid() else ""
    year = FinancialYear(int(said)) if said else FinancialYear.containing(on)
    return form, year, delivered_in(year, on=day_of(now()))


def _csv(headings: list[str], rows: Iterator[tuple[Value, ...]], *, name: str) -> HttpResponse:
    writer = CsvWriter(headings)
    made = writer.begin() + b"".join(map(writer.row, rows))
    return as_download(made, name=name, mimetype="text/csv; charset=utf-8")


def _query(request: StaffRequest) -> str:
    said = request.GET.copy()
    said.pop("page", None)
    return f"?{said.urlencode()}" if said else ""

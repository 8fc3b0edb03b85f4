"""Courses: one, what it teaches from when, where to book it, and its assessment."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.academy.models import Attempt, Course
from almoner.academy.operations import open_course, publish_course_version, take_assessment
from almoner.academy.policies import may_cover, may_run_academy, may_see_academy
from almoner.academy.queries import (
    bookings_of,
    courses,
    version_on,
    versions_of,
    workshops_to_come,
)
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on
from almoner.web.forms.academy import AssessmentForm, CourseForm, VersionForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

CHANGE = ["GET", "HEAD", "POST"]


@require_http_methods(CHANGE)
def begin(request: StaffRequest) -> HttpResponse:
    """Take a course into the catalogue."""
    on = localdate()
    require(may_run_academy(request.user, on=on))
    form = CourseForm(
        request.POST if request.method == "POST" else None,
        on=on,
        initial={"code": request.GET.get("code", ""), "title": request.GET.get("title", "")},
    )
    if form.is_valid():
        try:
            made = open_course(**form.cleaned_data, by=request.user, at=now())
        except ValidationError as mistake:
            form.add_error(None, mistake)
        else:
            messages.success(request, _("It is in the catalogue. Now say what it teaches."))
            return redirect("workspace:publish-course", made)
    return render(request, "workspace/academy/open_course.html", {"form": form})


@require_safe
def course(request: StaffRequest, code: str) -> HttpResponse:
    """What it teaches and taught, and its workshops to come."""
    on, shown = localdate(), _shown(request, code)
    version = version_on(shown, on=on)
    page = {
        "course": shown,
        "version": version,
        "versions": page_of(request, versions_of(shown)),
        "workshops": workshops_to_come(now()).filter(version__course=shown),
        "may_run": may_run_academy(request.user, on=on),
    }
    return render(request, "workspace/academy/course.html", page)


@require_http_methods(CHANGE)
def publish(request: StaffRequest, code: str) -> HttpResponse:
    """Say what a course teaches from a day on."""
    on, shown = localdate(), _shown(request, code)
    require(may_run_academy(request.user, on=on))
    form = VersionForm(
        request.POST if request.method == "POST" else None,
        initial={"first_day": on, "valid_months": 24},
    )
    if form.is_valid():
        try:
            first_day = form.cleaned_data["first_day"]
            publish_course_version(
                shown, form.content(), first_day=first_day, by=request.user, at=now()
            )
        except ValidationError as mistake:
            form.add_error(None, mistake)
        else:
            messages.success(request, _("It is what the course teaches from that day on."))
            return redirect("workspace:course", code)
    return render(request, "workspace/academy/publish.html", {"course": shown, "form": form})


@require_safe
def book(request: StaffRequest, code: str) -> HttpResponse:
    """The next workshops of a course that the framework or somebody asks for; what to do if there
    is none.
    """
    on, at, me = localdate(), now(), request.user
    require(may_see_academy(me, on=on))
    found = courses().filter(code=code).first()
    title = found.title if found else framework_on(on).title_of_course(code)
    if found is None and title == code:
        raise Http404(code)
    to_come = workshops_to_come(at).filter(version__course__code=code)
    mine = bookings_of(me).filter(workshop__in=to_come.values("pk"))
    page = {
        "code": code,
        "course": found,
        "title": title,
        "workshops": to_come,
        "mine": {booking.workshop_id: booking for booking in mine},
        "may_cover": may_cover(me, on=on),
    }
    return render(request, "workspace/academy/book.html", page)


@require_http_methods(CHANGE)
def assessment(request: StaffRequest, code: str) -> HttpResponse:
    """Answer the questions of a course."""
    shown, me = _shown(request, code), request.user
    version = version_on(shown, on=localdate())
    if version is None or not version.has_assessment:
        raise Http404(code)
    form = AssessmentForm(request.POST if request.method == "POST" else None, version=version)
    if form.is_valid():
        attempt = take_assessment(version, form.answers, by=me, at=now())
        _say(request, attempt)
        return redirect("workspace:training")
    attempts = Attempt.objects.filter(person=me, version=version).order_by("-pk")
    page = {"course": shown, "version": version, "form": form, "attempts": attempts}
    return render(request, "workspace/academy/assessment.html", page)


def _say(request: StaffRequest, attempt: Attempt) -> None:
    score = {"score": attempt.score, "mark": attempt.version.pass_mark}
    if attempt.has_passed:
        messages.success(request, _("You passed, with %(score)d of 100.") % score)
        return
    said = _("You have %(score)d of 100. It takes %(mark)d. You may try again.") % score
    messages.warning(request, said)


def _shown(request: StaffRequest, code: str) -> Course:
    require(may_see_academy(request.user, on=localdate()))
    return get_object_or_404(courses(), code=code)

"""Workshops: which there are, one, and what becomes of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.academy.earning import earned_of
from almoner.academy.evaluating import QUESTIONS
from almoner.academy.managing import people_booked_by
from almoner.academy.models import Booking, Workshop
from almoner.academy.operations import (
    book_place,
    cancel_workshop,
    change_workshop,
    open_workshop,
    plan_workshop,
)
from almoner.academy.policies import (
    may_book,
    may_book_for_others,
    may_give_up,
    may_record_attendance,
    may_run_academy,
    may_see_academy,
    may_see_bookings,
)
from almoner.academy.queries import (
    average,
    booking_of,
    bookings_of_workshop,
    courses,
    evaluations_of,
    workshops_past,
    workshops_to_come,
)
from almoner.academy.queries import workshops as all_workshops
from almoner.academy.states import TO_COME, BookingState
from almoner.core.verdicts import require
from almoner.web.forms.academy import (
    PAST,
    BookForForm,
    ReasonForm,
    WorkshopFilters,
    WorkshopForm,
)
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

CHANGE = ["GET", "HEAD", "POST"]


@require_safe
def workshops(request: StaffRequest) -> HttpResponse:
    """Those to come, the soonest first, or those that are over."""
    on, at = localdate(), now()
    require(may_see_academy(request.user, on=on))
    names = list(courses().values_list("code", "title"))
    form = WorkshopFilters(request.GET, courses=names)
    said = form.cleaned_data if form.is_valid() else {}
    found = workshops_past(at) if said.get("when") == PAST else workshops_to_come(at)
    if code := said.get("course"):
        found = found.filter(version__course__code=code)
    page = {
        "form": form,
        "page": page_of(request, found),
        "may_run": may_run_academy(request.user, on=on),
    }
    return render(request, "workspace/academy/workshops.html", page)


@require_safe
def workshop(request: StaffRequest, reference: str) -> HttpResponse:
    """When and where; one's own place; for those who may know, who comes and what they thought."""
    on, at, me = localdate(), now(), request.user
    shown = workshop_shown(request, reference)
    mine, runs = booking_of(me, shown), may_run_academy(me, on=on)
    sees = may_see_bookings(me, shown, on=on)
    page = {
        "workshop": shown,
        "mine": mine,
        "may_book": not mine and may_book(me, me, shown, at=at, on=on),
        "may_give_up": mine and may_give_up(me, mine, at=at, on=on),
        "may_run": runs,
        "may_book_for": may_book_for_others(me, on=on),
        "is_to_come": shown.state in TO_COME and shown.starts_at > at,
        "may_record": may_record_attendance(me, shown, at=at, on=on),
        "may_see_bookings": sees,
        **(_who_comes(request, shown) if sees else {}),
    }
    return render(request, "workspace/academy/workshop.html", page)


def _who_comes(request: StaffRequest, shown: Workshop) -> dict[str, Any]:
    said = evaluations_of(shown)
    sums = [
        (question, average(one.scores[name] for one in said))
        for name, question in QUESTIONS.items()
    ]
    return {
        "bookings": page_of(request, bookings_of_workshop(shown)),
        "earned": earned_of(shown).count(),
        "sums": sums if said else [],
        "words": [one.words for one in said if one.words],
        "answers": len(said),
    }


@require_http_methods(CHANGE)
def plan(request: StaffRequest, code: str) -> HttpResponse:
    """Plan a workshop of a course."""
    on = localdate()
    require(may_run_academy(request.user, on=on))
    course = get_object_or_404(courses(), code=code)
    form = WorkshopForm(request.POST if request.method == "POST" else None, on=on)
    if form.is_valid():
        try:
            planned = plan_workshop(course, form.plan(), by=request.user, at=now())
        except ValidationError as mistake:
            form.add_error(None, mistake)
        else:
            messages.success(request, _("It is planned. Open it when people may book."))
            return redirect("workspace:workshop", planned)
    page = {"course": course, "form": form, "title": _("Plan a workshop")}
    return render(request, "workspace/academy/plan.html", page)


@require_http_methods(CHANGE)
def change(request: StaffRequest, reference: str) -> HttpResponse:
    """Another time, place, trainer or number of places."""
    on, shown = localdate(), workshop_shown(request, reference)
    require(may_run_academy(request.user, on=on))
    said = request.POST if request.method == "POST" else None
    form = WorkshopForm(said, on=on, workshop=shown)
    if form.is_valid():
        try:
            change_workshop(shown, form.plan(), by=request.user, at=now())
        except ValidationError as mistake:
            form.add_error(None, mistake)
        else:
            messages.success(request, _("It is changed. Those who have a place are told."))
            return redirect("workspace:workshop", reference)
    course, title = shown.version.course, _("Change the workshop")
    page = {"course": course, "workshop": shown, "form": form, "title": title}
    return render(request, "workspace/academy/plan.html", page)


@require_POST
def open_it(request: StaffRequest, reference: str) -> HttpResponse:
    open_workshop(workshop_shown(request, reference), by=request.user, at=now())
    messages.success(request, _("People may book it now."))
    return redirect("workspace:workshop", reference)


@require_http_methods(CHANGE)
def cancel(request: StaffRequest, reference: str) -> HttpResponse:
    """Say why it does not take place: whoever booked is told that it does not."""
    shown = workshop_shown(request, reference)
    require(may_run_academy(request.user, on=localdate()))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        cancel_workshop(shown, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is cancelled. Those who had a place are told."))
        return redirect("workspace:workshop", reference)
    return render(request, "workspace/academy/cancel.html", {"workshop": shown, "form": form})


@require_POST
def book(request: StaffRequest, reference: str) -> HttpResponse:
    """Take a place, or a turn where it is full."""
    shown, me = workshop_shown(request, reference), request.user
    try:
        _say(request, book_place(shown, me, by=me, at=now()))
    except ValidationError as mistake:
        messages.warning(request, " ".join(mistake.messages))
    return redirect("workspace:workshop", reference)


@require_http_methods(CHANGE)
def book_for(request: StaffRequest, reference: str) -> HttpResponse:
    """Give somebody else a place: anybody or, for whoever leads a team, its people."""
    on, me, shown = localdate(), request.user, workshop_shown(request, reference)
    require(may_book_for_others(me, on=on))
    said = request.POST if request.method == "POST" else None
    form = BookForForm(said, on=on, people=people_booked_by(me, on=on))
    if form.is_valid():
        try:
            person = form.cleaned_data["person"]
            _say(request, book_place(shown, person, by=me, at=now()))
        except ValidationError as mistake:
            form.add_error(None, mistake)
        else:
            return redirect("workspace:workshop", reference)
    return render(request, "workspace/academy/book_for.html", {"workshop": shown, "form": form})


def _say(request: StaffRequest, booking: Booking) -> None:
    if booking.state == BookingState.BOOKED:
        messages.success(request, _("The place is booked. A message says when and where."))
    else:
        messages.success(request, _("It is full: on the waiting list, and told of a free place."))


def workshop_shown(request: StaffRequest, reference: str) -> Workshop:
    """What an address names, to whoever may see the academy."""
    require(may_see_academy(request.user, on=localdate()))
    return get_object_or_404(all_workshops(), reference=reference)

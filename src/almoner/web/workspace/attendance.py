"""Who came to a workshop: said one by one or in a list, and certified."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.academy.attendance_lists import ListedRow, UnreadableList, read_attendance
from almoner.academy.earning import earned_of
from almoner.academy.models import Booking, Workshop
from almoner.academy.operations import close_workshop, issue_certificate, record_attendance
from almoner.academy.policies import may_record_attendance, may_run_academy, may_see_bookings
from almoner.academy.queries import bookings_of_workshop
from almoner.academy.states import BookingState
from almoner.core.operations import together
from almoner.core.verdicts import require
from almoner.web.copies import as_download
from almoner.web.forms.academy import AttendanceForm, AttendanceListForm
from almoner.web.requests import StaffRequest

from .attendance_lists import MIMETYPES, list_written
from .workshops import workshop_shown

CHANGE = ["GET", "HEAD", "POST"]


@require_http_methods(CHANGE)
def record(request: StaffRequest, reference: str) -> HttpResponse:
    """Say of each who has a place whether they came."""
    shown = workshop_shown(request, reference)
    require(may_record_attendance(request.user, shown, at=now(), on=localdate()))
    form = AttendanceForm(
        request.POST if request.method == "POST" else None, bookings=booked(shown)
    )
    if form.is_valid() and _recorded(request, shown, form):
        return redirect("workspace:workshop", reference)
    return render(request, "workspace/academy/attendance.html", {"workshop": shown, "form": form})


@require_safe
def export(request: StaffRequest, reference: str, kind: str) -> HttpResponse:
    """The list of those who have a place, to be filled in at the door."""
    shown = workshop_shown(request, reference)
    require(may_see_bookings(request.user, shown, on=localdate()))
    made = list_written(booked(shown), kind=kind)
    name = f"attendance-{reference}-not-for-publication.{kind}"
    return as_download(made, name=name, mimetype=MIMETYPES[kind])


@require_http_methods(CHANGE)
def send_list(request: StaffRequest, reference: str) -> HttpResponse:
    """Send a filled list, and see what it says before it is recorded."""
    shown = workshop_shown(request, reference)
    require(may_record_attendance(request.user, shown, at=now(), on=localdate()))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttendanceListForm(*sent)
    rows: list[ListedRow] = []
    if form.is_valid():
        try:
            rows = _read(form.cleaned_data["file"], shown)
        except UnreadableList as mistake:
            form.add_error("file", str(mistake))
    page = {
        "workshop": shown,
        "form": form,
        "rows": rows,
        "usable": [row for row in rows if not row.problem],
    }
    return render(request, "workspace/academy/send_list.html", page)


def _read(file: File[bytes], shown: Workshop) -> list[ListedRow]:
    """The reader opens files by their paths, and knows them by the ends of their names."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(file.name or '').suffix[:8]}"
        path.write_bytes(file.read())
        return read_attendance(path, shown)


@require_POST
def close(request: StaffRequest, reference: str) -> HttpResponse:
    """Say that it was held."""
    close_workshop(workshop_shown(request, reference), by=request.user, at=now())
    messages.success(request, _("It was held."))
    return redirect("workspace:workshop", reference)


@require_http_methods(CHANGE)
def certify(request: StaffRequest, reference: str) -> HttpResponse:
    """Issue a certificate to everybody who earned one."""
    shown, me = workshop_shown(request, reference), request.user
    require(may_run_academy(me, on=localdate()))
    found = [booking for booking in earned_of(shown) if booking.person_id != me.pk]
    if request.method == "POST":
        with together():
            made = [issue_certificate(booking, by=me, at=now()) for booking in found]
        said = ngettext("%(n)d certificate issued.", "%(n)d certificates issued.", len(made))
        messages.success(request, said % {"n": len(made)})
        return redirect("workspace:workshop", reference)
    page = {"workshop": shown, "earned": found}
    return render(request, "workspace/academy/certify.html", page)


def booked(shown: Workshop) -> Iterator[Booking]:
    return bookings_of_workshop(shown).filter(state=BookingState.BOOKED).iterator()


def _recorded(request: StaffRequest, shown: Workshop, form: AttendanceForm) -> bool:
    try:
        count = record_attendance(shown, form.outcomes, by=request.user, at=now())
    except ValidationError as mistake:
        form.add_error(None, mistake)
        return False
    said = ngettext("%(n)d answer is recorded.", "%(n)d answers are recorded.", count)
    messages.success(request, said % {"n": count})
    return True

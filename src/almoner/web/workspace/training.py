"""My training: what I booked, hold and lack; my calendar; and certificates."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.academy.letters import when_in_words
from almoner.academy.models import Booking, CalendarLink, Certificate
from almoner.academy.operations import (
    evaluate_workshop,
    give_up_place,
    name_on_certificate,
    renew_calendar_link,
    revoke_certificate,
)
from almoner.academy.policies import (
    may_evaluate,
    may_give_up,
    may_name_certificate,
    may_revoke,
    may_see_academy,
    may_see_certificate,
    may_take_along,
)
from almoner.academy.queries import bookings_of
from almoner.academy.standings import standings_of
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on
from almoner.web.calendars import calendar
from almoner.web.copies import as_download
from almoner.web.forms.academy import EvaluationForm, ReasonForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest
from almoner.web.training_calendars import feed_address, happening

CHANGE = ["GET", "HEAD", "POST"]


@require_safe
def training(request: StaffRequest) -> HttpResponse:
    """Everything about oneself, and what to book next."""
    on, me = localdate(), request.user
    require(may_see_academy(me, on=on))
    framework = framework_on(on)
    link = CalendarLink.objects.filter(person=me).first()
    page = {
        "plan": [
            (one, framework.title_of_course(one.training.course))
            for one in standings_of(me, framework, on=on)
        ],
        "bookings": page_of(request, bookings_of(me)),
        "certificates": Certificate.objects.filter(person=me)
        .select_related("course")
        .order_by("-issued_on", "-pk"),
        "feed": feed_address(link) if link else "",
        "today": on,
        "now": now(),
    }
    return render(request, "workspace/academy/training.html", page)


@require_POST
def calendar_link(request: StaffRequest) -> HttpResponse:
    """Make a link for one's calendar; the last one is dead then."""
    renew_calendar_link(by=request.user, at=now())
    messages.success(request, _("Here is your link. Keep it to yourself: it needs no sign-in."))
    return redirect(f"{reverse('workspace:training')}#calendar")


@require_http_methods(CHANGE)
def give_up(request: StaffRequest, reference: str) -> HttpResponse:
    """Give a place back. Whoever waits longest gets it."""
    booking = _booking(reference)
    require(may_give_up(request.user, booking, at=now(), on=localdate()))
    if request.method == "POST":
        give_up_place(booking, by=request.user, at=now())
        messages.success(request, _("The place is given up. Whoever waits longest gets it."))
        return redirect("workspace:workshop", booking.workshop)
    return render(request, "workspace/academy/give_up.html", {"booking": booking})


@require_http_methods(CHANGE)
def evaluate(request: StaffRequest, reference: str) -> HttpResponse:
    """Say what one thought of a workshop."""
    booking, me = _booking(reference), request.user
    require(may_evaluate(me, booking, on=localdate()))
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        words = form.cleaned_data["words"]
        evaluate_workshop(booking, scores=form.scores, words=words, by=me, at=now())
        messages.success(request, _("Thank you. It is read in sums, without your name."))
        return redirect("workspace:training")
    return render(request, "workspace/academy/evaluate.html", {"booking": booking, "form": form})


@require_safe
def booking_ics(request: StaffRequest, reference: str) -> HttpResponse:
    """One's own workshop, for a calendar."""
    booking = _booking(reference)
    require(may_take_along(request.user, booking, on=localdate()))
    made = calendar([happening(booking)], name=_("My training"), at=now())
    name = f"{booking.workshop.reference.lower()}.ics"
    return as_download(made, name=name, mimetype="text/calendar; charset=utf-8")


@require_safe
def certificate(request: StaffRequest, reference: str) -> HttpResponse:
    """A certificate, to be read or printed."""
    on, me = localdate(), request.user
    shown = _certificate(request, reference)
    check = reverse("public:certificate", args=[shown.number])
    page = {
        "certificate": shown,
        "holds": shown.holds_on(on),
        "when": when_in_words(shown.booking.workshop),
        "check": f"{settings.ADDRESS}{check}",
        "may_name": may_name_certificate(me, shown, on=on),
        "may_revoke": may_revoke(me, shown, on=on),
    }
    return render(request, "workspace/academy/certificate.html", page)


@require_POST
def name(request: StaffRequest, reference: str) -> HttpResponse:
    """Say whether the public check tells one's name."""
    shown = _certificate(request, reference)
    is_named = request.POST.get("is_named") == "yes"
    name_on_certificate(shown, is_named=is_named, by=request.user, at=now())
    said = _("The check tells your name now.") if is_named else _("It no longer tells your name.")
    messages.success(request, said)
    return redirect("workspace:certificate", reference)


@require_http_methods(CHANGE)
def revoke(request: StaffRequest, reference: str) -> HttpResponse:
    """Take a certificate back, with the reason."""
    shown = _certificate(request, reference)
    require(may_revoke(request.user, shown, on=localdate()))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            revoke_certificate(shown, **form.cleaned_data, by=request.user, at=now())
        except ValidationError as mistake:
            form.add_error(None, mistake)
        else:
            messages.success(request, _("It is revoked, from today."))
            return redirect("workspace:certificate", reference)
    return render(request, "workspace/academy/revoke.html", {"certificate": shown, "form": form})


def _booking(reference: str) -> Booking:
    found = Booking.objects.select_related("workshop__version__course", "person", "evaluation")
    return get_object_or_404(found, reference=reference)


def _certificate(request: StaffRequest, number: str) -> Certificate:
    """What an address names, to whoever may see it."""
    found = Certificate.objects.select_related(
        "person", "course", "version", "issued_by", "revoked_by", "booking__workshop"
    )
    shown = get_object_or_404(found, number=number)
    require(may_see_certificate(request.user, shown, on=localdate()))
    return shown

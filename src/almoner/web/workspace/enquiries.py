"""What the public writes: the queue, one enquiry, and what becomes of it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.accounts.access import read_restricted
from almoner.core.moments import day_of
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.core.workdays import working_days_between
from almoner.enquiries.letters import answer_text, subject_line
from almoner.enquiries.models import Enquiry
from almoner.enquiries.operations import (
    answer_enquiry,
    close_enquiry,
    pass_enquiry_on,
    reopen_enquiry,
    take_enquiry,
)
from almoner.enquiries.policies import (
    may_answer_enquiry,
    may_read_enquiry,
    may_reopen_enquiry,
    may_see_enquiries,
    may_work_on_enquiry,
)
from almoner.enquiries.queries import enquiries_open_to
from almoner.enquiries.states import OPEN, EnquiryState
from almoner.enquiries.subjects import Subject
from almoner.payments.models import Payment
from almoner.registers.policies import may_propose_withholding
from almoner.web.forms.enquiries import AnswerForm, CloseForm, EnquiryFilter, PassOnForm
from almoner.web.lists import page_of
from almoner.web.places import place_of
from almoner.web.requests import StaffRequest

CHANGE = ["GET", "HEAD", "POST"]
PREVIEW, CHANGE_IT = "preview", "change"  # the buttons that do not send yet


@require_safe
def enquiries(request: StaffRequest) -> HttpResponse:
    """Those of the reader's queues, danger on top, then the soonest due."""
    return _listed(request)


@require_safe
def queue(request: StaffRequest, subject: str) -> HttpResponse:
    """Those about one subject."""
    if subject not in Subject:
        raise Http404(subject)
    return _listed(request, subject=Subject(subject))


def _listed(request: StaffRequest, subject: Subject | None = None) -> HttpResponse:
    on = localdate()
    require(may_see_enquiries(request.user, on=on))
    found, form = enquiries_open_to(request.user, on=on), EnquiryFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    found = found.filter(state__in=[state] if state else OPEN)
    if subject:
        found = found.filter(subject=subject)
    page = page_of(request, found.defer("message"))
    rows = [(one, working_days_between(day_of(one.received_at), on)) for one in page]
    shown = {"page": page, "rows": rows, "form": form, "subject": subject, "today": on}
    return render(request, "workspace/enquiries/list.html", shown)


@require_safe
def enquiry(request: StaffRequest, reference: str) -> HttpResponse:
    """What somebody wrote, what was answered, and what can be done. The read is logged."""
    shown, on = _shown(request, reference), localdate()
    page = {
        "enquiry": shown,
        "place": place_of(shown.about),
        "answers": shown.answers.select_related("answered_by").order_by("pk"),
        "may_work": may_work_on_enquiry(request.user, shown, on=on),
        "may_answer": shown.is_open and may_answer_enquiry(request.user, shown, on=on),
        "may_close": shown.state == EnquiryState.TAKEN,
        "may_reopen": shown.state == EnquiryState.CLOSED
        and may_reopen_enquiry(request.user, shown, on=on),
        "may_withhold": may_propose_withholding(request.user, on=on),
        "withhold_url": _withholding_of(shown.about),
    }
    return render(request, "workspace/enquiries/enquiry.html", page)


@require_POST
def take(request: StaffRequest, reference: str) -> HttpResponse:
    take_enquiry(_shown(request, reference), by=request.user, at=now())
    messages.success(request, _("It is yours now."))
    return redirect("workspace:enquiry", reference)


@require_http_methods(CHANGE)
def pass_on(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _shown(request, reference)
    said = request.POST if request.method == "POST" else None
    form = PassOnForm(said, initial={"subject": shown.subject, "is_danger": shown.is_danger})
    if form.is_valid():
        subject = Subject(form.cleaned_data["subject"])
        danger = form.cleaned_data["is_danger"]
        at, by = now(), request.user
        passed = pass_enquiry_on(shown, subject=subject, is_danger=danger, by=by, at=at)
        messages.success(request, _("It waits in the other queue now."))
        if may_read_enquiry(by, passed, on=day_of(at)):
            return redirect("workspace:enquiry", reference)
        return redirect("workspace:enquiries")
    return render(request, "workspace/enquiries/pass_on.html", {"enquiry": shown, "form": form})


@require_http_methods(CHANGE)
def answer(request: StaffRequest, reference: str) -> HttpResponse:
    """Write an answer, look at the letter, and send it."""
    shown = _shown(request, reference)
    require(may_answer_enquiry(request.user, shown, on=localdate()))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    page = {"enquiry": shown, "form": form}
    if not form.is_valid() or CHANGE_IT in request.POST:
        return render(request, "workspace/enquiries/answer.html", page)
    if PREVIEW in request.POST:
        text = form.cleaned_data["text"]
        letter = {"subject": subject_line(shown), "body": answer_text(shown, text)}
        return render(request, "workspace/enquiries/preview.html", {**page, **letter})
    answer_enquiry(shown, **form.cleaned_data, by=request.user, at=now())
    messages.success(request, _("Your answer is on its way. Close the enquiry if that is all."))
    return redirect("workspace:enquiry", reference)


@require_http_methods(CHANGE)
def close(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _shown(request, reference)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        close_enquiry(shown, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is closed."))
        return redirect("workspace:enquiry", reference)
    return render(request, "workspace/enquiries/close.html", {"enquiry": shown, "form": form})


@require_POST
def reopen(request: StaffRequest, reference: str) -> HttpResponse:
    reopen_enquiry(_shown(request, reference), by=request.user, at=now())
    messages.success(request, _("It is open again, and waits for somebody to take it."))
    return redirect("workspace:enquiry", reference)


def _shown(request: StaffRequest, reference: str) -> Enquiry:
    """What an address names, to whoever may read it; that they did is noted, or that not."""
    require(may_see_enquiries(request.user, on=localdate()))
    found = get_object_or_404(Enquiry.objects.select_related("taken_by"), reference=reference)
    read_restricted(request.user, name_of(found), at=now())
    return found


def _withholding_of(path: str) -> str:
    """Where to withhold what is written about; the form names it where it can."""
    form, thing = reverse("workspace:propose-withholding"), _to_withhold(path)
    return f"{form}?{urlencode({'about': thing})}" if thing else form


def _to_withhold(path: str) -> str:
    """The organisation or agreement that a withholding of what is written about would name."""
    last = path.rstrip("/").rpartition("/")[2]
    if last.startswith("PAY-"):
        payment = Payment.objects.filter(reference=last).select_related("organisation").first()
        return payment.organisation.reference if payment and payment.organisation else ""
    return last if last.startswith(("ORG-", "AGR-")) else ""

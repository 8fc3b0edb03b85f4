"""Editions on their way: how each duty stands, and what is to be done for it, by whom."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.queries import roles_of
from almoner.core.verdicts import require
from almoner.framework.calendar import Span, period_named
from almoner.framework.duties import Duty, NoSuchDuty
from almoner.registers.due_editions import due_on, duties_kept, duty_called
from almoner.registers.frozen import review
from almoner.registers.kinds import Register
from almoner.registers.models import Edition, Preparation
from almoner.registers.operations import (
    approve_edition,
    begin_correction,
    draft_edition,
    return_edition,
    submit_edition,
    withdraw_preparation,
)
from almoner.registers.policies import (
    may_approve_edition,
    may_judge_findings_of,
    may_return_edition,
    may_see_editions,
    may_submit_edition,
    may_withdraw_preparation,
    roles_that_submit,
)
from almoner.registers.states import OPEN, TO_SUBMIT, PreparationState
from almoner.web.forms.editions import ApproveForm, CorrectForm, SendBackForm
from almoner.web.forms.people import SureForm
from almoner.web.requests import StaffRequest

from .faults import faults_shown
from .people import CHANGE


@require_safe
def editions(request: StaffRequest) -> HttpResponse:
    """Every duty, how it stands, what is on its way for it, and what may be begun."""
    on = localdate()
    require(may_see_editions(request.user, on=on))
    duties, roles = duties_kept(on=on), roles_of(request.user, on=on)
    theirs = {kept.duty.code for kept in duties if roles & roles_that_submit(kept.duty)}
    return render(request, "workspace/editions/index.html", {"duties": duties, "theirs": theirs})


@require_safe
def edition(request: StaffRequest, reference: str) -> HttpResponse:
    """One edition on its way: its rows, what they do not say, and what may be done."""
    preparation, on = _shown(request, reference), localdate()
    duty = _duty_or_404(preparation.duty)
    is_open = preparation.state in OPEN
    page = {
        "preparation": preparation,
        "duty": duty,
        "due_on": due_on(preparation, on=localdate()),
        "note": review(duty, preparation.period, on=on) if is_open else None,
        "faults": faults_shown(preparation) if is_open else [],
        "reads_findings": _reads_findings(request, duty),
        "is_to_submit": preparation.state in TO_SUBMIT,
        "is_submitted": preparation.state == PreparationState.SUBMITTED,
        "may_submit": may_submit_edition(request.user, duty, on=on),
        "may_approve": may_approve_edition(request.user, preparation, on=on),
        "may_withdraw": may_withdraw_preparation(request.user, preparation, duty, on=on),
    }
    return render(request, "workspace/editions/edition.html", page)


@require_http_methods(CHANGE)
def submit(request: StaffRequest, reference: str) -> HttpResponse:
    preparation, on = _shown(request, reference), localdate()
    duty = _duty_or_404(preparation.duty)
    require(may_submit_edition(request.user, duty, on=on))
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        submit_edition(preparation, by=request.user, at=now())
        messages.success(request, _("The edition is submitted. Another publisher approves it."))
        return redirect("workspace:edition", preparation)
    note = review(duty, preparation.period, on=on)
    page = {"preparation": preparation, "duty": duty, "note": note, "form": form}
    page["faults"] = faults_shown(preparation)
    page["reads_findings"] = _reads_findings(request, duty)
    return render(request, "workspace/editions/submit.html", page)


@require_http_methods(CHANGE)
def approve(request: StaffRequest, reference: str) -> HttpResponse:
    preparation = _shown(request, reference)
    duty = _duty_or_404(preparation.duty)
    require(may_approve_edition(request.user, preparation, on=localdate()))
    said = request.POST if request.method == "POST" else None
    form = ApproveForm(said, initial={"seen": preparation.digest})
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        approve_edition(preparation, seen=seen, by=request.user, at=now())
        messages.success(request, _("The edition is published."))
        return redirect("workspace:edition", preparation)
    page = {"preparation": preparation, "duty": duty, "form": form}
    page["faults"] = faults_shown(preparation)
    return render(request, "workspace/editions/approve.html", page)


@require_http_methods(CHANGE)
def send_back(request: StaffRequest, reference: str) -> HttpResponse:
    preparation = _shown(request, reference)
    duty = _duty_or_404(preparation.duty)
    require(may_return_edition(request.user, duty, on=localdate()))
    form = SendBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return_edition(preparation, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("The edition goes back, with your reason."))
        return redirect("workspace:edition", preparation)
    page = {"preparation": preparation, "duty": duty, "form": form}
    return render(request, "workspace/editions/send_back.html", page)


@require_http_methods(CHANGE)
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    """Give a correction up."""
    preparation = _shown(request, reference)
    duty = _duty_or_404(preparation.duty)
    require(may_withdraw_preparation(request.user, preparation, duty, on=localdate()))
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        withdraw_preparation(preparation, by=request.user, at=now())
        messages.success(request, _("The correction is withdrawn."))
        return redirect("workspace:editions")
    page = {"preparation": preparation, "duty": duty, "form": form}
    return render(request, "workspace/editions/withdraw.html", page)


@require_http_methods(CHANGE)
def begin(request: StaffRequest, code: str, period: str) -> HttpResponse:
    """Begin the edition of a period that is over, where the house has not drafted it yet."""
    duty, span = _duty_or_404(code), _period_or_404(code, period)
    require(may_submit_edition(request.user, duty, on=localdate()))
    under_way = Preparation.objects.filter(duty=code, period=period, state__in=OPEN).first()
    if under_way:
        return redirect("workspace:edition", under_way)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            begun = draft_edition(duty, span, by=request.user, at=now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The edition is begun. Review and submit it."))
            return redirect("workspace:edition", begun)
    page = {"duty": duty, "period": span, "form": form}
    return render(request, "workspace/editions/begin.html", page)


@require_http_methods(CHANGE)
def correct(request: StaffRequest, code: str, period: str) -> HttpResponse:
    """Begin another edition of a period that is published, unless one is on its way."""
    duty = _duty_or_404(code)
    require(may_submit_edition(request.user, duty, on=localdate()))
    latest = Edition.objects.filter(duty=code, period=period).order_by("-number").first()
    if latest is None:
        raise Http404
    under_way = Preparation.objects.filter(duty=code, period=period, state__in=OPEN).first()
    if under_way:
        return redirect("workspace:edition", under_way)
    form = CorrectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        begun = begin_correction(
            duty, period_named(duty, period), **form.cleaned_data, by=request.user, at=now()
        )
        messages.success(request, _("The correction is begun. Review and submit it."))
        return redirect("workspace:edition", begun)
    page = {"duty": duty, "latest": latest, "form": form}
    return render(request, "workspace/editions/correct.html", page)


@require_safe
def published(request: StaffRequest, reference: str) -> HttpResponse:
    """Lead on from an edition's reference to its public page."""
    require(may_see_editions(request.user, on=localdate()))
    found = get_object_or_404(Edition, reference=reference)
    return redirect("public:edition", found.series, found.period, found.number)


def _reads_findings(request: StaffRequest, duty: Duty) -> bool:
    """Whether the reader may go on to what holds rows of the duty's register."""
    if str(duty.dataset) not in Register.values:
        return False
    return bool(may_judge_findings_of(request.user, Register(duty.dataset), on=localdate()))


def _shown(request: StaffRequest, reference: str) -> Preparation:
    require(may_see_editions(request.user, on=localdate()))
    people = ("drafted_by", "submitted_by", "returned_by", "approved_by", "edition__authority")
    found = Preparation.objects.select_related(*people, "review")
    return get_object_or_404(found, reference=reference)


def _period_or_404(code: str, period: str) -> Span:
    try:
        return period_named(_duty_or_404(code), period)
    except ValueError as error:
        raise Http404 from error


def _duty_or_404(code: str) -> Duty:
    try:
        return duty_called(code, on=localdate())
    except NoSuchDuty as error:
        raise Http404 from error

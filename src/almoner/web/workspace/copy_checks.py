"""One copy on its way to the public: what was found, sending it, checking it, giving it up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.access import read_restricted
from almoner.core.references import name_of
from almoner.core.verdicts import refused, require
from almoner.documents.policies import may_take_down_file
from almoner.papers.kinds import CopyKind
from almoner.papers.models import Copy
from almoner.papers.operations import publish_copy, return_copy, submit_copy, withdraw_copy
from almoner.papers.policies import may_check_copy, may_prepare_copy, may_see_papers
from almoner.papers.queries import is_exempt_now, with_people
from almoner.papers.states import UNDER_WAY, CopyState
from almoner.web.forms.papers import CheckCopyForm, SubmitCopyForm
from almoner.web.requests import StaffRequest

from .papers import CHANGE


@require_safe
def copy(request: StaffRequest, reference: str) -> HttpResponse:
    """All about one copy, and what may be done with it."""
    shown, on = _copy_or_404(request, reference), localdate()
    may_prepare = may_prepare_copy(request.user, on=on)
    page = {
        "copy": shown,
        "is_exempt": is_exempt_now(shown.agreement, CopyKind(shown.kind)),
        "may_submit": may_prepare and shown.state == CopyState.DRAFTED and shown.file.is_kept,
        "may_withdraw": may_prepare and shown.state in UNDER_WAY,
        "may_take_down": shown.file.is_kept and may_take_down_file(request.user, shown.file, on=on),
    }
    return render(request, "workspace/copies/copy.html", page)


@require_http_methods(CHANGE)
def submit(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _copy_or_404(request, reference)
    require(may_prepare_copy(request.user, on=localdate()))
    said = request.POST if request.method == "POST" else None
    form = SubmitCopyForm(said, needs_judgement=shown.needs_judgement)
    if form.is_valid():
        judgement = form.cleaned_data.get("judgement", "")
        submit_copy(shown, judgement=judgement, by=request.user, at=now())
        messages.success(request, _("It is sent. Somebody else checks it next."))
        return redirect("workspace:copy", shown)
    return render(request, "workspace/copies/submit.html", {"copy": shown, "form": form})


@require_http_methods(CHANGE)
def check(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _copy_or_404(request, reference)
    verdict = may_check_copy(request.user, shown, on=localdate())
    if shown.state != CopyState.SUBMITTED:
        verdict = refused(_("It does not await a check."))
    form = CheckCopyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.publishes and _has_published(request, form, shown):
        return redirect("workspace:copy", shown)
    if form.is_valid() and not form.publishes:
        reason = form.cleaned_data["reason"]
        return_copy(shown, reason=reason, by=request.user, at=now())
        messages.success(request, _("It is sent back."))
        return redirect("workspace:copy", shown)
    page = {"copy": shown, "verdict": verdict, "form": form}
    return render(request, "workspace/copies/check.html", page)


@require_http_methods(CHANGE)
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _copy_or_404(request, reference)
    require(may_prepare_copy(request.user, on=localdate()))
    if request.method == "POST":
        withdraw_copy(shown, by=request.user, at=now())
        messages.success(request, _("It is withdrawn."))
        return redirect("workspace:contract-copies", shown.kind, shown.agreement)
    return render(request, "workspace/copies/withdraw.html", {"copy": shown})


def _has_published(request: StaffRequest, form: CheckCopyForm, copy: Copy) -> bool:
    try:
        publish_copy(copy, by=request.user, at=now())
    except ValidationError as mistake:
        form.add_error("decision", mistake)
        return False
    messages.success(request, _("It is published."))
    return True


def _copy_or_404(request: StaffRequest, reference: str) -> Copy:
    """A copy, with what was found in it, to whoever may read it; that they did is noted."""
    require(may_see_papers(request.user, on=localdate()))
    found = get_object_or_404(with_people(), reference=reference)
    read_restricted(request.user, name_of(found), at=now())
    return found

"""Copies of contracts: which are owed and which are out, those of one contract, and a new one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.agreements.models import AgreementVersion
from almoner.agreements.states import AgreementKind
from almoner.core.verdicts import require
from almoner.framework.duties import Duty
from almoner.papers.kinds import CopyKind
from almoner.papers.models import Copy
from almoner.papers.operations import prepare_copy
from almoner.papers.policies import may_prepare_copy, may_propose_exemption, may_see_papers
from almoner.papers.queries import copies_of, exemptions_of
from almoner.papers.states import UNDER_WAY, CopyState, ExemptionState
from almoner.registers.copies import (
    contracts_listed,
    duty_of,
    last_late_day,
    owed,
    without_value,
)
from almoner.web.forms.papers import CopyFilters, PrepareCopyForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .papers import CHANGE, agreement_or_404


@require_safe
def copies(request: StaffRequest, kind: CopyKind) -> HttpResponse:
    """Every contract of which a copy is to be published and how it stands, what is owed first."""
    on = localdate()
    require(may_see_papers(request.user, on=on))
    duty, form = duty_of(kind, on=on), CopyFilters(request.GET)
    shown = {"kind": kind, "kinds": CopyKind, "form": form, "duty": duty}
    if duty and form.is_valid():
        said = form.cleaned_data
        contracts = contracts_listed(duty, stands=said["stands"], supplier=said["q"], on=on)
        shown["page"] = page_of(request, contracts)
        shown |= _sums(duty, kind)
    return render(request, "workspace/copies/copies.html", shown)


@require_safe
def contract(request: StaffRequest, kind: CopyKind, reference: str) -> HttpResponse:
    """The copies of one contract, under way, out and past, and whether any is owed."""
    version, on = _contract_or_404(request, reference), localdate()
    past = list(copies_of(version.agreement, kind))
    exemptions = list(exemptions_of(version.agreement, kind))
    said = {ExemptionState.PROPOSED, ExemptionState.IN_FORCE}
    shown = {
        "kind": kind,
        "version": version,
        "copies": past,
        "is_under_way": any(one.state in UNDER_WAY for one in past),
        "exemptions": exemptions,
        "is_exempt": any(one.state in said for one in exemptions),
        "may_prepare": may_prepare_copy(request.user, on=on),
        "may_exempt": may_propose_exemption(request.user, on=on),
    }
    return render(request, "workspace/copies/contract.html", shown)


@require_http_methods(CHANGE)
def prepare(request: StaffRequest, kind: CopyKind, reference: str) -> HttpResponse:
    version = _contract_or_404(request, reference)
    require(may_prepare_copy(request.user, on=localdate()))
    said, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    out = copies_of(version.agreement, kind).filter(state=CopyState.PUBLISHED)
    form = PrepareCopyForm(said, sent, is_correction=out.exists())
    if form.is_valid() and (made := _prepared(request, form, version, kind)):
        messages.success(request, _("Look over what was found, then send it to be checked."))
        return redirect("workspace:copy", made)
    page = {"kind": kind, "version": version, "form": form}
    return render(request, "workspace/copies/prepare.html", page)


def _contract_or_404(request: StaffRequest, reference: str) -> AgreementVersion:
    version = agreement_or_404(request, reference)
    if version.agreement.kind != AgreementKind.CONTRACT:
        raise Http404
    return version


def _sums(duty: Duty, kind: CopyKind) -> dict[str, object]:
    on = localdate()
    return {
        "owed": owed(duty, on=on),
        "last_late_day": last_late_day(duty, on=on),
        "without_value": without_value(on=on) if kind == CopyKind.CONTRACT else 0,
    }


def _prepared(
    request: StaffRequest, form: PrepareCopyForm, version: AgreementVersion, kind: CopyKind
) -> Copy | None:
    upload = form.cleaned_data["file"]
    try:
        return prepare_copy(
            upload.chunks(),
            name=upload.name,
            agreement=version.agreement,
            kind=kind,
            terms=form.terms(),
            by=request.user,
            at=now(),
        )
    except ValidationError as refused:
        form.add_error("file", refused)
        return None

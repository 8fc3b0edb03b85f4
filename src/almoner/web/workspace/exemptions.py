"""Contracts of which no copy is to be published: proposing that, deciding on it, ending it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.core.verdicts import refused, require
from almoner.papers.kinds import CopyKind
from almoner.papers.models import Exemption
from almoner.papers.operations import (
    agree_to_exemption,
    end_exemption,
    propose_exemption,
    refuse_exemption,
)
from almoner.papers.policies import (
    may_decide_exemption,
    may_end_exemption,
    may_propose_exemption,
    may_see_papers,
)
from almoner.papers.states import ExemptionState
from almoner.web.forms.papers import DecideExemptionForm, ProposeExemptionForm
from almoner.web.requests import StaffRequest

from .papers import CHANGE, agreement_or_404


@require_http_methods(CHANGE)
def propose(request: StaffRequest, kind: CopyKind, reference: str) -> HttpResponse:
    version = agreement_or_404(request, reference)
    require(may_propose_exemption(request.user, on=localdate()))
    said = request.POST if request.method == "POST" else None
    form = ProposeExemptionForm(said, exemption=Exemption(agreement=version.agreement, kind=kind))
    if form.is_valid():
        made = propose_exemption(form.exemption, by=request.user, at=now())
        messages.success(request, _("It is proposed. A second person decides."))
        return redirect("workspace:exemption", made)
    page = {"kind": kind, "version": version, "form": form}
    return render(request, "workspace/exemptions/propose.html", page)


@require_http_methods(CHANGE)
def exemption(request: StaffRequest, reference: str) -> HttpResponse:
    """One exemption, and the decision of a second person on it."""
    shown, on = _exemption_or_404(request, reference), localdate()
    verdict = may_decide_exemption(request.user, shown, on=on)
    if shown.state != ExemptionState.PROPOSED:
        verdict = refused(_("This has been decided."))
    form = DecideExemptionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        decide = agree_to_exemption if form.agrees else refuse_exemption
        decide(shown, by=request.user, at=now())
        messages.success(request, _("Your decision is recorded."))
        return redirect("workspace:exemption", shown)
    is_in_force = shown.state == ExemptionState.IN_FORCE
    page = {
        "exemption": shown,
        "verdict": verdict,
        "form": form,
        "may_end": is_in_force and may_end_exemption(request.user, shown, on=on),
    }
    return render(request, "workspace/exemptions/exemption.html", page)


@require_http_methods(CHANGE)
def end(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _exemption_or_404(request, reference)
    require(may_end_exemption(request.user, shown, on=localdate()))
    if request.method == "POST":
        end_exemption(shown, by=request.user, at=now())
        messages.success(request, _("A copy is owed again."))
        return redirect("workspace:exemption", shown)
    return render(request, "workspace/exemptions/end.html", {"exemption": shown})


def _exemption_or_404(request: StaffRequest, reference: str) -> Exemption:
    require(may_see_papers(request.user, on=localdate()))
    found = Exemption.objects.select_related("agreement", "proposed_by", "decided_by", "ended_by")
    return get_object_or_404(found, reference=reference)

"""What is done about a recommendation: answered, shown, implemented, measured, verified."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.actions.operations import finish_action
from almoner.actions.policies import may_do_action
from almoner.audits.kinds import Answer
from almoner.audits.models import Evidence, Recommendation, Review
from almoner.audits.operations import (
    add_evidence_file,
    add_evidence_of_thing,
    agree_another_action,
    answer_recommendation,
    give_verdict,
    tie_controls,
)
from almoner.audits.policies import (
    may_add_evidence,
    may_agree_action,
    may_answer_recommendation,
    may_give_verdict,
    may_tie_controls,
)
from almoner.audits.queries import evidence_of, ties_of
from almoner.audits.wants import wants_of, wants_of_actions, wants_of_evidence
from almoner.core.verdicts import require
from almoner.web.forms.recommendations import (
    AnswerForm,
    ControlsForm,
    EvidenceForm,
    FurtherForm,
    ImplementedForm,
    VerdictForm,
)
from almoner.web.requests import StaffRequest

from .audits import CHANGE, done
from .recommendations import recommendation_or_404


@require_http_methods(CHANGE)
def answer(request: StaffRequest, reference: str) -> HttpResponse:
    shown, on = recommendation_or_404(request, reference), localdate()
    require(may_answer_recommendation(request.user, shown, on=on))
    said = request.POST if request.method == "POST" else None
    form = AnswerForm(said, on=on, initial={"verifier": shown.review.lead})
    if form.is_valid() and done(
        form, lambda: answer_recommendation(shown, form.said(), by=request.user, at=now())
    ):
        messages.success(request, _("It is answered."))
        return redirect(_after_agreeing(request, form), reference)
    page = {"recommendation": shown, "form": form, "title": _("Answer a recommendation")}
    return render(request, "workspace/recommendations/act.html", {**page, "may_go_on": True})


@require_http_methods(CHANGE)
def agree(request: StaffRequest, reference: str) -> HttpResponse:
    """Have something else done about it, and then perhaps one thing more."""
    shown, on = recommendation_or_404(request, reference), localdate()
    require(may_agree_action(request.user, shown, on=on))
    said = request.POST if request.method == "POST" else None
    form = FurtherForm(said, on=on, initial={"verifier": shown.review.lead})
    if form.is_valid() and done(
        form, lambda: agree_another_action(shown, form.said(), by=request.user, at=now())
    ):
        messages.success(request, _("It is agreed. Its owner finds it in their work."))
        return redirect(_after_agreeing(request, form), reference)
    page = {"recommendation": shown, "form": form, "title": _("Add an agreed action")}
    return render(request, "workspace/recommendations/act.html", {**page, "may_go_on": True})


def _after_agreeing(request: StaffRequest, form: AnswerForm | FurtherForm) -> str:
    """The page that comes next: for whoever has another action to add, the one that asks for it."""
    is_rejected = form.cleaned_data.get("answer") == Answer.REJECTED
    goes_on = "another" in request.POST and not is_rejected
    return "workspace:agree-action" if goes_on else "workspace:recommendation"


@require_http_methods(CHANGE)
def show(request: StaffRequest, reference: str) -> HttpResponse:
    """Add evidence."""
    shown = recommendation_or_404(request, reference)
    require(may_add_evidence(request.user, shown, on=localdate()))
    said, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EvidenceForm(said, sent, evidence=evidence_of(shown).filter(replaced_by=None))
    if form.is_valid() and done(form, lambda: _add(request, shown, form)):
        messages.success(request, _("It is kept as evidence."))
        return redirect("workspace:recommendation", reference)
    page = {"recommendation": shown, "form": form, "title": _("Add evidence")}
    return render(request, "workspace/recommendations/act.html", page)


def _add(request: StaffRequest, shown: Recommendation, form: EvidenceForm) -> Evidence:
    said: dict[str, Any] = {"recommendation": shown, "said": form.said()}
    said |= {"by": request.user, "at": now()}
    upload = form.cleaned_data["file"]
    if upload:
        return add_evidence_file(upload.chunks(), name=upload.name, **said)
    return add_evidence_of_thing(form.cleaned_data["thing"], **said)


@require_safe
def evidence(request: StaffRequest, reference: str) -> HttpResponse:
    """Evidence is shown with what it is evidence of."""
    found = Evidence.objects.filter(reference=reference).select_related("recommendation").first()
    if found is None:
        raise Http404(reference)
    shown = recommendation_or_404(request, found.recommendation.reference)
    return redirect("workspace:recommendation", shown)


@require_http_methods(CHANGE)
def implemented(request: StaffRequest, reference: str) -> HttpResponse:
    """Say for management that it is implemented, once something shows it."""
    shown, on = recommendation_or_404(request, reference), localdate()
    action = shown.action
    if action is None:
        raise Http404(reference)
    require(may_do_action(request.user, action, on=on))
    form = ImplementedForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(
        form, lambda: finish_action(action, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("An auditor verifies it now."))
        return redirect("workspace:recommendation", reference)
    wants = [*wants_of_actions(shown), *wants_of_evidence(shown, on=on)]
    page = {"recommendation": shown, "form": form, "wants": wants}
    return render(request, "workspace/recommendations/implemented.html", page)


@require_http_methods(CHANGE)
def verdict(request: StaffRequest, reference: str) -> HttpResponse:
    """Say, as an auditor, what was found."""
    shown, on = recommendation_or_404(request, reference), localdate()
    require(may_give_verdict(request.user, shown, on=on))
    wants = wants_of(shown, on=on)
    follow_ups = Review.objects.filter(follows__isnull=False).order_by("-pk")
    said = request.POST if request.method == "POST" else None
    form = VerdictForm(said, wants=wants, follow_ups=follow_ups)
    if form.is_valid() and done(
        form, lambda: give_verdict(shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("Your verdict is recorded, apart from what management says."))
        return redirect("workspace:recommendation", reference)
    page = {"recommendation": shown, "form": form, "wants": wants}
    return render(request, "workspace/recommendations/verdict.html", page)


@require_http_methods(CHANGE)
def controls(request: StaffRequest, reference: str) -> HttpResponse:
    """Say by which controls it is measured."""
    shown = recommendation_or_404(request, reference)
    require(may_tie_controls(request.user, shown, on=localdate()))
    before = {"codes": [tie.code for tie in ties_of(shown)], "days": shown.hold_days}
    form = ControlsForm(request.POST if request.method == "POST" else None, initial=before)
    if form.is_valid() and done(
        form, lambda: tie_controls(shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is measured by these controls from now on."))
        return redirect("workspace:recommendation", reference)
    page = {"recommendation": shown, "form": form, "title": _("Controls that measure it")}
    return render(request, "workspace/recommendations/act.html", page)

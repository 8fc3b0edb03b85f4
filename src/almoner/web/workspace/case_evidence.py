"""What gates ask of a case: its route test, consultations, assessments, and splitting."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.models import User
from almoner.commissions.kinds import AssessmentKind, LinkKind
from almoner.commissions.models import Assessment, Commission, Consultation, Link
from almoner.commissions.operations import (
    answer_consultation,
    answer_splitting,
    draft_assessment,
    link_cases,
    record_consultation,
    sign_assessment,
    sign_route_test,
)
from almoner.commissions.policies import (
    may_answer_splitting,
    may_sign_assessment,
    may_work_on_case,
)
from almoner.commissions.queries import cases_visible_to, current_requirements
from almoner.commissions.route_test import LAW
from almoner.commissions.screening import Characteristic, Impact, Screen, flaws_of
from almoner.commissions.splits import noticed_of
from almoner.commissions.states import AssessmentState, RouteTestState
from almoner.core.verdicts import require
from almoner.web.forms.case_evidence import (
    AnswerForm,
    ConsultationForm,
    EqualityForm,
    LinkForm,
    RouteTestForm,
    ScreeningForm,
    SplittingForm,
)
from almoner.web.requests import StaffRequest

from .cases import CHANGE, case_or_404, done

FORMS: dict[AssessmentKind, type[EqualityForm | ScreeningForm]] = {
    AssessmentKind.EQUALITY: EqualityForm,
    AssessmentKind.DATA_PROTECTION: ScreeningForm,
}


@require_http_methods(CHANGE)
def route_test(request: StaffRequest, reference: str) -> HttpResponse:
    shown = case_or_404(request, reference)
    require(may_work_on_case(request.user, shown, on=localdate()))
    signed = shown.route_tests.filter(state=RouteTestState.SIGNED).first()
    before = {**signed.answers, "reasons": signed.reasons} if signed else {}
    form = RouteTestForm(request.POST if request.method == "POST" else None, initial=before)
    if form.is_valid():
        reasons = form.cleaned_data["reasons"]
        sign = partial(sign_route_test, shown, form.answers(), judged=form.judged, reasons=reasons)
        if done(form, partial(sign, by=request.user, at=now())):
            messages.success(request, _("The test is signed."))
            return redirect("workspace:commission", shown)
    page = {"case": shown, "form": form, "law": LAW}
    return render(request, "workspace/commissions/route_test.html", page)


@require_safe
def consultations(request: StaffRequest, reference: str) -> HttpResponse:
    """Who was asked, what they said, and which requirement changed because of it."""
    shown = case_or_404(request, reference)
    asked = shown.consultations.select_related("recorded_by").prefetch_related("requirements")
    page = {
        "case": shown,
        "consultations": asked.order_by("-asked_on", "-pk"),
        "requirements": current_requirements(shown),
        "may_work": may_work_on_case(request.user, shown, on=localdate()),
    }
    return render(request, "workspace/commissions/consultations.html", page)


@require_http_methods(CHANGE)
def record(request: StaffRequest, reference: str) -> HttpResponse:
    shown = case_or_404(request, reference)
    require(may_work_on_case(request.user, shown, on=localdate()))
    form = ConsultationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = form.consultation(shown)
        if done(form, partial(record_consultation, asked, by=request.user, at=now())):
            messages.success(request, _("It is recorded. Say what they said once you know."))
            return redirect("workspace:case-consultations", shown)
    page = {"case": shown, "form": form}
    return render(request, "workspace/commissions/record_consultation.html", page)


@require_http_methods(CHANGE)
def answer(request: StaffRequest, reference: str) -> HttpResponse:
    asked = get_object_or_404(Consultation, reference=reference)
    shown = case_or_404(request, asked.commission.reference)
    require(may_work_on_case(request.user, shown, on=localdate()))
    said = request.POST if request.method == "POST" else None
    form = AnswerForm(said, requirements=current_requirements(shown))
    if form.is_valid():
        act = partial(answer_consultation, asked, wordings=form.wordings())
        words = {name: form.cleaned_data[name] for name in ("said", "unchanged_because")}
        if done(form, partial(act, **words, by=request.user, at=now())):
            messages.success(request, _("What they said is recorded."))
            return redirect("workspace:case-consultations", shown)
    page = {"case": shown, "asked": asked, "form": form}
    return render(request, "workspace/commissions/answer.html", page)


@require_http_methods(CHANGE)
def assess(request: StaffRequest, reference: str, kind: AssessmentKind) -> HttpResponse:
    """Write an assessment: a draft that takes an earlier one's place, until another signs it."""
    shown = case_or_404(request, reference)
    require(may_work_on_case(request.user, shown, on=localdate()))
    earlier = shown.assessments.exclude(state=AssessmentState.OVERTAKEN).filter(kind=kind)
    latest = earlier.order_by("-pk").first()
    said = request.POST if request.method == "POST" else None
    form = FORMS[kind](said, answers=latest.answers if latest else {})
    if form.is_valid():
        made = draft_assessment(shown, kind, form.answers(), by=request.user, at=now())
        messages.success(request, _("It is written. Somebody else signs it."))
        return redirect("workspace:sign-assessment", made)
    page = {"case": shown, "form": form, "title": kind.label, "latest": latest}
    return render(request, "workspace/commissions/assess.html", page)


@require_safe
def assessments(request: StaffRequest, reference: str) -> HttpResponse:
    """Every assessment of a case, those that were overtaken too."""
    shown = case_or_404(request, reference)
    found = shown.assessments.select_related("written_by", "signed_by").order_by("-pk")
    page = {"case": shown, "assessments": found}
    return render(request, "workspace/commissions/assessments.html", page)


@require_http_methods(CHANGE)
def sign(request: StaffRequest, reference: str) -> HttpResponse:
    """An assessment as it was written, for who may sign it."""
    people = Assessment.objects.select_related("commission__lead", "written_by", "signed_by")
    assessment = get_object_or_404(people, reference=reference)
    shown = case_or_404(request, assessment.commission.reference)
    form = Form(request.POST if request.method == "POST" else None)
    act = partial(sign_assessment, assessment, by=request.user, at=now())
    if form.is_valid() and done(form, act):
        messages.success(request, _("You signed it."))
        return redirect("workspace:commission", shown)
    page = {
        "case": shown,
        "form": form,
        "assessment": assessment,
        "lines": lines_of(assessment),
        "flaws": flaws_of(assessment.kind, assessment.answers),
        "verdict": may_sign_assessment(request.user, assessment, on=localdate()),
    }
    return render(request, "workspace/commissions/assessment.html", page)


def lines_of(assessment: Assessment) -> list[tuple[Any, str, str]]:
    """What an assessment says: of what, the answer, and the words to it."""
    answers = assessment.answers
    if assessment.kind == AssessmentKind.DATA_PROTECTION:
        words = {"yes": _("Yes"), "no": _("No")}
        said = [(one.label, words.get(answers.get(one.value), ""), "") for one in Screen]
        return [*said, (_("Full assessment"), answers.get("assessment") or _("none"), "")]
    impacts, softened = answers.get("impacts", {}), answers.get("mitigations", {})
    return [
        (one.label, str(Impact(impacts[one.value]).label), softened.get(one.value, ""))
        for one in Characteristic
        if one.value in impacts
    ]


@require_http_methods(CHANGE)
def splitting(request: StaffRequest, reference: str) -> HttpResponse:
    """The cases that together reach a line, and why they are not one."""
    shown = case_or_404(request, reference)
    noticed = noticed_of(shown)
    form = SplittingForm(
        request.POST if request.method == "POST" else None, initial={"found": noticed.digest}
    )
    if form.is_valid() and done(
        form,
        partial(answer_splitting, shown, **form.cleaned_data, by=request.user, at=now()),
    ):
        messages.success(request, _("Your reason is recorded."))
        return redirect("workspace:commission", shown)
    page = {
        "case": shown,
        "form": form,
        "noticed": noticed,
        "seen": set(_seen_by(request, noticed)),
        "links": list(links_of(shown, request.user)),
        "may_answer": may_answer_splitting(request.user, shown, on=localdate()),
    }
    return render(request, "workspace/commissions/splitting.html", page)


def _seen_by(request: StaffRequest, noticed: Any) -> Any:
    """The references, of those noticed, that the reader may see: the others stay unnamed."""
    found = {piece.reference for split in noticed.splits for piece in split.pieces}
    seen = cases_visible_to(request.user, on=localdate()).filter(reference__in=found)
    return seen.values_list("reference", flat=True)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """Another case that somebody linked, and how."""

    case: Commission
    how: str


def links_of(case: Commission, user: User) -> Iterator[ShownLink]:
    """The links from and to a case, with those cases that the reader may see."""
    seen = cases_visible_to(user, on=localdate()).order_by().values("pk")
    both = Q(commission=case, other__in=seen) | Q(other=case, commission__in=seen)
    found = Link.objects.filter(both).select_related("commission", "other").order_by("pk")
    for link in found:
        if link.commission_id == case.pk:
            yield ShownLink(link.other, link.get_kind_display().lower())
        else:
            words = _("linked from there: %(how)s") % {"how": link.get_kind_display().lower()}
            yield ShownLink(link.commission, words)


@require_http_methods(CHANGE)
def link(request: StaffRequest, reference: str) -> HttpResponse:
    shown = case_or_404(request, reference)
    require(may_work_on_case(request.user, shown, on=localdate()))
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        other = _named(request, form.cleaned_data["other"])
        kind = LinkKind(form.cleaned_data["kind"])
        if other is None:
            form.add_error("other", _("You see no case of that reference."))
        elif done(form, partial(link_cases, shown, other, kind=kind, by=request.user, at=now())):
            messages.success(request, _("They are linked."))
            return redirect("workspace:commission", shown)
    return render(request, "workspace/commissions/link.html", {"case": shown, "form": form})


def _named(request: StaffRequest, said: str) -> Commission | None:
    seen = cases_visible_to(request.user, on=localdate())
    return seen.filter(reference=said.strip().upper()).first()

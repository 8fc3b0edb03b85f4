"""Reviews: the list, one as a whole, and what becomes of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.audits.models import Finding, Recommendation, Review
from almoner.audits.operations import (
    issue_review,
    move_review_on,
    plan_review,
    record_finding,
    record_recommendation,
    reword_finding,
    reword_recommendation,
)
from almoner.audits.policies import may_read_review, may_see_audits, may_write_review
from almoner.audits.queries import (
    findings_of,
    follow_ups_of,
    ratings_of,
    ratings_on,
    reviews_visible_to,
    steps_of,
)
from almoner.audits.standings import stood
from almoner.audits.states import REVIEW_LIFECYCLE, UNDER_WAY, ReviewState
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on
from almoner.web.forms.audits import (
    FindingForm,
    IssueForm,
    MoveReviewForm,
    PlanReviewForm,
    RecommendForm,
    ReviewFilters,
    RewordForm,
)
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

CHANGE = ["GET", "HEAD", "POST"]


@require_safe
def audits(request: StaffRequest) -> HttpResponse:
    """Every review that somebody may read, the last planned first."""
    on, form = localdate(), ReviewFilters(request.GET)
    require(may_see_audits(request.user, on=on))
    found = reviews_visible_to(request.user, on=on).order_by("-starts_on", "-pk")
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if value}
        found = found.filter(**said)
    page = page_of(request, found)
    rated = ratings_on(on).filter(review__in=[one.pk for one in page])
    ratings = {one.review_id: one for one in rated}
    shown = {
        "page": page,
        "rows": [(one, ratings.get(one.pk)) for one in page],
        "form": form,
        "today": on,
        "may_plan": may_write_review(request.user, on=on),
    }
    return render(request, "workspace/audits/list.html", shown)


@require_http_methods(CHANGE)
def plan(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_write_review(request.user, on=on))
    said = request.POST if request.method == "POST" else None
    form = PlanReviewForm(said, user=request.user, on=on, initial={"lead": request.user})
    if form.is_valid() and (
        planned := done(form, lambda: plan_review(form.said(), by=request.user, at=now()))
    ):
        messages.success(request, _("It is planned. Agree its terms next."))
        return redirect("workspace:audit", planned)
    return render(request, "workspace/audits/plan.html", {"form": form})


@require_safe
def audit(request: StaffRequest, reference: str) -> HttpResponse:
    """One review: how far it has got, what it found and recommends, and what followed."""
    shown, on = review_or_404(request, reference), localdate()
    findings, writes = list(findings_of(shown)), may_write_review(request.user, on=on)
    recommended = [one for finding in findings for one in finding.recommendations.all()]
    standings = {one.recommendation.pk: one for one in stood(recommended, on=on)}
    is_open = bool(writes) and shown.state in UNDER_WAY
    page = {
        "review": shown,
        "rows": [
            (one, [standings[two.pk] for two in one.recommendations.all()]) for one in findings
        ],
        "ratings": ratings_of(shown),
        "steps": steps_of(shown),
        "follow_ups": follow_ups_of(shown),
        "today": on,
        "may_write": is_open,
        "may_issue": is_open and shown.state == ReviewState.DRAFT,
        "moves": _moves(shown) if is_open else [],
    }
    return render(request, "workspace/audits/audit.html", page)


def _moves(review: Review) -> list[ReviewState]:
    """Where a review may go by hand: issuing has a page of its own."""
    after = REVIEW_LIFECYCLE.table[ReviewState(review.state)] - {ReviewState.FINAL}
    return [state for state in ReviewState if state in after]


@require_http_methods(CHANGE)
def move_on(request: StaffRequest, reference: str, to: str) -> HttpResponse:
    shown = review_or_404(request, reference)
    require(may_write_review(request.user, on=localdate()))
    if to not in ReviewState:
        raise Http404(to)
    state = ReviewState(to)
    form = MoveReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = {"to": state, "text": form.cleaned_data["text"], "by": request.user, "at": now()}
        if done(form, lambda: move_review_on(shown, **said)):
            messages.success(request, _("It is written down."))
            return redirect("workspace:audit", reference)
    page = {"review": shown, "form": form, "state": state}
    page["is_last"] = state == ReviewState.WITHDRAWN
    return render(request, "workspace/audits/move.html", page)


@require_http_methods(CHANGE)
def issue(request: StaffRequest, reference: str) -> HttpResponse:
    shown, on = review_or_404(request, reference), localdate()
    require(may_write_review(request.user, on=on))
    scales = framework_on(on).audit_scales
    said = request.POST if request.method == "POST" else None
    form = IssueForm(said, scales=scales, review=shown)
    if form.is_valid() and done(
        form,
        lambda: issue_review(shown, **form.cleaned_data, by=request.user, at=now()),
    ):
        messages.success(request, _("It is final. Management answers what it recommends."))
        return redirect("workspace:audit", reference)
    page = {"review": shown, "form": form, "count": shown.recommendations.count()}
    return render(request, "workspace/audits/issue.html", page)


@require_http_methods(CHANGE)
def find(request: StaffRequest, reference: str) -> HttpResponse:
    """Record what a review found."""
    shown = review_or_404(request, reference)
    require(may_write_review(request.user, on=localdate()))
    form = FindingForm(request.POST if request.method == "POST" else None, review=shown)
    if form.is_valid() and done(
        form, lambda: record_finding(shown, form.said(), by=request.user, at=now())
    ):
        messages.success(request, _("It is recorded. Recommend something about it."))
        return redirect("workspace:audit", reference)
    page = {"review": shown, "form": form, "title": _("Record a finding")}
    return render(request, "workspace/audits/write.html", page)


@require_http_methods(CHANGE)
def reword(request: StaffRequest, reference: str) -> HttpResponse:
    """Put a finding in other words."""
    shown = _finding_or_404(request, reference)
    names = ("title", "text", "risk", "repeats", "sample")
    before = {name: getattr(shown, name) for name in names}
    said = request.POST if request.method == "POST" else None
    form = FindingForm(said, review=shown.review, initial=before)
    if form.is_valid() and done(
        form, lambda: reword_finding(shown, form.said(), by=request.user, at=now())
    ):
        messages.success(request, _("It is reworded."))
        return redirect("workspace:audit", shown.review)
    page = {"review": shown.review, "form": form, "title": _("Reword a finding")}
    return render(request, "workspace/audits/write.html", page)


@require_http_methods(CHANGE)
def recommend(request: StaffRequest, reference: str) -> HttpResponse:
    """Recommend something about a finding."""
    shown = _finding_or_404(request, reference)
    scales = framework_on(localdate()).audit_scales
    form = RecommendForm(request.POST if request.method == "POST" else None, scales=scales)
    if form.is_valid() and done(
        form,
        lambda: record_recommendation(shown, **form.cleaned_data, by=request.user, at=now()),
    ):
        messages.success(request, _("It is recorded. It is issued with the final report."))
        return redirect("workspace:audit", shown.review)
    page = {"review": shown.review, "finding": shown, "form": form, "title": _("Recommend")}
    return render(request, "workspace/audits/write.html", page)


@require_http_methods(CHANGE)
def reword_it(request: StaffRequest, reference: str) -> HttpResponse:
    """Put a recommendation in other words."""
    on = localdate()
    require(may_write_review(request.user, on=on))
    people = Recommendation.objects.select_related("review__lead", "review__sponsor", "finding")
    shown = get_object_or_404(people, reference=reference)
    said = request.POST if request.method == "POST" else None
    before = {"text": shown.text, "priority": shown.priority}
    form = RewordForm(said, scales=framework_on(on).audit_scales, initial=before)
    if form.is_valid() and done(
        form,
        lambda: reword_recommendation(shown, **form.cleaned_data, by=request.user, at=now()),
    ):
        messages.success(request, _("It is reworded."))
        return redirect("workspace:audit", shown.review)
    page = {"review": shown.review, "finding": shown.finding, "form": form}
    page["title"] = _("Reword a recommendation")
    return render(request, "workspace/audits/write.html", page)


def review_or_404(request: StaffRequest, reference: str) -> Review:
    """What an address names, to whoever may read it."""
    on = localdate()
    require(may_see_audits(request.user, on=on))
    people = Review.objects.select_related("lead", "sponsor", "follows", "opened_by")
    found = get_object_or_404(people, reference=reference)
    require(may_read_review(request.user, found, on=on))
    return found


def _finding_or_404(request: StaffRequest, reference: str) -> Finding:
    require(may_write_review(request.user, on=localdate()))
    people = Finding.objects.select_related("review__lead", "review__sponsor")
    return get_object_or_404(people, reference=reference)


def done(form: forms.Form, do: Callable[[], Any]) -> Any:
    """What came of it; nothing where the operation found a mistake, which its form then shows."""
    try:
        return do()
    except ValidationError as mistake:
        if hasattr(mistake, "error_dict") and not set(mistake.error_dict) <= set(form.fields):
            mistake = ValidationError(mistake.messages)
        form.add_error(None, mistake)
        return None

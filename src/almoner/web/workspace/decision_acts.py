"""What is done with a decision: submitted, withdrawn, advised on, signed, published."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from almoner.core.operations import together
from almoner.core.verdicts import require
from almoner.decisions.forms_of_words import flaws_of_text
from almoner.decisions.kinds import Outcome, Subject
from almoner.decisions.models import Decision
from almoner.decisions.operations import (
    advise_on_decision,
    approve_step,
    declare_interests,
    defer_part_one,
    lapse_approvals,
    publish_part_one,
    refuse_decision,
    return_decision,
    submit_decision,
    withdraw_decision,
)
from almoner.decisions.operations.drafting import text_of
from almoner.decisions.policies import (
    may_advise_on_decision,
    may_approve_step,
    may_defer_part_one,
    may_publish_part_one,
    may_revise_decision,
    may_withdraw_decision,
)
from almoner.decisions.queries import said_of, subjects_missing
from almoner.decisions.states import DecisionState
from almoner.framework.queries import framework_in_force, framework_on
from almoner.web.forms.decisions import AdviceForm, DeferForm, SignForm, SubmitForm, WithInterests
from almoner.web.requests import StaffRequest

from .cases import CHANGE, done
from .decision_pages import grants_in_words, page_of_decision
from .decisions import decision_or_404


@require_http_methods(CHANGE)
def submit(request: StaffRequest, reference: str) -> HttpResponse:
    """Ask for approval, once nothing is missing."""
    shown, on = decision_or_404(request, reference), localdate()
    require(may_revise_decision(request.user, shown, on=on))
    said = request.POST if request.method == "POST" else None
    form = SubmitForm(said, is_again=shown.state == DecisionState.RETURNED)
    if form.is_valid():
        answers = form.cleaned_data.get("answers", "")
        held = framework_in_force(on)
        ask = partial(submit_decision, shown, now=held, answers=answers)
        if taken_part(request, form, shown, partial(ask, by=request.user, at=now())):
            messages.success(request, _("It is submitted. Advisers and approvers see it now."))
            return redirect("workspace:decision", shown)
    page = {"decision": shown, "form": form, "flaws": flaws_of_text(text_of(shown), shown, on=on)}
    return render(request, "workspace/decisions/submit.html", page)


def taken_part(
    request: StaffRequest, form: WithInterests, decision: Decision, act: partial[Any]
) -> bool:
    """Declare somebody's interests and, where they have none, do what they came for: both, or
    neither. Whoever has one takes no part, and that is kept.
    """
    has_any, words = form.has_interest, form.cleaned_data["interest_words"]
    declare = partial(declare_interests, decision, has_any=has_any, words=words)
    if has_any:
        declare(by=request.user, at=now())
        form.add_error(
            None, _("Your interest is recorded, and you take no part. Somebody else does.")
        )
        return False

    def both() -> None:
        with together():
            declare(by=request.user, at=now())
            act()

    return done(form, partial(both))


@require_http_methods(CHANGE)
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    """Give a decision up, once it was confirmed."""
    shown = decision_or_404(request, reference)
    require(may_withdraw_decision(request.user, shown, on=localdate()))
    if request.method == "POST":
        withdraw_decision(shown, by=request.user, at=now())
        messages.success(request, _("It is withdrawn."))
        return redirect("workspace:decision", shown)
    return render(request, "workspace/decisions/withdraw.html", {"decision": shown})


@require_http_methods(CHANGE)
def advise(request: StaffRequest, reference: str, subject: str) -> HttpResponse:
    """Sign advice on one subject."""
    shown = decision_or_404(request, reference)
    if subject not in Subject:
        raise Http404
    about = Subject(subject)
    require(may_advise_on_decision(request.user, shown, about, on=localdate()))
    form = AdviceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = partial(advise_on_decision, shown, about, **form.cleaned_data)
        if done(form, partial(act, by=request.user, at=now())):
            messages.success(request, _("Your advice is signed."))
            return redirect("workspace:decision", shown)
    text = text_of(shown)
    page = {"decision": shown, "text": text, "subject": about, "form": form}
    page["grants"] = grants_in_words(text, framework_on(localdate()))
    return render(request, "workspace/decisions/advise.html", page)


@require_http_methods(CHANGE)
def sign(request: StaffRequest, reference: str) -> HttpResponse:
    """What an approval binds, and the form by which whose turn it is decides."""
    shown, on = decision_or_404(request, reference), localdate()
    asked = {"step": len(said_of(shown)) + 1, "digest": shown.asked.digest if shown.asked else ""}
    form = SignForm(request.POST if request.method == "POST" else None, initial=asked)
    if form.is_valid() and taken_part(request, form, shown, _said(request, form, shown)):
        messages.success(request, _("Your decision is recorded."))
        return redirect("workspace:decision", shown)
    page = page_of_decision(shown, request.user, on=on)
    missing = subjects_missing(shown.current)
    verdict = may_approve_step(request.user, shown, on=on)
    page |= {"form": form, "verdict": verdict, "missing": missing}
    page["is_last"] = bool(shown.asked) and asked["step"] == len(page["steps"])
    return render(request, "workspace/decisions/sign.html", page)


def _said(request: StaffRequest, form: SignForm, decision: Decision) -> partial[Any]:
    """The act that the form asks for."""
    said, outcome = form.cleaned_data, Outcome(form.cleaned_data["outcome"])
    who = {"step": said["step"], "words": said["words"], "by": request.user, "at": now()}
    if outcome == Outcome.RETURN:
        return partial(return_decision, decision, **who)
    if outcome == Outcome.REFUSE:
        return partial(refuse_decision, decision, **who)
    held, conditions = framework_in_force(localdate()), form.made()
    bound = {"digest": said["digest"], "conditions": conditions, "now": held}
    return partial(approve_step, decision, **bound, **who)


@require_POST
def lapse(request: StaffRequest, reference: str) -> HttpResponse:
    """Send it back, because what it binds has changed."""
    shown = decision_or_404(request, reference)
    held = framework_in_force(localdate())
    lapse_approvals(shown, now=held, by=request.user, at=now())
    messages.success(request, _("It is back with who wrote it, to be submitted anew."))
    return redirect("workspace:decision", shown)


@require_http_methods(CHANGE)
def part_one(request: StaffRequest, reference: str) -> HttpResponse:
    """Publish part 1 that waits, or let it wait longer."""
    shown, on = decision_or_404(request, reference), localdate()
    may_publish = may_publish_part_one(request.user, shown, on=on)
    may_defer = may_defer_part_one(request.user, shown, on=on)
    require(may_defer or may_publish)
    if request.method == "POST" and request.POST.get("act") == "publish":
        publish_part_one(shown, by=request.user, at=now())
        messages.success(request, _("Part 1 is public."))
        return redirect("workspace:decision", shown)
    form = DeferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = partial(defer_part_one, shown, **form.cleaned_data)
        if done(form, partial(act, by=request.user, at=now())):
            messages.success(request, _("It waits until then."))
            return redirect("workspace:decision", shown)
    page = {"decision": shown, "form": form, "may_publish": may_publish, "may_defer": may_defer}
    return render(request, "workspace/decisions/part_one.html", page)

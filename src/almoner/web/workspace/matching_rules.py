"""The rules that propose matches: saved from a match, confirmed all at once, and ended."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from almoner.core.verdicts import require
from almoner.payments.matched import proposals_of, rules_and_counts, sum_of
from almoner.payments.models import Match, MatchingRule
from almoner.payments.operations import (
    ProposalsChanged,
    confirm_proposals_of,
    end_matching_rule,
    save_matching_rule,
)
from almoner.payments.policies import (
    may_decide_matches,
    may_keep_matching_rules,
    may_see_matches,
)
from almoner.web.forms.matches import RuleForm, SeenForm
from almoner.web.forms.people import SureForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .match_words import conditions_of
from .matches import shown_match, versions_speaking
from .people import CHANGE


@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_matches(request.user, on=on))
    page = page_of(request, rules_and_counts())
    versions = versions_speaking([rule.agreement_id for rule in page], on=on)
    shown = {
        "page": page,
        "rows": [
            (rule, list(conditions_of(rule)), versions.get(rule.agreement_id)) for rule in page
        ],
        "may_decide": may_decide_matches(request.user, on=on),
        "may_keep": may_keep_matching_rules(request.user, on=on),
    }
    return render(request, "workspace/matches/rules.html", shown)


@require_http_methods(CHANGE)
def save(request: StaffRequest, reference: str, agreement: str) -> HttpResponse:
    """Make a rule of a match: what it asks is suggested by the payment."""
    on = localdate()
    require(may_keep_matching_rules(request.user, on=on))
    match = shown_match(reference, agreement)
    version = versions_speaking([match.agreement_id], on=on).get(match.agreement_id)
    if version is None:
        raise Http404
    said = request.POST if request.method == "POST" else None
    form = RuleForm(said, payment=match.payment, version=version)
    if form.is_valid():
        save_matching_rule(form.rule(), by=request.user, at=now())
        messages.success(request, _("The rule is saved. What it proposes will soon be listed."))
        return redirect("workspace:matching-rules")
    page = {"form": form, "payment": match.payment, "version": version}
    return render(request, "workspace/matches/save_rule.html", page)


@require_http_methods(CHANGE)
def confirm_all(request: StaffRequest, reference: str) -> HttpResponse:
    """Show all that one rule proposed, then confirm it."""
    require(may_decide_matches(request.user, on=localdate()))
    rule = shown_rule(reference)
    form = SeenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            confirm_proposals_of(rule, seen=form.seen(), by=request.user, at=now())
        except ProposalsChanged as error:
            form = SeenForm()
            messages.error(request, str(error))
        else:
            count = form.seen().count
            words = ngettext("%(count)d match is confirmed.", "%(count)d are confirmed.", count)
            messages.success(request, words % {"count": count})
            return redirect("workspace:matching-rules")
    proposals = proposals_of(rule)
    page = {
        "rule": rule,
        "conditions": list(conditions_of(rule)),
        "sum": sum_of(proposals),
        "page": page_of(request, _biggest_first(proposals)),
    }
    return render(request, "workspace/matches/confirm_all.html", page)


@require_http_methods(CHANGE)
def end(request: StaffRequest, reference: str) -> HttpResponse:
    require(may_keep_matching_rules(request.user, on=localdate()))
    rule = shown_rule(reference)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        end_matching_rule(rule, by=request.user, at=now())
        messages.success(request, _("The rule has ended. What it proposed awaits a decision."))
        return redirect("workspace:matching-rules")
    page = {"rule": rule, "conditions": list(conditions_of(rule))}
    return render(request, "workspace/matches/end_rule.html", page)


def shown_rule(reference: str) -> MatchingRule:
    found = MatchingRule.objects.select_related("agreement", "organisation")
    return get_object_or_404(found, reference=reference)


def _biggest_first(proposals: QuerySet[Match]) -> QuerySet[Match]:
    found = proposals.select_related("payment")
    return found.order_by("-payment__amount", "payment__reference")

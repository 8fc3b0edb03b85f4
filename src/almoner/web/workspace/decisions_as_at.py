"""Decisions, and the scheme of delegation, as at a day. Nothing can be done there."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.accounts.models import User
from almoner.core.once import reading
from almoner.core.verdicts import require
from almoner.decisions.binding import facts_in
from almoner.decisions.models import Decision
from almoner.decisions.past import (
    DelegationThen,
    WholeDecisionThen,
    as_they_stood,
    decision_then,
    decisions_begun_by,
    delegations_then,
    holdings_of_offices_then,
    lines_of,
)
from almoner.decisions.policies import may_see_decisions, may_see_scheme
from almoner.decisions.queries import decisions_visible_to
from almoner.decisions.states import DecisionState
from almoner.framework.contents import Framework
from almoner.framework.queries import framework_on
from almoner.web.forms.agreements import AsAtDayForm
from almoner.web.forms.past_days import PastDayForm, PastDecisionFilters
from almoner.web.lists import asked_in, page_of
from almoner.web.requests import StaffRequest

from .decision_pages import grants_in_words
from .decisions import decision_or_404
from .delegation_pages import limits_by_matter
from .past_days import Asked


@require_safe
def decisions_as_at(request: StaffRequest) -> HttpResponse:
    """The decisions that somebody may see today, as they stood on a day."""
    today = localdate()
    require(may_see_decisions(request.user, on=today))
    form = PastDecisionFilters(request.GET, today=today)
    asked = Asked.by(form)
    begun = decisions_begun_by(decisions_visible_to(request.user, on=today), on=asked.on)
    begun = _narrowed(begun, form).order_by("-begun_at", "-pk")
    listed = page_of(request, begun)
    page = {**asked.page(form), "page": listed, "query": asked_in(request)}
    page["decisions"] = list(as_they_stood(listed, on=asked.on))
    return render(request, "workspace/decisions/list_as_at.html", page)


def _narrowed(begun: QuerySet[Decision], form: PastDecisionFilters) -> QuerySet[Decision]:
    if not form.is_valid():
        return begun
    stood, q = form.cleaned_data["stood"], form.cleaned_data["q"]
    stands = Q(line_then__in=lines_of(DecisionState(stood))) if stood else Q()
    begun = begun.filter(stands)
    named = Q(title_then__icontains=q) | Q(number__icontains=q, value_then__isnull=False)
    return begun.filter(named | Q(commission__reference__iexact=q)) if q else begun


@require_safe
def decision_as_at(request: StaffRequest, reference: str) -> HttpResponse:
    """One decision on the day that the address says; as it stands today, if that is no day."""
    shown, form = decision_or_404(request, reference), PastDayForm(request.GET, today=localdate())
    asked = Asked.by(form)
    page = {**asked.page(form), "decision": shown}
    with reading():
        if then := decision_then(shown, on=asked.on):
            page |= _page_of_past(then, framework_on(asked.on))
    return render(request, "workspace/decisions/as_at.html", page)


def _page_of_past(then: WholeDecisionThen, framework: Framework) -> dict[str, Any]:
    matter = framework.matter_called(then.summary.decision.matter)
    return {
        "then": then,
        "text": then.text,
        "matter": matter.title if matter else then.summary.decision.matter,
        "power": next((one for one in framework.powers if one.code == then.text.power), None),
        "facts": facts_in(then.asked) if then.asked else [],
        "asked": then.asked,
        "grants": grants_in_words(then.text, framework),
    }


@require_safe
def scheme_as_at(request: StaffRequest) -> HttpResponse:
    """Who decided what on a day: limits, who held which office, what was left of delegations."""
    today = localdate()
    require(may_see_scheme(request.user, on=today))
    form = AsAtDayForm(request.GET, today=today)
    asked = Asked.by(form)
    framework, may_see = framework_on(asked.on), may_see_decisions(request.user, on=today)
    page = asked.page(form) | {
        "matters": limits_by_matter(framework),
        "offices": offices_then(framework, on=asked.on, is_as_at=asked.is_as_at),
        "delegations": _delegations(framework, on=asked.on) if may_see else [],
        "may_see": may_see,
    }
    return render(request, "workspace/decisions/scheme_as_at.html", page)


def offices_then(
    framework: Framework, *, on: date, is_as_at: bool
) -> list[tuple[str, str, list[User]]]:
    """Every office of a framework with its role, and who held it on a day."""
    holders: dict[str, list[User]] = {}
    for one in holdings_of_offices_then(on, is_as_at=is_as_at):
        holders.setdefault(one.office, []).append(one.holder)
    return [
        (office.title, str(office.role.label), holders.get(office.code, []))
        for office in framework.offices
    ]


def _delegations(framework: Framework, *, on: date) -> list[tuple[DelegationThen, str, str]]:
    """Each with whom it had been given to, and for which matter."""
    offices = {one.code: one.title for one in framework.offices}
    matters = {one.code: one.title for one in framework.matters}
    found = []
    for one in delegations_then(on):
        said = one.drawn.delegation
        whom = said.person.name if said.person else offices.get(said.office, said.office)
        found.append((one, whom, matters.get(said.matter, said.matter)))
    return found

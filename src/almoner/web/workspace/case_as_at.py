"""A case as at a day: its facts, stage, gates, people and evidence as they were known then.

Nothing can be done there. Who may see the case today may see its past, and nobody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.accounts.models import User
from almoner.commissions.facts import years_of
from almoner.commissions.past import CaseThen, case_then
from almoner.core.once import reading
from almoner.core.periods import FinancialYear
from almoner.core.references import name_of
from almoner.decisions.past import DecisionThen, decisions_then
from almoner.decisions.queries import decisions
from almoner.framework.routes import Stage
from almoner.funding.balances import Balance, balances_by, entries_on
from almoner.funding.cover import set_aside
from almoner.funding.models import Entry
from almoner.funding.policies import may_see_funds
from almoner.funding.queries import lines_in_order
from almoner.web.forms.agreements import AsAtDayForm
from almoner.web.lists import asked_in
from almoner.web.requests import StaffRequest

from .case_money import NOTHING, Year
from .case_pages import facts_shown
from .cases import case_or_404
from .past_days import Asked


@dataclass(frozen=True, slots=True)
class Passed:
    """A stage of the route as the page shows it: passed, where the case stood, or to come."""

    stage: Stage
    entered_at: datetime | None
    is_current: bool


@require_safe
def case_as_at(request: StaffRequest, reference: str) -> HttpResponse:
    """A case on the day that the address says; as it stands today, if what it says is no day."""
    case, form = case_or_404(request, reference), AsAtDayForm(request.GET, today=localdate())
    asked = Asked.by(form)
    with reading():
        then = case_then(case, on=asked.on, is_as_at=asked.is_as_at)
        page = {**asked.page(form), "case": case, "then": then, "query": asked_in(request)}
        if then:
            page |= page_of_past(then, request.user, on=asked.on, is_as_at=asked.is_as_at)
    return render(request, "workspace/commissions/as_at.html", page)


def page_of_past(then: CaseThen, user: User, *, on: date, is_as_at: bool) -> dict[str, Any]:
    return {
        "rules": then.rules,
        "terms": then.terms,
        "steps": list(_steps(then)),
        "is_over": False,
        "years": _years(then, user, on=on, is_as_at=is_as_at),
        "sees_funds": may_see_funds(user, on=localdate()),
        "decisions": _decisions(then, on=on),
        **facts_shown(then.terms, then.rules),
    }


def _steps(then: CaseThen) -> Iterator[Passed]:
    entered = {entry.stage: entry.entered_at for entry in then.entries}
    for stage in then.rules.route.stages:
        is_current = stage.code == then.rules.stage.code
        yield Passed(stage, entered.get(stage.code), is_current)


def _years(then: CaseThen, user: User, *, on: date, is_as_at: bool) -> list[Year]:
    """What each year was to cost, and what had been set aside, for whoever sees funds today."""
    costs = {str(FinancialYear(n)): money for n, money in years_of(then.terms).items()}
    held: list[tuple[Any, Balance]] = []
    if may_see_funds(user, on=localdate()):
        theirs = Entry.objects.filter(what_for=name_of(then.commission))
        found = balances_by(entries_on(theirs, on=on, is_as_at=is_as_at), "line_id")
        lines = lines_in_order().filter(pk__in=[key for (key,) in found])
        held = [(line, found[(line.pk,)]) for line in lines if set_aside(found[(line.pk,)])]
    years = sorted({*costs, *(line.year for line, _of_it in held)})
    return [
        Year(year, *costs.get(year, (NOTHING, NOTHING)), [p for p in held if p[0].year == year], [])
        for year in years
    ]


def _decisions(then: CaseThen, *, on: date) -> list[DecisionThen]:
    theirs = decisions().filter(commission=then.commission).order_by("-begun_at", "-pk")
    return list(decisions_then(theirs, on=on))

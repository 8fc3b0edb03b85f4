"""What the page of a case says: where it stands, what its gate wants, who must do what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.actions.models import Action
from almoner.actions.policies import may_open_action
from almoner.actions.queries import with_people
from almoner.assurance.controls import Place
from almoner.commissions.gatekeeping import Asked, controls_of, route_is_open
from almoner.commissions.kinds import AssessmentKind
from almoner.commissions.models import (
    Assessment,
    Commission,
    CommissionTerms,
    Consultation,
    GateAsked,
    GateStep,
    Link,
    Pause,
    Requirement,
    RouteTest,
)
from almoner.commissions.opening import Opening, opening_of, turn_at
from almoner.commissions.policies import (
    may_ask_gate,
    may_hand_over_case,
    may_lead_case,
    may_work_on_case,
)
from almoner.commissions.queries import cases
from almoner.commissions.readings import (
    derivation_of,
    flaws_of_timetable,
    gross_of,
    months_of,
    planned_in,
    terms_of,
    timetable_of,
)
from almoner.commissions.rules import Rules, rules_of, titles_of_objectives
from almoner.commissions.states import (
    OVER,
    PASSED,
    AssessmentState,
    ConsultationState,
    GateState,
    RouteTestState,
)
from almoner.core.references import name_of
from almoner.framework.approval import NoLimit
from almoner.framework.law.tables import light_touch_services
from almoner.framework.queries import framework_on
from almoner.framework.routes import Stage
from almoner.framework.timetables import Milestone
from almoner.funding.policies import may_see_funds
from almoner.registers.policies import may_see_holdings
from almoner.web.addresses import address_of

from .case_documents import documents_of
from .case_gathered import unpack, versions_of, with_lists
from .case_money import years_of_case
from .risk_rows import risks_shown


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the route as the page shows it: passed, current or to come."""

    stage: Stage
    entered_at: datetime | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A control of the gate, with the page on which it is put right."""

    asked: Asked
    url: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """A milestone: by when at the latest, and when it is planned."""

    words: str
    latest: date | None
    why: str
    law: str
    planned: date | None

    @property
    def is_late(self) -> bool:
        return bool(self.latest and self.planned and self.planned > self.latest)


def cases_with_all(*, on: date) -> QuerySet[Commission]:
    """Cases with what the page of one says of its evidence, and their gates."""
    tests = RouteTest.objects.filter(commission=OuterRef("pk"), state=RouteTestState.SIGNED)
    pauses = Pause.objects.filter(commission=OuterRef("pk")).order_by("-pk")
    said = GateStep.objects.select_related("decided_by", "in_place_of").order_by("number")
    gates = GateAsked.objects.select_related("asked_by").order_by("-pk")
    asked = (
        cases()
        .select_related("current__supplier")
        .prefetch_related(Prefetch("gates", gates.prefetch_related(Prefetch("said", said))))
    )
    return with_lists(asked, on=on).annotate(
        tested_as=Subquery(tests.values("instrument")[:1]),
        tested_by=Subquery(tests.values("signed_by__name")[:1]),
        tested_at=Subquery(tests.values("signed_at")[:1]),
        paused_because=Subquery(pauses.values("reason")[:1]),
        paused_until=Subquery(pauses.values("until")[:1]),
        paused_by=Subquery(pauses.values("by__name")[:1]),
        consulted=_count(Consultation.objects.all()),
        unanswered=_count(Consultation.objects.filter(state=ConsultationState.ASKED)),
        required=_count(Requirement.objects.all(), "number"),
        linked=_count(Link.objects.all()),
        equality=_state_of(AssessmentKind.EQUALITY),
        data_protection=_state_of(AssessmentKind.DATA_PROTECTION),
    )


def _count(things: QuerySet[Any], of: str = "pk") -> Coalesce:
    theirs = things.filter(commission=OuterRef("pk")).order_by().values("commission")
    return Coalesce(Subquery(theirs.annotate(n=Count(of, distinct=True)).values("n")), 0)


def _state_of(kind: AssessmentKind) -> Subquery:
    found = Assessment.objects.filter(commission=OuterRef("pk"), kind=kind)
    return Subquery(found.order_by("-pk").values("state")[:1])


def page_of_case(case: Commission, user: User, *, on: date) -> dict[str, Any]:
    """What the page says of one of `cases_with_all`."""
    unpack(case)
    terms, rules = terms_of(case), rules_of(case)
    may_work = may_work_on_case(user, case, on=on)
    gates = list(case.gates.all())
    for gate in gates:
        gate.commission = case
    page = {
        "case": case,
        "terms": terms,
        "rules": rules,
        "is_over": case.state in OVER,
        "steps": list(_steps(case, rules, gates)),
        "may_work": may_work,
        "may_ask": may_ask_gate(user, case, on=on),
        "may_lead": may_hand_over_case(user, case, on=on),
        "leads": may_lead_case(user, case, on=on),
        "team": case.team_said,
        "history": versions_of(case),
        "assessments": _assessments(case),
        "actions": list(_actions(case, gates)),
        "source": name_of(case),
        "today": on,
        "may_open": may_open_action(user, on=on) if case.state not in OVER else None,
        "risks": risks_shown(user, name_of(case), on=on),
        "documents": documents_of(case, rules, may_work),
        "years": years_of_case(case, user, on=on),
        "sees_funds": may_see_funds(user, on=on),
        "may_answer": may_see_holdings(user, on=on),
    }
    return page | facts_shown(terms, rules) | gates_shown(case, rules, gates, on=on)


def _actions(case: Commission, gates: list[GateAsked]) -> QuerySet[Action]:
    """What the case and its gates asked of people, the soonest due first."""
    sources = [name_of(case), *(name_of(gate) for gate in gates)]
    return with_people(Action.objects.filter(source__in=sources)).order_by("due_on", "pk")


def _assessments(case: Any) -> list[tuple[str, Any, str]]:
    """Each kind that is asked for: its code, its words, and how the latest stands."""
    states = {
        AssessmentKind.EQUALITY: case.equality,
        AssessmentKind.DATA_PROTECTION: case.data_protection,
    }
    return [
        (kind.value, kind.label, str(AssessmentState(state).label) if state else _("none yet"))
        for kind, state in states.items()
    ]


def gates_shown(
    case: Commission, rules: Rules, gates: list[GateAsked], *, on: date
) -> dict[str, Any]:
    """What the next gate wants, what awaits a decision, and what was decided."""
    waiting = next((gate for gate in gates if gate.state == GateState.ASKED), None)
    is_over = case.state in OVER
    asked = [] if is_over else controls_of(case, on=on)
    opening, no_limit = _opening(case, asked, on)
    return {
        "wanted": [Wanted(one, _url(one.place)) for one in asked],
        "red": sum(not one.is_green for one in asked),
        "closed": "" if is_over else route_is_open(case, rules),
        "opening": opening,
        "no_limit": no_limit,
        "waiting": waiting,
        "turn": turn_at(waiting, on=on) if waiting else None,
        "gates": [(gate, _said_at(gate)) for gate in gates],
        "has_passed": any(gate.state in PASSED for gate in gates),
    }


def facts_shown(terms: CommissionTerms, rules: Rules) -> dict[str, Any]:
    derivation = derivation_of(terms, rules)
    return {
        "gross": gross_of(terms),
        "derivation": derivation,
        "objectives": titles_of_objectives(rules.framework, terms.objectives),
        "power": next((p for p in rules.framework.powers if p.code == terms.power), None),
        "reason": next((r for r in rules.framework.reasons if r.code == terms.direct_reason), None),
        "service": light_touch_services().get(terms.cpv, ("", False))[0],
        "months": months_of(terms),
        "days": list(days_of(terms, rules)),
        "flaws": flaws_of_timetable(terms, rules) if terms.starts_on else [],
    }


def days_of(terms: CommissionTerms, rules: Rules) -> Iterator[Day]:
    planned = planned_in(terms)
    said = {
        Milestone.OPEN: planned.opens_on,
        Milestone.CLOSE: planned.closes_on,
        Milestone.AWARD: planned.award_notice_on,
        Milestone.SIGN: planned.signs_on,
        Milestone.START: planned.starts_on,
    }
    worked = timetable_of(terms, rules)
    for one in worked:
        words = str(one.milestone.label)
        yield Day(words, one.day, one.why, one.law, said.get(one.milestone))
    if not worked:
        for milestone, day in said.items():
            if day:
                yield Day(str(milestone.label), None, "", "", day)
    if terms.ends_on:
        yield Day(_("End"), None, "", "", terms.ends_on)


def _steps(case: Commission, rules: Rules, gates: list[GateAsked]) -> Iterator[Step]:
    entered = {gate.onward: gate.settled_at for gate in gates if gate.state in PASSED}
    entered.setdefault(rules.route.first.code, case.begun_at)
    for stage in rules.route.stages:
        yield Step(stage, entered.get(stage.code), stage.code == case.stage)


def _opening(case: Commission, asked: list[Asked], on: date) -> tuple[Opening | None, str]:
    try:
        return opening_of(case, framework_on(on), asked), ""
    except NoLimit as error:
        return None, _("The framework in force has no limit for %s.") % error


def _said_at(gate: GateAsked) -> list[tuple[str, Any]]:
    titles = {step["code"]: step["title"] for step in gate.steps}
    return [(titles[one.office], one) for one in gate.said.all()]


def _url(place: Place | None) -> str | None:
    return address_of(place.about, place.verb) if place else None

"""What the page of a case says: where it stands, what its gate wants, who must do what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.assurance.controls import Place
from almoner.commissions.facts import years_of
from almoner.commissions.gatekeeping import (
    Asked,
    controls_of,
    office_next,
    route_is_open,
    steps_now,
)
from almoner.commissions.kinds import AssessmentKind
from almoner.commissions.models import Commission, CommissionTerms, GateAsked, Link
from almoner.commissions.policies import (
    may_ask_gate,
    may_hand_over_case,
    may_lead_case,
    may_work_on_case,
)
from almoner.commissions.queries import current_requirements, team_of
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
from almoner.commissions.states import OVER, PASSED, AssessmentState, GateState, RouteTestState
from almoner.core.periods import FinancialYear
from almoner.framework.approval import NoLimit
from almoner.framework.law.tables import light_touch_services
from almoner.framework.offices import Office
from almoner.framework.queries import framework_on
from almoner.framework.routes import Stage
from almoner.framework.timetables import Milestone
from almoner.web.addresses import address_of

HISTORY = 20


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
class Year:
    """A financial year with its money."""

    year: str
    net: Any
    vat: Any


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


def page_of_case(case: Commission, user: User, *, on: date) -> dict[str, Any]:
    terms, rules = terms_of(case), rules_of(case)
    is_over = case.state in OVER
    page = {
        "case": case,
        "terms": terms,
        "rules": rules,
        "is_over": is_over,
        "steps": list(_steps(case, rules)),
        "may_work": may_work_on_case(user, case, on=on),
        "may_ask": may_ask_gate(user, case, on=on),
        "may_lead": may_hand_over_case(user, case, on=on),
        "leads": may_lead_case(user, case, on=on),
        "team": list(team_of(case, on=on)),
        "history": list(case.versions.select_related("written_by").order_by("-number")[:HISTORY]),
        "pauses": list(case.pauses.select_related("by").order_by("-pk")[:HISTORY]),
    }
    page |= facts_shown(case, terms, rules) | evidence_shown(case)
    return page | gates_shown(case, rules, on=on, is_over=is_over)


def gates_shown(case: Commission, rules: Rules, *, on: date, is_over: bool) -> dict[str, Any]:
    """What the next gate wants, what awaits a decision, and what was decided."""
    gates = list(
        case.gates.select_related("asked_by").prefetch_related("said__decided_by").order_by("-pk")
    )
    for gate in gates:
        gate.commission = case
    waiting = next((gate for gate in gates if gate.state == GateState.ASKED), None)
    asked = [] if is_over else controls_of(case, on=on)
    offices, no_limit = _offices(case, on)
    return {
        "wanted": [Wanted(one, _url(one.place)) for one in asked],
        "red": sum(not one.is_green for one in asked),
        "closed": "" if is_over else route_is_open(case, rules),
        "offices": offices,
        "no_limit": no_limit,
        "waiting": waiting,
        "turn": office_next(waiting, len(waiting.said.all())) if waiting else None,
        "gates": [(gate, _said_at(gate, rules)) for gate in gates],
        "has_passed": any(gate.state in PASSED for gate in gates),
    }


def facts_shown(case: Commission, terms: CommissionTerms, rules: Rules) -> dict[str, Any]:
    derivation = derivation_of(terms, rules)
    return {
        "gross": gross_of(terms),
        "years": [
            Year(str(FinancialYear(year)), net, vat) for year, (net, vat) in years_of(terms).items()
        ],
        "derivation": derivation,
        "objectives": titles_of_objectives(rules.framework, terms.objectives),
        "power": next((p for p in rules.framework.powers if p.code == terms.power), None),
        "reason": next((r for r in rules.framework.reasons if r.code == terms.direct_reason), None),
        "service": light_touch_services().get(terms.cpv, ("", False))[0],
        "months": months_of(terms),
        "days": list(days_of(terms, rules)),
        "flaws": flaws_of_timetable(terms, rules) if terms.starts_on else [],
        "shown_links": list(links_of(case)),
    }


@dataclass(frozen=True, slots=True)
class ShownLink:
    """Another case, by its reference alone: who may see it is asked when it is opened."""

    case: Commission
    how: str


def links_of(case: Commission) -> Iterator[ShownLink]:
    both = Q(commission=case) | Q(other=case)
    found = Link.objects.filter(both).select_related("commission", "other").order_by("pk")
    for link in found:
        if link.commission_id == case.pk:
            yield ShownLink(link.other, link.get_kind_display().lower())
        else:
            words = _("linked from there: %(how)s") % {"how": link.get_kind_display().lower()}
            yield ShownLink(link.commission, words)


def evidence_shown(case: Commission) -> dict[str, Any]:
    assessments = list(
        case.assessments.exclude(state=AssessmentState.OVERTAKEN)
        .select_related("written_by", "signed_by")
        .order_by("pk")
    )
    return {
        "test": case.route_tests.filter(state=RouteTestState.SIGNED)
        .select_related("signed_by")
        .first(),
        "consultations": list(case.consultations.order_by("pk")),
        "requirements": current_requirements(case),
        "assessments": [
            (kind, [one for one in assessments if one.kind == kind]) for kind in AssessmentKind
        ],
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


def _steps(case: Commission, rules: Rules) -> Iterator[Step]:
    entered = {
        entry.stage: entry.entered_at
        for entry in case.entries.filter(route=case.route).order_by("pk")
    }
    for stage in rules.route.stages:
        yield Step(stage, entered.get(stage.code), stage.code == case.stage)


def _offices(case: Commission, on: date) -> tuple[tuple[Office, ...], str]:
    try:
        return steps_now(case, framework_on(on)), ""
    except NoLimit as error:
        return (), _("The framework in force has no limit for %s.") % error


def _said_at(gate: GateAsked, rules: Rules) -> list[tuple[str, Any]]:
    titles = {office.code: office.title for office in rules.framework.offices}
    return [(titles.get(one.office, one.office), one) for one in gate.said.all()]


def _url(place: Place | None) -> str | None:
    return address_of(place.about, place.verb) if place else None

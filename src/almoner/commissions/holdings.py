"""What is held of cases: their facts, who was asked, what was assessed, and what gates said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.core.holdings import Reach, Readable, Records, Told, Why, declare_holding
from almoner.core.moments import day_of
from almoner.core.references import name_of

from .models import (
    Assessment,
    Commission,
    CommissionTerms,
    Consultation,
    GateAsked,
    PlanEntry,
    Requirement,
    RouteTest,
    SplittingAnswer,
)
from .queries import cases_visible_to
from .states import AssessmentState, PlanState

CASE = "commissions.commission"
READERS = gettext_lazy("Whoever may see the case. Of a restricted one each reading is logged")


def of_cases_seen(column: str) -> Readable:
    """Leaves what is about a case that somebody may see."""

    def readable(records: Records, user: User, on: date) -> Records:
        seen = cases_visible_to(user, on=on).order_by()
        return records.filter(**{f"{column}__in": seen.values("pk")})

    return readable


OF_ITS_CASE = of_cases_seen("commission")


def told_of(case: Commission, what: str, day: date | None, *, why: Why = Why.INTERNAL) -> Told:
    """A record of a case in a line. What is restricted says so before it says anything else."""
    if not case.is_restricted:
        return Told(name_of(case), what, day, why=why)
    return Told(name_of(case), what, day, restricted=name_of(case), why=Why.RESTRICTED)


def _tell_case(case: Commission) -> Told:
    said = _("What is public of it stands in its decisions, and on the forward plan.")
    return replace(told_of(case, case.title, day_of(case.begun_at)), words=said)


@declare_holding(
    "cases",
    label=gettext_lazy("Cases"),
    readers=READERS,
    readable=of_cases_seen("pk"),
    tell=_tell_case,
)
def cases_held(reach: Reach) -> Records:
    return Commission.objects.filter(pk__in=reach.keys(CASE)).order_by("-pk")


def _declare(
    code: str, label: Any, model: type[Model], tell: Callable[[Any], Told]
) -> Callable[[Reach], Records]:
    """A kind of record of which each belongs to one case."""

    @declare_holding(code, label=label, readers=READERS, readable=OF_ITS_CASE, tell=tell)
    def rows(reach: Reach) -> Records:
        found = model._default_manager.filter(commission__in=reach.keys(CASE))
        return found.select_related("commission").order_by("-pk")

    return rows


def _tell_terms(terms: CommissionTerms) -> Told:
    words = {"number": terms.number, "part": terms.get_part_display()}
    what = _("Version %(number)d of its facts: %(part)s") % words
    return told_of(terms.commission, what, terms.valid_from)


def _tell_consultation(one: Consultation) -> Told:
    what = f"{one.get_kind_display()}: {one.who}"
    return told_of(one.commission, what, one.asked_on)


def _tell_requirement(one: Requirement) -> Told:
    what = _("Requirement %(number)d, as worded then") % {"number": one.number}
    return told_of(one.commission, what, day_of(one.written_at))


def _tell_assessment(one: Assessment) -> Told:
    what = f"{one.get_kind_display()}: {one.get_state_display()}"
    why = Why.UNFINISHED if one.state == AssessmentState.DRAFT else Why.INTERNAL
    return told_of(one.commission, what, day_of(one.written_at), why=why)


def _tell_route_test(one: RouteTest) -> Told:
    what = f"{one.get_instrument_display()}: {one.get_state_display()}"
    return told_of(one.commission, what, day_of(one.signed_at))


def _tell_gate(one: GateAsked) -> Told:
    words = {"stage": one.stage, "state": one.get_state_display()}
    what = _("The gate of stage %(stage)s: %(state)s") % words
    return told_of(one.commission, what, day_of(one.asked_at))


def _tell_splitting(one: SplittingAnswer) -> Told:
    return told_of(one.commission, _("Why it is no split"), day_of(one.answered_at))


def _tell_plan_entry(one: PlanEntry) -> Told:
    why = Why.UNFINISHED if one.state == PlanState.PROPOSED else Why.INTERNAL
    what = f"{one.title}: {one.get_state_display()}"
    return told_of(one.commission, what, day_of(one.judged_at or one.written_at), why=why)


_declare("case-facts", gettext_lazy("Facts of cases, by version"), CommissionTerms, _tell_terms)
_declare("consultations", gettext_lazy("Consultations"), Consultation, _tell_consultation)
_declare("requirements", gettext_lazy("Requirements"), Requirement, _tell_requirement)
_declare("assessments", gettext_lazy("Assessments"), Assessment, _tell_assessment)
_declare("route-tests", gettext_lazy("Tests of grant or contract"), RouteTest, _tell_route_test)
_declare("gates", gettext_lazy("Gates of cases"), GateAsked, _tell_gate)
_declare("splitting", gettext_lazy("Answers on splitting"), SplittingAnswer, _tell_splitting)
_declare("plan-entries", gettext_lazy("Entries on the forward plan"), PlanEntry, _tell_plan_entry)

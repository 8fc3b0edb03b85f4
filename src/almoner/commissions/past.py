"""A case as it stood on a day that is past: its facts, stage, gates, people and evidence.

What the case says by dated facts, its terms and its team, is as at that day or as now known. What
has but one moment, such as a gate, had happened by the end of the day or had not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from almoner.accounts.models import User
from almoner.core.dated import as_at, versions_on
from almoner.core.models import Event
from almoner.core.moments import end_of
from almoner.core.past import Stood, had_happened
from almoner.core.references import name_of
from almoner.framework.queries import framework_of

from .events import CaseEvent
from .kinds import AssessmentKind
from .models import (
    Commission,
    CommissionTerms,
    Consultation,
    GateAsked,
    GateStep,
    Pause,
    Requirement,
    RouteTest,
    StageEntry,
)
from .rules import Rules
from .states import PASSED, AssessmentState, CaseState, ConsultationState, GateState

TOLD = (CaseEvent.OPENED, CaseEvent.HANDED_OVER, CaseEvent.MOVED)


@dataclass(frozen=True, slots=True)
class GateThen:
    """A gate that had been asked, with what had been said at it."""

    gate: GateAsked
    stood: Stood
    said: list[tuple[str, GateStep]]


@dataclass(frozen=True, slots=True)
class AskedThen:
    """A consultation, and what was known of its answer."""

    consultation: Consultation
    stood: Stood

    @property
    def is_answered(self) -> bool:
        return self.stood.state == ConsultationState.ANSWERED


@dataclass(frozen=True, slots=True)
class CaseThen:
    """A case as a day left it."""

    commission: Commission
    stood: Stood
    terms: CommissionTerms
    rules: Rules
    entries: list[StageEntry]
    lead: User
    team: list[User]
    pause: Pause | None
    gates: list[GateThen]
    test: RouteTest | None
    consultations: list[AskedThen]
    requirements: list[Requirement]
    assessments: list[tuple[str, Stood | None]]


def terms_on(commission: Commission, *, on: date, is_as_at: bool) -> CommissionTerms | None:
    """The facts of a case on a day, with their years."""
    ask = as_at if is_as_at else versions_on
    said = ask(commission.versions.all(), "commission_id", on=on)
    return said.select_related("supplier").prefetch_related("years").first()


def case_then(commission: Commission, *, on: date, is_as_at: bool) -> CaseThen | None:
    """A case as it stood on a day; None on a day before it began. In a fixed number of queries."""
    end, terms = end_of(on), terms_on(commission, on=on, is_as_at=is_as_at)
    entries = list(commission.entries.filter(entered_at__lt=end).order_by("pk"))
    if terms is None or not entries:
        return None
    lines = list(Event.objects.filter(about=name_of(commission), kind__in=TOLD).order_by("number"))
    told = [line for line in lines if had_happened(line, on=on, is_as_at=is_as_at)]
    pauses = commission.pauses.filter(at__lt=end).select_related("by").order_by("pk")
    pause, gates = pauses.last(), _gates(commission, end=end)
    return CaseThen(
        commission=commission,
        stood=Stood(_state(told, pause, gates)),
        terms=terms,
        rules=_rules(commission, entries[-1], lines, told),
        entries=entries,
        lead=_lead(commission, told),
        team=_team(commission, on=on, is_as_at=is_as_at),
        pause=pause,
        gates=gates,
        test=_test(commission, end=end),
        consultations=_consultations(commission, end=end),
        requirements=_requirements(commission, end=end),
        assessments=_assessments(commission, end=end),
    )


def _state(told: Iterable[Event], pause: Pause | None, gates: Iterable[GateThen]) -> CaseState:
    passed = (one.gate for one in gates if one.stood.state in PASSED)
    if any(not gate.onward for gate in passed):  # nothing follows the last stage
        return CaseState.CLOSED
    if pause:
        return CaseState(pause.became)
    is_open = any(line.kind == CaseEvent.OPENED for line in told)
    return CaseState.OPEN if is_open else CaseState.DRAFT


def _rules(
    commission: Commission, entry: StageEntry, lines: Iterable[Event], told: list[Event]
) -> Rules:
    """What it kept to: the framework that a later move says it had before, or that of now."""
    numbers = {line.number for line in told}
    moves = (line for line in lines if line.kind == CaseEvent.MOVED and line.number not in numbers)
    later = next(moves, None)
    framework = framework_of(later.facts["earlier"] if later else commission.framework.digest)
    route = framework.route_called(entry.route)
    stage = route.stage_called(entry.stage) if route else None
    if route is None or stage is None:
        raise LookupError(f"{commission}: {entry.route}, {entry.stage}")
    return Rules(framework, route, stage)


def _lead(commission: Commission, told: Iterable[Event]) -> User:
    handed = [line.facts["to"] for line in told if line.kind == CaseEvent.HANDED_OVER]
    if handed:
        return User.objects.get(reference=handed[-1])
    return User.objects.get(pk=commission.begun_by_id)


def _team(commission: Commission, *, on: date, is_as_at: bool) -> list[User]:
    ask = as_at if is_as_at else versions_on
    held = ask(commission.memberships.all(), "commission_id", "person_id", on=on)
    people = User.objects.filter(pk__in=held.filter(is_member=True).values("person"))
    return list(people.order_by("name", "pk"))


def _gates(commission: Commission, *, end: datetime) -> list[GateThen]:
    """The gates that had been asked, the latest first."""
    said = GateStep.objects.filter(decided_at__lt=end).select_related("decided_by")
    asked = commission.gates.filter(asked_at__lt=end).select_related("asked_by").order_by("-pk")
    asked = asked.prefetch_related(Prefetch("said", said.order_by("number")))
    return [GateThen(gate, Stood(_state_of_gate(gate, end)), _said_at(gate)) for gate in asked]


def _state_of_gate(gate: GateAsked, end: datetime) -> GateState:
    is_settled = gate.settled_at is not None and gate.settled_at < end
    return GateState(gate.state) if is_settled else GateState.ASKED


def _said_at(gate: GateAsked) -> list[tuple[str, GateStep]]:
    titles = {step["code"]: step["title"] for step in gate.steps}
    return [(titles[one.office], one) for one in gate.said.all()]


def _test(commission: Commission, *, end: datetime) -> RouteTest | None:
    signed = commission.route_tests.filter(signed_at__lt=end).select_related("signed_by")
    return signed.order_by("pk").last()


def _consultations(commission: Commission, *, end: datetime) -> list[AskedThen]:
    asked = commission.consultations.filter(recorded_at__lt=end).order_by("asked_on", "pk")
    return [AskedThen(one, Stood(_state_of_consultation(one, end))) for one in asked]


def _state_of_consultation(one: Consultation, end: datetime) -> ConsultationState:
    is_answered = one.answered_at is not None and one.answered_at < end
    return ConsultationState.ANSWERED if is_answered else ConsultationState.ASKED


def _requirements(commission: Commission, *, end: datetime) -> list[Requirement]:
    """What it had to deliver, each in the wording of that day."""
    said: QuerySet[Requirement] = commission.requirements.filter(written_at__lt=end)
    latest: dict[int, Requirement] = {}
    for one in said.select_related("because_of").order_by("number", "pk"):
        latest[one.number] = one
    return list(latest.values())


def _assessments(commission: Commission, *, end: datetime) -> list[tuple[str, Stood | None]]:
    """How the latest of each kind stood; None where none had been written."""
    states: dict[Any, Stood] = {}
    for one in commission.assessments.filter(written_at__lt=end).order_by("pk"):
        is_signed = one.signed_at is not None and one.signed_at < end
        states[one.kind] = Stood(AssessmentState.SIGNED if is_signed else AssessmentState.DRAFT)
    return [(str(kind.label), states.get(kind.value)) for kind in AssessmentKind]

"""Decisions, delegations and offices as they stood on a day that is past.

What is said of a decision has one moment: it had been said when the day ended, or it had not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from almoner.core.dated import as_at, versions_on
from almoner.core.models import Event
from almoner.core.moments import end_of
from almoner.core.past import Stood
from almoner.framework.holding import SUBJECT
from almoner.framework.models import OfficeHolding

from .events import DecisionEvent
from .kinds import Subject
from .models import (
    Advice,
    Approval,
    Decision,
    DecisionText,
    Deferral,
    Delegation,
    Submission,
)
from .queries import NOTHING, Drawn, delegations, signed_decisions
from .scheme import Step, steps_in
from .states import DecisionState

# What each line of the ledger about a decision makes of it.
BECAME = {
    DecisionEvent.DRAFTED: DecisionState.DRAFT,
    DecisionEvent.SUBMITTED: DecisionState.SUBMITTED,
    DecisionEvent.RETURNED: DecisionState.RETURNED,
    DecisionEvent.LAPSED: DecisionState.RETURNED,
    DecisionEvent.SIGNED: DecisionState.SIGNED,
    DecisionEvent.REFUSED: DecisionState.REFUSED,
    DecisionEvent.WITHDRAWN: DecisionState.WITHDRAWN,
}
ONE = Decision._meta.label_lower


@dataclass(frozen=True, slots=True)
class DecisionThen:
    """A decision as a list says it: what it was called and worth, and how it stood."""

    decision: Decision
    stood: Stood
    title: str
    value: Decimal | None
    is_public: bool

    @property
    def called(self) -> str:
        """Its number, if it had drawn one by then."""
        return self.decision.reference if self.value is None else self.decision.called

    @property
    def waits(self) -> bool:
        return self.stood.state == DecisionState.SIGNED and not self.is_public


def decisions_begun_by(found: QuerySet[Decision], *, on: date) -> QuerySet[Decision]:
    """Those of these that had been begun when a day ended, with how each stood: what is asked of
    `state_then` and `title_then` is asked of that day.
    """
    end = end_of(on)
    lines = Event.objects.filter(about=_name_in_ledger(), kind__in=BECAME, happened_at__lt=end)
    texts = DecisionText.objects.filter(decision=OuterRef("pk"), written_at__lt=end)
    asked = Submission.objects.filter(decision=OuterRef("pk"), submitted_at__lt=end)
    return found.filter(begun_at__lt=end).annotate(
        line_then=Subquery(lines.order_by("-number").values("kind")[:1]),
        title_then=Subquery(texts.order_by("-number").values("title")[:1]),
        value_then=Subquery(asked.order_by("-number").values("value")[:1]),
    )


def _name_in_ledger() -> Combinable:
    return Concat(Value(f"{ONE}:"), OuterRef("reference"), output_field=CharField())


def lines_of(state: DecisionState) -> list[str]:
    """The last lines about whatever stands in a state: for `line_then`."""
    return [str(kind) for kind, became in BECAME.items() if became == state]


def decisions_then(found: QuerySet[Decision], *, on: date) -> Iterator[DecisionThen]:
    """Decisions as they stood on a day, without those that had not been begun."""
    return as_they_stood(decisions_begun_by(found, on=on), on=on)


def as_they_stood(begun: Iterable[Decision], *, on: date) -> Iterator[DecisionThen]:
    """What lists say of some of `decisions_begun_by`."""
    end = end_of(on)
    for one in begun:
        stood = Stood(BECAME[DecisionEvent(one.line_then)])  # type: ignore[attr-defined]  # annotated
        is_public = one.published_at is not None and one.published_at < end
        yield DecisionThen(one, stood, one.title_then, one.value_then, is_public)  # type: ignore[attr-defined]  # annotated


@dataclass(frozen=True, slots=True)
class StepThen:
    """Whose approval was wanted, who held that office, and what had been said."""

    step: Step
    said: Approval | None
    people: list[str]


@dataclass(frozen=True, slots=True)
class WholeDecisionThen:
    """One decision as a day left it."""

    summary: DecisionThen
    text: DecisionText
    asked: Submission | None
    steps: list[StepThen]
    advice: list[tuple[str, Advice | None]]
    rounds: list[Submission]
    waits_until: date | None


def decision_then(decision: Decision, *, on: date) -> WholeDecisionThen | None:
    """A decision as it stood on a day; None on a day before it was begun."""
    end = end_of(on)
    one = next(decisions_then(Decision.objects.filter(pk=decision.pk), on=on), None)
    if one is None:
        return None
    texts = decision.texts.filter(written_at__lt=end).select_related("delegation")
    text = texts.order_by("number").last()
    assert text  # it was begun with one
    rounds = list(decision.submissions.filter(submitted_at__lt=end).order_by("-number"))
    asked = rounds[0] if rounds else None
    return WholeDecisionThen(
        summary=one,
        text=text,
        asked=asked,
        steps=_steps(asked, on=on) if asked else [],
        advice=_advice(text, end=end),
        rounds=rounds,
        waits_until=_waits_until(decision, end=end) if one.waits else None,
    )


def _steps(asked: Submission, *, on: date) -> list[StepThen]:
    taken = asked.said.filter(decided_at__lt=end_of(on)).select_related("in_place_of")
    said = {one.number: one for one in taken}
    holders: dict[str, list[str]] = {}
    for one in holdings_of_offices_then(on, is_as_at=True):
        holders.setdefault(one.office, []).append(one.holder.name)
    return [
        StepThen(step, said.get(number), holders.get(step.office, []))
        for number, step in enumerate(steps_in(asked.steps), 1)
    ]


def _advice(text: DecisionText, *, end: datetime) -> list[tuple[str, Advice | None]]:
    given = Advice.objects.filter(text=text, given_at__lt=end).select_related("given_by")
    latest = {one.subject: one for one in given.order_by("pk")}
    return [(str(subject.label), latest.get(subject.value)) for subject in Subject]


def _waits_until(decision: Decision, *, end: datetime) -> date | None:
    said = Deferral.objects.filter(decision=decision, said_at__lt=end).order_by("pk").last()
    return said.until if said else None


def holdings_of_offices_then(on: date, *, is_as_at: bool) -> QuerySet[OfficeHolding]:
    """Who held which office on a day, as known then or as now known."""
    ask = as_at if is_as_at else versions_on
    held = ask(OfficeHolding.objects.all(), *SUBJECT, on=on).filter(is_held=True)
    return held.select_related("holder").order_by("office", "holder__name")


@dataclass(frozen=True, slots=True)
class DelegationThen:
    """A delegation with what was left of it on a day, and whether it was over by then."""

    drawn: Drawn
    ended_at: datetime | None
    is_over: bool


def delegations_then(on: date) -> list[DelegationThen]:
    """Every delegation that had been granted, with what was left of it. In two queries."""
    end = end_of(on)
    found = list(delegations().filter(decision__settled_at__lt=end))
    under = signed_decisions().filter(settled_at__lt=end, asked__text__delegation__in=found)
    sums = dict(
        under.order_by().values_list("asked__text__delegation").annotate(sum=Sum("asked__value"))
    )
    return [_delegation(one, sums.get(one.pk) or NOTHING, on, end) for one in found]


def _delegation(one: Delegation, drawn: Decimal, on: date, end: datetime) -> DelegationThen:
    ended_at = one.ended_at if one.ended_at is not None and one.ended_at < end else None
    return DelegationThen(Drawn(one, drawn), ended_at, bool(ended_at) or one.ends_on < on)

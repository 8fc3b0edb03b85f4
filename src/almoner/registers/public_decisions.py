"""Decisions as anyone may read them: part 1 of what is signed and out, by their numbers.

A decision about a case whose supplier is withheld or held names what the register does not: nothing
of it is public meanwhile, and its number is among those of which nothing is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from almoner.commissions.events import CaseEvent, GateEvent
from almoner.core.moments import LONDON, day_of
from almoner.core.periods import FinancialYear
from almoner.core.standing import AllBut, kept_until_heard, kinds_of
from almoner.decisions.events import DecisionEvent
from almoner.decisions.kinds import OTHERWISE, RelationKind, Subject
from almoner.decisions.models import Advice, Approval, Decision, Deferral, Relation
from almoner.decisions.queries import advice_on, decisions_not_made, said_of, signed_decisions
from almoner.decisions.states import NOT_MADE
from almoner.framework.duties import Duty
from almoner.framework.duties import Subject as Kind
from almoner.framework.queries import framework_on
from almoner.papers.events import CopyEvent
from almoner.publication.datasets import Column, Dataset, Type, Value, register
from almoner.statements.events import StatementEvent

from .copies import Owed, last_late_day
from .events import EditionEvent
from .publicity import hidden_now
from .revision import QUIET

DAY = timedelta(days=1)
TELLS_OF_NO_DECISION = QUIET - kinds_of(CaseEvent, GateEvent, DecisionEvent)
TELLS_OF_NO_DECISION |= {*EditionEvent, *StatementEvent, *CopyEvent}


def public_decisions() -> QuerySet[Decision]:
    """Every decision whose part 1 anyone may read, the last published first."""
    found = signed_decisions().exclude(published_at=None).exclude(names_what_is_hidden())
    return found.select_related("asked__text").order_by("-published_at", "-pk")


def public_decision(number: str) -> Decision | None:
    return public_decisions().filter(number=number).first()


def decisions_waiting() -> QuerySet[Decision]:
    """Signed decisions whose part 1 waits for a day: number, day and ground are told."""
    found = signed_decisions().filter(published_at=None).exclude(names_what_is_hidden())
    return found.exclude(deferred_until=None).order_by("number")


def grounds_of(decisions: QuerySet[Decision]) -> dict[int, str]:
    """On which ground each waits, by what was said last."""
    found = Deferral.objects.filter(decision__in=decisions).order_by("pk")
    return {one.decision_id: one.get_ground_display() for one in found}


def numbers_not_made() -> list[str]:
    return [one.number or "" for one in decisions_not_made().order_by("number")]


def count_without_a_word() -> int:
    """How many numbers were drawn of which nothing is said: awaiting approval, or withheld. Which
    they are would tell the two apart.
    """
    told = Q(pk__in=public_decisions().order_by().values("pk"))
    told |= Q(pk__in=decisions_waiting().order_by().values("pk"))
    drawn = Decision.objects.exclude(number=None).exclude(told)
    return drawn.exclude(state__in=NOT_MADE).count()


def years_of_decisions() -> list[FinancialYear]:
    """The financial years in which any that is public was signed, the latest first."""
    days = public_decisions().order_by().aggregate(first=Min("settled_at"), last=Max("settled_at"))
    if days["first"] is None:
        return []
    first, last = (FinancialYear.containing(day_of(days[name])) for name in ("first", "last"))
    return [FinancialYear(n) for n in range(last.start, first.start - 1, -1)]


@dataclass(frozen=True, slots=True)
class PartOne:
    """All that the public reads of a decision."""

    decision: Decision
    advice: list[tuple[str, Advice]]
    signed_by: list[Approval]
    relations: list[tuple[str, Decision]]


def part_one_of(decision: Decision) -> PartOne:
    given = advice_on(decision.asked.text) if decision.asked else {}
    return PartOne(
        decision,
        [(str(one.label), given[one]) for one in Subject if one in given],
        said_of(decision),
        list(_relations(decision)),
    )


def _relations(decision: Decision) -> Iterator[tuple[str, Decision]]:
    """How it stands to others, of which as well anyone may know."""
    others = set(public_decisions().order_by().values_list("pk", flat=True))
    touching = Relation.objects.filter(Q(decision=decision) | Q(other=decision))
    for one in touching.select_related("decision", "other").order_by("pk"):
        is_own = one.decision_id == decision.pk
        other = one.other if is_own else one.decision
        kind = RelationKind(one.kind)
        if other.pk in others:
            yield str(kind.label if is_own else OTHERWISE[kind]), other


@register
class Decisions(Dataset):
    """Part 1 of the decisions that are out, one row each, the last published first."""

    slug = "decisions"
    title = "Register of decisions"
    columns = [
        Column("number", "The number of the decision, which never changes", key=True),
        Column("title", "What was decided on"),
        Column("signed_on", "The day on which it was signed", type=Type.DAY),
        Column("published_on", "The day on which part 1 was published", type=Type.DAY),
        Column("value", "What it is worth, as approvers count it", unit="GBP", type=Type.AMOUNT),
        Column("signed_by", "Each office that approved it, and who held or deputised in it"),
        Column("summary", "The summary"),
        Column("recommendations", "What was recommended and approved"),
        Column("reasons", "The issues for consideration"),
        Column("conditions", "The conditions on which it was approved; empty if none"),
        Column("legal_power", "The code of the legal power"),
        Column("part_two", "The ground on which a part 2 is restricted; empty if there is none"),
        Column("waited_until", "Until which day part 1 waited; empty if it did not", type=Type.DAY),
    ]

    def __init__(self, found: QuerySet[Decision]) -> None:
        self.found = found

    @classmethod
    def now(cls) -> "Decisions":
        return cls(public_decisions())

    def rows(self) -> Iterator[tuple[Value, ...]]:
        found = self.found.prefetch_related("asked__said")
        for one in found.iterator(chunk_size=500):
            if one.asked and one.settled_at and one.published_at:
                yield self._row(one, day_of(one.settled_at), day_of(one.published_at))

    def _row(self, one: Decision, signed_on: date, published_on: date) -> tuple[Value, ...]:
        asked = one.asked
        assert asked  # its caller looked
        text, said = asked.text, sorted(asked.said.all(), key=lambda step: step.number)
        conditions = [condition["what"] for step in said for condition in step.conditions]
        return (
            one.number,
            text.title,
            signed_on,
            published_on,
            asked.value,
            "; ".join(f"{step.office_title}: {step.name}" for step in said),
            text.summary,
            "\n".join(text.recommendations),
            text.considerations,
            "; ".join(conditions),
            text.power,
            text.get_part_two_ground_display() if text.part_two_ground else "",
            one.deferred_until,
        )


def is_of_decisions(duty: Duty) -> bool:
    return duty.is_continuous and duty.dataset == Kind.DECISIONS


@kept_until_heard(AllBut(TELLS_OF_NO_DECISION))
def decisions_owed(duty: Duty, *, on: date) -> Owed:
    """How the duty stands: what is signed is to be out, from that day or from which it waits."""
    available = Coalesce("deferred_until", TruncDate("settled_at", tzinfo=LONDON))
    signed = signed_decisions().exclude(names_what_is_hidden()).annotate(available=available)
    due = Q(published_at=None, available__lte=on)
    late = Q(available__lte=last_late_day(duty, on=on))
    sums = signed.order_by().aggregate(
        count=Count("pk", filter=due),
        late=Count("pk", filter=due & late),
        out=Count("pk", filter=Q(published_at__isnull=False)),
        since=Min("available", filter=due),
        last_out_at=Max("published_at"),
    )
    return Owed(duty=duty, on=on, **sums)


def duty_of_decisions(*, on: date) -> Duty | None:
    return next((one for one in framework_on(on).duties if is_of_decisions(one)), None)


def names_what_is_hidden() -> Q:
    """That a decision is about a case of which any version names who is hidden as its supplier."""
    hidden = hidden_now().organisations
    named = Q(commission__versions__supplier__in=hidden) if hidden else Q(pk__in=[])
    return Q(pk__in=Decision.objects.filter(named).values("pk"))

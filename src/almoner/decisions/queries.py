"""Questions about decisions, what was said of them, and what is left of delegations."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.commissions.queries import (
    READERS,
    READERS_OF_RESTRICTED,
    cases_visible_to,
    references_of,
    team_of,
)
from almoner.core.references import name_of

from .kinds import Subject
from .models import Advice, Approval, Decision, DecisionText, Delegation, Interest
from .scheme import Step, steps_in
from .states import NOT_MADE, DecisionState

NOTHING = Decimal(0)


def decisions() -> QuerySet[Decision]:
    """Decisions with what a line about one says."""
    with_all = Decision.objects.select_related(
        "author",
        "commission__lead",
        "commission__current",
        "commission__framework",
        "current__delegation__decision",
        "current__delegation__person",
        "asked__text__delegation__decision",
        "asked__text__delegation__person",
    )
    return with_all.defer("commission__framework__text")


def decisions_visible_to(user: User, *, on: date) -> QuerySet[Decision]:
    """Those about cases that somebody may see, and those about no case that they may."""
    seen = cases_visible_to(user, on=on)
    about_cases = Q(commission__in=seen.order_by().values("pk"))
    roles = roles_of(user, on=on)
    if not roles & READERS:
        return decisions().filter(about_cases)
    about_the_body = Q(commission=None)
    if not roles & READERS_OF_RESTRICTED:
        about_the_body &= Q(kept_close=False) | written_by(references_of(user, on=on))
    return decisions().filter(about_cases | about_the_body)


def decisions_about_no_case(references: Collection[str]) -> QuerySet[Decision]:
    """Those of these references that are about the body itself."""
    if not references:
        return Decision.objects.none()
    found = Decision.objects.filter(commission=None, reference__in=references)
    return found.select_related("current")


def bound_by(decision: Decision) -> str:
    """The ledger's name of the thing whose facts a decision binds: its case or, if none, itself."""
    return name_of(decision.commission) if decision.commission else name_of(decision)


def written_by(people: Collection[str]) -> Q:
    """Narrows to those of which people of these references wrote anything."""
    texts = DecisionText.objects.filter(written_by__reference__in=people)
    return Q(author__reference__in=people) | Q(pk__in=texts.values("decision"))


def decisions_by(user: User, *, on: date) -> Q:
    """Narrows to those that somebody, or whom they stand in for, wrote."""
    return Q(author__reference__in=references_of(user, on=on))


def writers_of(decision: Decision) -> set[str]:
    """The references of all who wrote anything of it."""
    texts = decision.texts.values_list("written_by__reference", flat=True)
    return {decision.author.reference, *texts}


def concerned_with(decision: Decision, *, on: date) -> set[str]:
    """Whose work it is: who wrote it, and who leads the case or works on it."""
    if decision.commission is None:
        return writers_of(decision)
    team = {one.reference for one in team_of(decision.commission, on=on)}
    return writers_of(decision) | {decision.commission.lead.reference} | team


def said_of(decision: Decision) -> list[Approval]:
    """What was said of what was submitted last, step by step."""
    if decision.asked is None:
        return []
    people = decision.asked.said.select_related("decided_by", "in_place_of")
    return list(people.order_by("number"))


def steps_of(decision: Decision) -> list[Step]:
    return steps_in(decision.asked.steps) if decision.asked else []


def step_next(decision: Decision, said: Iterable[Approval]) -> Step | None:
    """Whose turn it is, if anybody's."""
    if decision.state != DecisionState.SUBMITTED:
        return None
    steps, taken = steps_of(decision), len(list(said))
    return steps[taken] if taken < len(steps) else None


def advice_on(text: DecisionText | None) -> dict[str, Advice]:
    """By subject, what was advised last on a version of a text."""
    if text is None:
        return {}
    given = Advice.objects.filter(text=text).select_related("given_by").order_by("pk")
    return {one.subject: one for one in given}


def subjects_missing(text: DecisionText | None) -> list[Subject]:
    given = advice_on(text)
    return [one for one in Subject if one not in given]


def interest_of(user: User, decision: Decision) -> Interest | None:
    """What somebody declared last about a decision."""
    return Interest.objects.filter(decision=decision, person=user).order_by("pk").last()


def signed_decisions() -> QuerySet[Decision]:
    return Decision.objects.filter(state=DecisionState.SIGNED)


def decisions_not_made() -> QuerySet[Decision]:
    """Numbers that were drawn, and given up or refused."""
    return Decision.objects.filter(state__in=NOT_MADE).exclude(number=None)


def decision_numbered(number: str) -> Decision | None:
    return Decision.objects.filter(number=number).first()


def delegations() -> QuerySet[Delegation]:
    return Delegation.objects.select_related("decision", "person", "ended_by").order_by("-pk")


def delegations_in_force(on: date) -> QuerySet[Delegation]:
    return delegations().filter(begins_on__lte=on, ends_on__gte=on, ended_at=None)


def drawn_from(delegations: Iterable[Delegation]) -> dict[int, Decimal]:
    """What the decisions signed under each of these come to, in one query."""
    keys = [one.pk for one in delegations]
    under = signed_decisions().filter(asked__text__delegation__in=keys).order_by()
    sums = under.values(delegation=F("asked__text__delegation")).annotate(sum=Sum("asked__value"))
    return {one["delegation"]: one["sum"] or NOTHING for one in sums}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A delegation with what is left of it."""

    delegation: Delegation
    drawn: Decimal

    @property
    def left(self) -> Decimal:
        return self.delegation.ceiling - self.drawn


def with_what_is_left(found: Iterable[Delegation]) -> list[Drawn]:
    found = list(found)
    sums = drawn_from(found)
    return [Drawn(one, sums.get(one.pk, NOTHING)) for one in found]


def left_of(delegation: Delegation) -> Decimal:
    return with_what_is_left([delegation])[0].left


def part_ones_due(on: date) -> QuerySet[Decision]:
    """Signed decisions whose part 1 is to be out by a day, and is not."""
    waiting = signed_decisions().filter(published_at=None)
    return waiting.filter(Q(deferred_until=None) | Q(deferred_until__lte=on))

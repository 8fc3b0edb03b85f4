"""Questions about actions."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from almoner.accounts.due import people_of
from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on, roles_of, worker_of
from almoner.accounts.roles import Role

from .models import Action, DayProposal, Step
from .sources import closed_by_source, seen_by_source
from .states import UNFINISHED, ActionState, ProposalState, StepKind

# Not the administrator, who reads no case; nor members and assessors, who come from outside.
READERS = frozenset(Role) - {Role.ADMINISTRATOR, Role.MEMBER, Role.ASSESSOR}
READERS_OF_RESTRICTED = frozenset({Role.APPROVER, Role.AUDITOR})


def with_people(actions: QuerySet[Action]) -> QuerySet[Action]:
    return actions.select_related("owner", "verifier", "opened_by")


def naming(people: Iterable[str]) -> Q:
    """Actions that name one of these people, by reference."""
    named = Q(owner__reference__in=people) | Q(verifier__reference__in=people)
    return named | Q(opened_by__reference__in=people)


def actions_visible_to(user: User, *, on: date) -> QuerySet[Action]:
    """All that name somebody, or whom they stand in for; for readers, all but restricted ones, and
    for others what they may read because of what asked for it: but what that closes to them.
    """
    worker = worker_of(user, on=on)
    seen = Q(is_restricted=False) if worker.roles & READERS else seen_by_source(user, on=on)
    if worker.roles & READERS_OF_RESTRICTED:
        seen |= Q(is_restricted=True)
    seen &= ~closed_by_source(user, on=on)
    return with_people(Action.objects.filter(naming(people_of(worker)) | seen))


def is_party_to(user: User, action: Action, *, on: date) -> bool:
    """Whether an action names somebody, or whom they stand in for."""
    parties = {action.owner.actor, action.verifier.actor, action.opened_by.actor}
    return bool(worker_of(user, on=on).actors & parties)


def actions_of(source: str) -> QuerySet[Action]:
    """Every action that a thing asked for, by its name in the ledger, the soonest due first."""
    return with_people(Action.objects.filter(source=source)).order_by("due_on", "pk")


def unfinished_actions() -> QuerySet[Action]:
    """What nobody has verified, nor dropped with a reason."""
    return Action.objects.filter(state__in=UNFINISHED)


def actions_wanting(source: str) -> QuerySet[Action]:
    """What a thing asked for and still waits for: empty once all of it is verified or dropped."""
    return actions_of(source).filter(state__in=UNFINISHED)


def unfinished_by_source(sources: Iterable[str]) -> dict[str, int]:
    """How many actions each of these things still waits for: one query."""
    found = unfinished_actions().filter(source__in=list(sources)).order_by()
    return dict(found.values_list("source").annotate(count=Count("pk")))


def overdue_actions(*, on: date) -> QuerySet[Action]:
    return Action.objects.filter(state=ActionState.OPEN, due_on__lt=on)


def steps_of(action: Action) -> QuerySet[Step]:
    """An action's history, the last step first."""
    return action.steps.select_related("taken_by", "owner", "verifier").order_by("-pk")


def people_who_may_act(on: date) -> QuerySet[User]:
    """Whoever works here, to be named as an owner or a verifier."""
    held = holdings_on(on).order_by().values("holder")
    return User.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")


def may_act(user: User, *, on: date) -> bool:
    """Whether somebody works here, so that an action may name them."""
    return bool(roles_of(user, on=on))


def proposed_day_of(action: Action) -> DayProposal | None:
    """The other day that its owner asks for, while nobody has decided."""
    waiting = action.proposals.filter(state=ProposalState.PROPOSED)
    return waiting.select_related("action", "proposed_by").first()


def moves_of(action: Action) -> QuerySet[Step]:
    """Each time that its day was moved, the last first."""
    moved = action.steps.filter(kind=StepKind.MOVED)
    return moved.select_related("taken_by").order_by("-pk")

"""Questions about people, the roles they hold, and the papers behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from almoner.core.dated import as_at, versions_on
from almoner.core.due import Worker
from almoner.core.once import asked_once
from almoner.core.standing import kept_until_heard, kinds_of

from .events import InvitationEvent, PersonEvent, RoleEvent
from .models import AccessEntry, Invitation, RoleConfirmation, RoleGrant, RoleHolding, User
from .roles import Role
from .states import GrantState, InvitationState

SUBJECT = ("holder_id", "role", "in_place_of_id")
CONFIRMATIONS_NEEDED = 2


def holdings_on(on: date) -> QuerySet[RoleHolding]:
    """Every role held on a day, as now known."""
    return versions_on(RoleHolding.objects.all(), *SUBJECT, on=on).filter(is_held=True)


def holdings_as_at(on: date) -> QuerySet[RoleHolding]:
    """Every role held on a day, as was known on that day."""
    return as_at(RoleHolding.objects.all(), *SUBJECT, on=on).filter(is_held=True)


def holdings_of(person: User, *, on: date) -> QuerySet[RoleHolding]:
    """What somebody holds on a day, as a deputy too, as now known."""
    mine = versions_on(RoleHolding.objects.filter(holder=person), *SUBJECT, on=on)
    return mine.filter(is_held=True)


def roles_of(person: User, *, on: date) -> frozenset[Role]:
    """The roles in which somebody may act that day, as a deputy too."""
    return frozenset(Role(role) for role in worker_of(person, on=on).roles)


def is_official(person: User, *, on: date) -> bool:
    """Whether somebody works here, or sits on a board: whoever holds any role."""
    return bool(roles_of(person, on=on))


def covers_of(person: User, *, on: date) -> QuerySet[RoleHolding]:
    """What somebody does in another's place that day, with whom they replace."""
    covers = holdings_of(person, on=on).exclude(in_place_of=None)
    return covers.select_related("in_place_of").order_by("valid_to", "role")


@asked_once
def worker_of(person: User, *, on: date) -> Worker:
    """Somebody as those see them who have work to give: whom they stand for, in which roles."""
    if not person.is_active:
        return Worker(actors=frozenset(), roles=frozenset())
    return _worker_while_active(person, on)


@kept_until_heard(kinds_of(PersonEvent, InvitationEvent, RoleEvent))
def _worker_while_active(person: User, on: date) -> Worker:
    """Every page of officials asks, and roles change by operations alone."""
    held = _held_by(person, on)
    replaced = (holding.in_place_of.actor for holding in held if holding.in_place_of)
    return Worker(
        actors=frozenset({person.actor, *replaced}),
        roles=frozenset(holding.role for holding in held),
        actor=person.actor,
    )


def _held_by(person: User, on: date) -> list[RoleHolding]:
    """As `holdings_of`: of one person the latest version is picked sooner than asked for, and every
    policy needs it.
    """
    spoken = RoleHolding.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on), holder=person, valid_from__lte=on
    )
    in_turn = spoken.select_related("in_place_of").order_by("recorded_at", "pk")
    latest = {(version.role, version.in_place_of_id): version for version in in_turn}
    return [version for version in latest.values() if version.is_held]


def people_with_role(role: Role, *, on: date) -> QuerySet[User]:
    """Whoever holds a role that day and can sign in, by name."""
    held = holdings_on(on).filter(role=role).order_by().values("holder")
    return User.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")


def holds_throughout(person: User, role: str, *, first: date, last: date) -> bool:
    """Whether somebody holds a role, not as a deputy, on every day from `first` to `last`."""
    versions = RoleHolding.objects.filter(holder=person, role=role, in_place_of=None)
    changes = {first, *(version.valid_from for version in versions)}
    changes |= {v.valid_to + timedelta(days=1) for v in versions if v.valid_to}
    return all(
        versions_on(versions, *SUBJECT, on=day).filter(is_held=True).exists()
        for day in changes
        if first <= day <= last
    )


def standing_grants(on: date) -> QuerySet[RoleGrant]:
    """Papers of roles that hold on a day or will, and are not to end before it."""
    return RoleGrant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on),
        Q(state=GrantState.IN_FORCE) | Q(state=GrantState.ENDED, ended_from__gt=on),
    )


def rivals_of(grant: RoleGrant) -> QuerySet[RoleGrant]:
    """Papers that give the same, over some of the same days, or would."""
    same = RoleGrant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=grant.valid_from),
        Q(state__in=[GrantState.PROPOSED, GrantState.IN_FORCE])
        | Q(state=GrantState.ENDED, ended_from__gt=grant.valid_from),
        holder_id=grant.holder_id,
        role=grant.role,
        in_place_of_id=grant.in_place_of_id,
    ).exclude(pk=grant.pk)
    return same if grant.valid_to is None else same.filter(valid_from__lte=grant.valid_to)


def grants_awaiting_second_person() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(state=GrantState.PROPOSED, holder__is_active=True)


def operator_grants_awaiting_confirmation(on: date) -> QuerySet[RoleGrant]:
    """Roles that rest on the operator's word alone: fewer than two officials have confirmed."""
    return (
        standing_grants(on)
        .filter(proposed_by=None, holder__is_active=True)
        .annotate(confirmed=Count("confirmations"))
        .filter(confirmed__lt=CONFIRMATIONS_NEEDED)
    )


def confirmed_by(grants: QuerySet[RoleGrant], people: Iterable[str]) -> QuerySet[RoleGrant]:
    """Those of the grants that one of these people, by reference, has confirmed."""
    theirs = RoleConfirmation.objects.filter(
        grant=OuterRef("pk"), confirmed_by__reference__in=people
    )
    return grants.filter(Exists(theirs))


def grants_of(person: User) -> QuerySet[RoleGrant]:
    """Every paper that names somebody as holder, the latest first."""
    return with_people().filter(holder=person).order_by("-proposed_at", "-pk")


def has_confirmed(person: User, grant: RoleGrant) -> bool:
    return RoleConfirmation.objects.filter(grant=grant, confirmed_by=person).exists()


def deputies_in(grant: RoleGrant, *, on: date) -> QuerySet[RoleGrant]:
    """The papers of those who act for the holder in this role."""
    if grant.in_place_of_id is not None:
        return RoleGrant.objects.none()
    return standing_grants(on).filter(in_place_of_id=grant.holder_id, role=grant.role)


def open_invitations(at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(state=InvitationState.OPEN, expires_at__gt=at)


def lapsed_invitations(at: datetime) -> QuerySet[Invitation]:
    """Those that nobody answered in time, and that still say whom they were for."""
    return Invitation.objects.filter(state=InvitationState.OPEN, expires_at__lte=at).order_by("pk")


def digest_of_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def invitation_with(token: str, *, at: datetime) -> Invitation | None:
    """The invitation that a secret opens, while it may still be answered."""
    return open_invitations(at).filter(token_digest=digest_of_token(token)).first()


@dataclass(frozen=True, slots=True)
class Held:
    """A person beside what they hold on a day."""

    person: User
    holdings: list[RoleHolding]
    awaiting: list[RoleGrant]


def people_and_roles(people: Iterable[User], *, on: date) -> list[Held]:
    """Each person with their roles that day and their operator's grants, in three queries."""
    people = list(people)
    holdings = holdings_on(on).filter(holder__in=people).select_related("in_place_of")
    awaiting = operator_grants_awaiting_confirmation(on).filter(holder__in=people)
    held, waiting = list(holdings.order_by("role")), list(awaiting.order_by("role"))
    return [
        Held(
            person,
            [holding for holding in held if holding.holder_id == person.pk],
            [grant for grant in waiting if grant.holder_id == person.pk],
        )
        for person in people
    ]


def roles_held_by(person: User) -> set[Role]:
    """The roles in which others may stand in for somebody: not those they hold as a deputy."""
    held = RoleHolding.objects.filter(holder=person, in_place_of=None, is_held=True)
    return {Role(role) for role in held.values_list("role", flat=True)}


def with_people() -> QuerySet[RoleGrant]:
    """Papers together with everybody they name."""
    grants = RoleGrant.objects.annotate(confirmed=Count("confirmations"))
    return grants.select_related("holder", "in_place_of", "proposed_by", "decided_by")


def forgotten_people() -> QuerySet[User]:
    return User.objects.filter(username=Lower("reference")).order_by("pk")


def names_of(references: Iterable[str]) -> dict[str, str]:
    """The names of the people of these references, for pages that show what the ledger says."""
    return dict(User.objects.filter(reference__in=set(references)).values_list("reference", "name"))


def access_entries(reference: str) -> QuerySet[AccessEntry]:
    """Who read, or tried to read, what is restricted: of a thing or a person, or of all."""
    if not reference:
        return AccessEntry.objects.all()
    return AccessEntry.objects.filter(
        Q(about__endswith=f":{reference}") | Q(who__endswith=f":{reference}")
    )

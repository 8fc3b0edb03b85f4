"""What can be done to roles. It takes two people, or the operator and then two officials."""

from datetime import date, datetime

from almoner.accounts.events import NO_END, RoleEvent
from almoner.accounts.models import RoleConfirmation, RoleGrant, RoleHolding, User
from almoner.accounts.policies import (
    may_confirm_operator_grant,
    may_confirm_role,
    may_end_on,
    may_end_role,
    may_propose_deputy,
    may_propose_role,
    may_refuse_role,
    may_stand_grant,
    may_withdraw_role_proposal,
)
from almoner.accounts.queries import deputies_in
from almoner.accounts.roles import Role
from almoner.accounts.states import GRANT_LIFECYCLE, GrantState
from almoner.core.actors import System
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require


@operation
def propose_role(
    person: User,
    role: Role,
    *,
    valid_from: date,
    valid_to: date | None,
    by: User,
    at: datetime,
) -> RoleGrant:
    """Propose that somebody hold a role over some days. It holds once a second person confirms.

    Raises PermissionDenied, with the policy's reason.
    """
    person = _lock_people(person.pk)[person.pk]
    require(may_propose_role(by, person, on=day_of(at)))
    return propose(
        RoleGrant(holder=person, role=role, valid_from=valid_from, valid_to=valid_to), by=by, at=at
    )


@operation
def propose_deputy(
    deputy: User,
    role: Role,
    *,
    in_place_of: User,
    valid_from: date,
    valid_to: date,
    by: User,
    at: datetime,
) -> RoleGrant:
    """Propose that somebody act in a role for a colleague on leave. A second person confirms.

    Raises PermissionDenied, with the policy's reason.
    """
    people = _lock_people(deputy.pk, in_place_of.pk)
    require(may_propose_deputy(by, people[in_place_of.pk], on=day_of(at)))
    grant = RoleGrant(
        holder=people[deputy.pk],
        role=role,
        in_place_of=people[in_place_of.pk],
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return propose(grant, by=by, at=at)


@operation
def propose_at_joining(grant: RoleGrant, *, by: User, at: datetime) -> RoleGrant:
    """Propose a role that came with an invitation, when its new holder has joined.

    Raises PermissionDenied, with the policy's reason.
    """
    require(may_propose_role(by, grant.holder, on=day_of(at)))
    grant.valid_from = day_of(at)
    return propose(grant, by=by, at=at)


def propose(grant: RoleGrant, *, by: User, at: datetime) -> RoleGrant:
    """Within an operation that has locked the people: put a paper before a second person."""
    grant.proposed_by, grant.proposed_at = by, at
    require(may_stand_grant(grant, on=day_of(at)))
    grant.save(force_insert=True)
    if grant.in_place_of:
        instead = {**_period(grant), "in_place_of": grant.in_place_of.reference}
        record(RoleEvent.DEPUTY_PROPOSED, about=grant, by=by, at=at, **instead)
    else:
        record(RoleEvent.PROPOSED, about=grant, by=by, at=at, **_period(grant))
    return grant


@operation
def confirm_role(grant: RoleGrant, *, by: User, at: datetime) -> RoleGrant:
    """Confirm a role as its second person. It holds from its first day, or from today if later.

    Raises PermissionDenied, with the policy's reason, or IllegalTransition.
    """
    grant = _lock_grant(grant)
    require(may_confirm_role(by, grant, on=day_of(at)))
    GRANT_LIFECYCLE.check(grant.state, GrantState.IN_FORCE)
    grant.valid_from = max(grant.valid_from, day_of(at))
    require(may_stand_grant(grant, on=day_of(at)))

    _decide(grant, GrantState.IN_FORCE, by=by, at=at)
    _hold(grant)
    record(RoleEvent.CONFIRMED, about=grant, by=by, at=at, **_period(grant))
    return grant


@operation
def refuse_role(grant: RoleGrant, *, reason: str, by: User, at: datetime) -> RoleGrant:
    """Refuse a proposed role, saying why. The reason stays on the paper, not in the ledger.

    Raises PermissionDenied, with the policy's reason, or IllegalTransition.
    """
    grant = _lock_grant(grant)
    require(may_refuse_role(by, grant, on=day_of(at)))
    GRANT_LIFECYCLE.check(grant.state, GrantState.REFUSED)

    grant.refusal = reason
    _decide(grant, GrantState.REFUSED, by=by, at=at)
    record(RoleEvent.REFUSED, about=grant, by=by, at=at, **_held(grant))
    return grant


@operation
def withdraw_role_proposal(grant: RoleGrant, *, by: User, at: datetime) -> RoleGrant:
    """Take back a proposal that nobody has decided on.

    Raises PermissionDenied, with the policy's reason, or IllegalTransition.
    """
    grant = _lock_grant(grant)
    require(may_withdraw_role_proposal(by, grant, on=day_of(at)))
    GRANT_LIFECYCLE.check(grant.state, GrantState.WITHDRAWN)

    grant.state = GrantState.WITHDRAWN
    grant.save(update_fields=["state"])
    record(RoleEvent.WITHDRAWN, about=grant, by=by, at=at, **_held(grant))
    return grant


@operation
def end_role(grant: RoleGrant, *, ends: date, by: User, at: datetime) -> RoleGrant:
    """End a role: from the day `ends` it no longer holds, nor do those who deputise in it.

    Raises PermissionDenied, with the policy's reason, or IllegalTransition.
    """
    grant = _lock_grant(grant)
    require(may_end_role(by, grant, on=day_of(at)))
    GRANT_LIFECYCLE.check(grant.state, GrantState.ENDED)
    require(may_end_on(grant, ends=ends, on=day_of(at)))

    for deputy in deputies_in(grant, on=ends):
        end_role(deputy, ends=ends, by=by, at=at)
    grant.state, grant.ended_from = GrantState.ENDED, ends
    grant.save(update_fields=["state", "ended_from"])
    _hold(grant, is_held=False, first=ends)
    record(RoleEvent.ENDED, about=grant, by=by, at=at, on=ends, **_held(grant))
    return grant


@operation
def grant_role_as_operator(person: User, role: Role, *, by: System, at: datetime) -> RoleGrant:
    """Let somebody hold a role from today, by the operator's word alone.

    It is in force at once, and shown as the operator's until two officials confirm it.
    """
    person = _lock_people(person.pk)[person.pk]

    grant = RoleGrant.objects.create(
        holder=person,
        role=role,
        valid_from=day_of(at),
        state=GrantState.IN_FORCE,
        proposed_at=at,
    )
    _hold(grant)
    record(RoleEvent.GRANTED_BY_OPERATOR, about=grant, by=by, at=at, **_period(grant))
    return grant


@operation
def confirm_operator_grant(grant: RoleGrant, *, by: User, at: datetime) -> RoleConfirmation:
    """Say, as one of two officials, that a role which the operator granted is right.

    Raises PermissionDenied, with the policy's reason.
    """
    grant = _lock_grant(grant)
    require(may_confirm_operator_grant(by, grant, on=day_of(at)))

    confirmation = RoleConfirmation.objects.create(grant=grant, confirmed_by=by, confirmed_at=at)
    count = grant.confirmations.count()
    record(
        RoleEvent.OPERATOR_GRANT_CONFIRMED,
        about=grant,
        by=by,
        at=at,
        confirmations=count,
        **_held(grant),
    )
    return confirmation


def _lock_people(*keys: int) -> dict[int, User]:
    """Lock people, always in the same order, so that two who lock the same never wait in a ring."""
    return {p.pk: p for p in User.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def lock_with_colleagues(person: User) -> User:
    """Lock somebody with everyone whom the end of their roles touches.

    All at once, and before any line: whoever has written one makes the others wait, so must not
    wait for them.
    """
    papers = RoleGrant.objects.filter(holder=person)
    people = {person.pk}.union(*(_touched_by(grant) for grant in papers))
    return _lock_people(*people)[person.pk]


def _lock_grant(grant: RoleGrant) -> RoleGrant:
    """Lock a paper, after its people and those who deputise for them in that role."""
    _lock_people(*_touched_by(grant))
    return RoleGrant.objects.select_for_update().get(pk=grant.pk)


def _touched_by(grant: RoleGrant) -> set[int]:
    if grant.in_place_of_id is not None:
        return {grant.holder_id, grant.in_place_of_id}
    deputies = RoleGrant.objects.filter(in_place_of_id=grant.holder_id, role=grant.role)
    return {grant.holder_id, *deputies.values_list("holder_id", flat=True)}


def _decide(grant: RoleGrant, state: GrantState, *, by: User, at: datetime) -> None:
    grant.state, grant.decided_by, grant.decided_at = state, by, at
    grant.save()


def _hold(grant: RoleGrant, *, is_held: bool = True, first: date | None = None) -> None:
    """Write the version of the dated fact that policies read."""
    RoleHolding.objects.create(
        holder_id=grant.holder_id,
        role=grant.role,
        in_place_of_id=grant.in_place_of_id,
        valid_from=first or grant.valid_from,
        valid_to=grant.valid_to,
        is_held=is_held,
        recorded_at=server_now(),
    )


def _held(grant: RoleGrant) -> dict[str, object]:
    return {"person": grant.holder.reference, "role": grant.role}


def _period(grant: RoleGrant) -> dict[str, object]:
    return {**_held(grant), "valid_from": grant.valid_from, "valid_to": grant.valid_to or NO_END}

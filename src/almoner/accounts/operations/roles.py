"""What can be done to roles. It takes two people, or the operator and then two officials."""

from datetime import datetime

from almoner.accounts.events import OPEN, RoleEvent
from almoner.accounts.models import RoleGrant, RoleHolding, User
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState
from almoner.core.actors import System
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation


@operation
def grant_role_as_operator(person: User, role: Role, *, by: System, at: datetime) -> RoleGrant:
    """Let somebody hold a role from today, by the operator's word alone.

    It is in force at once, and shown as the operator's until two officials confirm it.
    """
    person = User.objects.select_for_update().get(pk=person.pk)

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


def _hold(grant: RoleGrant) -> None:
    """Write the version of the dated fact that policies read."""
    RoleHolding.objects.create(
        holder_id=grant.holder_id,
        role=grant.role,
        in_place_of_id=grant.in_place_of_id,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        is_held=True,
        recorded_at=server_now(),
    )


def _held(grant: RoleGrant) -> dict[str, object]:
    return {"person": grant.holder.reference, "role": grant.role}


def _period(grant: RoleGrant) -> dict[str, object]:
    return {**_held(grant), "valid_from": grant.valid_from, "valid_to": grant.valid_to or OPEN}

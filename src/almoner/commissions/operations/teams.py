"""Who leads a case, who works on it, and whether it is restricted to them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.commissions.events import CaseEvent
from almoner.commissions.models import Commission, Membership
from almoner.commissions.policies import (
    may_be_lead,
    may_hand_over_case,
    may_join_case,
    may_lead_case,
)
from almoner.commissions.queries import gate_awaiting, team_of
from almoner.commissions.search import index_case
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .cases import lock_case
from .leaving import leave_plan


@operation
def hand_over_case(commission: Commission, *, to: User, by: User, at: datetime) -> Commission:
    """Give a case to another lead. Raises PermissionDenied or ValidationError.

    Not while it awaits a decision: the new lead may be who decides.
    """
    commission = lock_case(commission)
    require(may_hand_over_case(by, commission, on=day_of(at)))
    require(may_be_lead(to, on=day_of(at)))
    if to.pk == commission.lead_id:
        raise ValidationError(_("They lead it already."))
    _refuse_at_gate(commission)
    commission.lead = to
    commission.save(update_fields=["lead"])
    record(CaseEvent.HANDED_OVER, about=commission, by=by, at=at, to=to.reference)
    return commission


@operation
def add_to_team(commission: Commission, *, person: User, by: User, at: datetime) -> Commission:
    """Let somebody work on a case. Raises PermissionDenied or ValidationError."""
    commission = lock_case(commission)
    require(may_hand_over_case(by, commission, on=day_of(at)))
    require(may_join_case(person, on=day_of(at)))
    _refuse_at_gate(commission)
    if person.pk == commission.lead_id or _is_member(commission, person, at=at):
        raise ValidationError(_("They work on it already."))
    _say(commission, person, is_member=True, at=at)
    record(CaseEvent.JOINED, about=commission, by=by, at=at, who=person.reference)
    return commission


@operation
def leave_team(commission: Commission, *, person: User, by: User, at: datetime) -> Commission:
    """Let somebody work on a case no more. Raises PermissionDenied or ValidationError."""
    commission = lock_case(commission)
    if person.pk != by.pk:
        require(may_hand_over_case(by, commission, on=day_of(at)))
    _refuse_at_gate(commission)
    if not _is_member(commission, person, at=at):
        raise ValidationError(_("They are not in its team."))
    _say(commission, person, is_member=False, at=at)
    record(CaseEvent.LEFT, about=commission, by=by, at=at, who=person.reference)
    return commission


@operation
def restrict_case(commission: Commission, *, by: User, at: datetime) -> Commission:
    """Let only those who work on a case, approve, pay or audit see it, and take it off the forward
    plan. Raises PermissionDenied.
    """
    commission = _restricted(commission, is_restricted=True, by=by, at=at)
    leave_plan(commission, by=by, at=at)
    record(CaseEvent.RESTRICTED, about=commission, by=by, at=at)
    return commission


@operation
def unrestrict_case(commission: Commission, *, by: User, at: datetime) -> Commission:
    """Let every official who reads cases see it. Raises PermissionDenied."""
    commission = _restricted(commission, is_restricted=False, by=by, at=at)
    record(CaseEvent.UNRESTRICTED, about=commission, by=by, at=at)
    return commission


def _restricted(
    commission: Commission, *, is_restricted: bool, by: User, at: datetime
) -> Commission:
    commission = lock_case(commission)
    require(may_lead_case(by, commission, on=day_of(at)))
    commission.is_restricted = is_restricted
    commission.save(update_fields=["is_restricted"])
    index_case(commission)
    return commission


def _is_member(commission: Commission, person: User, *, at: datetime) -> bool:
    return team_of(commission, on=day_of(at)).filter(pk=person.pk).exists()


def _say(commission: Commission, person: User, *, is_member: bool, at: datetime) -> None:
    Membership.objects.create(
        commission=commission,
        person=person,
        is_member=is_member,
        valid_from=day_of(at),
        recorded_at=at,
    )


def _refuse_at_gate(commission: Commission) -> None:
    if gate_awaiting(commission):
        raise ValidationError(_("It awaits a decision at a gate. Withdraw that first."))

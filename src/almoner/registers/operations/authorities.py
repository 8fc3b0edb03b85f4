"""Standing authorities: a publisher proposes, another confirms; or the operator, and then two."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.actors import System
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.framework.duties import Duty
from almoner.registers.due_editions import is_prepared_here
from almoner.registers.events import AuthorityEvent
from almoner.registers.models import AuthorityConfirmation, StandingAuthority
from almoner.registers.policies import (
    may_confirm_operators_authority,
    may_decide_on_authority,
    may_end_authority,
    may_propose_authority,
)
from almoner.registers.states import AUTHORITY_LIFECYCLE, AuthorityState


@operation
def propose_authority(
    duty: Duty, *, valid_from: date, valid_to: date, by: User, at: datetime
) -> StandingAuthority:
    """Propose that a duty's editions go out without a second person, over some days.

    It holds once another publisher confirms it. Raises PermissionDenied or ValidationError.
    """
    require(may_propose_authority(by, on=day_of(at)))
    _refuse_what_cannot_hold(duty, valid_from, valid_to, on=day_of(at))
    authority = StandingAuthority.objects.create(
        duty=duty.code, valid_from=valid_from, valid_to=valid_to, proposed_by=by, proposed_at=at
    )
    record(AuthorityEvent.PROPOSED, about=authority, by=by, at=at, **_over(authority))
    return authority


@operation
def confirm_authority(authority: StandingAuthority, *, by: User, at: datetime) -> StandingAuthority:
    """Confirm a standing authority as its second publisher.

    Raises PermissionDenied or IllegalTransition.
    """
    authority = _locked(authority)
    require(may_decide_on_authority(by, authority, on=day_of(at)))
    _move(authority, AuthorityState.IN_FORCE, by=by, at=at)
    record(AuthorityEvent.CONFIRMED, about=authority, by=by, at=at, **_over(authority))
    return authority


@operation
def refuse_authority(authority: StandingAuthority, *, by: User, at: datetime) -> StandingAuthority:
    """Refuse a proposed authority. Raises PermissionDenied or IllegalTransition."""
    authority = _locked(authority)
    require(may_decide_on_authority(by, authority, on=day_of(at)))
    _move(authority, AuthorityState.REFUSED, by=by, at=at)
    record(AuthorityEvent.REFUSED, about=authority, by=by, at=at)
    return authority


@operation
def grant_authority_as_operator(
    duty: Duty, *, valid_to: date, named: User, by: System, at: datetime
) -> StandingAuthority:
    """Let a duty's editions go out from today, by the operator's word alone.

    Whom the operator named at the machine is noted and has approved nothing. It is in force at
    once, and shown as the operator's until two publishers confirm it. Raises PermissionDenied if
    the one who is named is no publisher, or ValidationError.
    """
    require(may_propose_authority(named, on=day_of(at)))
    _refuse_what_cannot_hold(duty, day_of(at), valid_to, on=day_of(at))
    authority = StandingAuthority.objects.create(
        duty=duty.code,
        valid_from=day_of(at),
        valid_to=valid_to,
        state=AuthorityState.IN_FORCE,
        proposed_at=at,
    )
    facts = {**_over(authority), "named": named.reference}
    record(AuthorityEvent.GRANTED_BY_OPERATOR, about=authority, by=by, at=at, **facts)
    return authority


@operation
def confirm_operators_authority(
    authority: StandingAuthority, *, by: User, at: datetime
) -> AuthorityConfirmation:
    """Say, as one of two publishers, that what the operator granted is right.

    Raises PermissionDenied.
    """
    authority = _locked(authority)
    require(may_confirm_operators_authority(by, authority, on=day_of(at)))
    confirmation = AuthorityConfirmation.objects.create(
        authority=authority, confirmed_by=by, confirmed_at=at
    )
    count = authority.confirmations.count()
    record(
        AuthorityEvent.OPERATOR_GRANT_CONFIRMED,
        about=authority,
        by=by,
        at=at,
        confirmations=count,
    )
    return confirmation


@operation
def end_authority(authority: StandingAuthority, *, by: User, at: datetime) -> StandingAuthority:
    """End a standing authority now. Raises PermissionDenied or IllegalTransition."""
    authority = _locked(authority)
    require(may_end_authority(by, on=day_of(at)))
    AUTHORITY_LIFECYCLE.check(authority.state, AuthorityState.ENDED)
    authority.state, authority.ended_at = AuthorityState.ENDED, at
    authority.save(update_fields=["state", "ended_at"])
    record(AuthorityEvent.ENDED, about=authority, by=by, at=at)
    return authority


def _move(authority: StandingAuthority, state: AuthorityState, *, by: User, at: datetime) -> None:
    AUTHORITY_LIFECYCLE.check(authority.state, state)
    authority.state, authority.decided_by, authority.decided_at = state, by, at
    authority.save()


def _locked(authority: StandingAuthority) -> StandingAuthority:
    found = StandingAuthority.objects.select_related("proposed_by")
    return found.select_for_update(of=("self",)).get(pk=authority.pk)


def _refuse_what_cannot_hold(duty: Duty, first: date, last: date, *, on: date) -> None:
    if not is_prepared_here(duty):
        raise ValidationError(
            _("%(duty)s has no editions here: nothing makes its rows yet.") % {"duty": duty.code}
        )
    if last < max(on, first):
        raise ValidationError(
            _("Its last day has passed, or comes before its first. Choose a later one.")
        )


def _over(authority: StandingAuthority) -> dict[str, object]:
    return {
        "duty": authority.duty,
        "valid_from": authority.valid_from,
        "valid_to": authority.valid_to,
    }

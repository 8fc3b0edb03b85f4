"""What can be done to invitations."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.utils.translation import gettext as _

from almoner.accounts.events import InvitationEvent, PersonEvent
from almoner.accounts.models import Invitation, RoleGrant, User
from almoner.accounts.policies import may_invite_person, may_withdraw_invitation
from almoner.accounts.queries import digest_of_token, open_invitations
from almoner.accounts.roles import Role
from almoner.accounts.states import INVITATION_LIFECYCLE, InvitationState
from almoner.core.actors import System
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .people import AlreadyKnown, make_person
from .roles import propose_at_joining

HOLDS_FOR = timedelta(days=14)


@operation
def invite_person(
    *, name: str, email: str, roles: Sequence[Role], by: User, at: datetime
) -> tuple[Invitation, str]:
    """Invite somebody, and return the secret that opens the invitation, which is kept nowhere.

    Raises PermissionDenied, with the policy's reason, or AlreadyKnown.
    """
    require(may_invite_person(by, on=day_of(at)))
    make_person(username=email, name=name, email=email, at=at)
    _refuse_second_letter(email.strip(), at=at)

    proposed = list(dict.fromkeys(map(str, roles)))  # one asked for twice would be its own rival
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        name=name.strip(),
        email=email.strip(),
        roles=proposed,
        token_digest=digest_of_token(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + HOLDS_FOR,
    )
    facts = {"roles": len(proposed), "expires_on": day_of(invitation.expires_at)}
    record(InvitationEvent.SENT, about=invitation, by=by, at=at, **facts)
    return invitation, token


def _refuse_second_letter(email: str, *, at: datetime) -> None:
    if open_invitations(at).filter(email__iexact=email).exists():
        raise AlreadyKnown(
            _("%(email)s has been invited already. Withdraw that invitation first.")
            % {"email": email}
        )


def accept_invitation(
    invitation: Invitation, *, username: str, password: str, at: datetime
) -> User:
    """Make the account of whoever holds an invitation; they are the one who acts.

    The roles that came with it are proposed by whoever sent it, if they may still propose roles,
    and await a second person. Raises AlreadyKnown, or IllegalTransition once it was answered,
    withdrawn or too old.
    """
    # Hashing is slow on purpose, and a transaction on SQLite keeps every other writer waiting.
    hashed = make_password(password)
    try:
        return _join(invitation, username=username, hashed=hashed, at=at)
    except IntegrityError as error:  # somebody took the name at this very moment
        raise AlreadyKnown(
            _("Somebody is known as %(taken)s already.") % {"taken": username}
        ) from error


@operation
def _join(invitation: Invitation, *, username: str, hashed: str, at: datetime) -> User:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    INVITATION_LIFECYCLE.check(invitation.state, InvitationState.ACCEPTED)
    if at >= invitation.expires_at:
        raise IllegalTransition(f"{invitation} was good until {invitation.expires_at}")

    person = make_person(username=username, name=invitation.name, email=invitation.email, at=at)
    person.password = hashed
    person.save(force_insert=True)
    may_propose = may_invite_person(invitation.invited_by, on=day_of(at))
    grants = [
        propose_at_joining(RoleGrant(holder=person, role=role), by=invitation.invited_by, at=at)
        for role in (invitation.roles if may_propose else [])
    ]
    _close(invitation, InvitationState.ACCEPTED, person=person)
    facts = {"invitation": invitation.reference, "roles": len(grants)}
    record(PersonEvent.JOINED, about=person, by=person, at=at, **facts)
    return person


@operation
def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Make an invitation worthless. Raises PermissionDenied or IllegalTransition."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(may_withdraw_invitation(by, invitation, on=day_of(at)))
    INVITATION_LIFECYCLE.check(invitation.state, InvitationState.WITHDRAWN)

    _close(invitation, InvitationState.WITHDRAWN)
    record(InvitationEvent.WITHDRAWN, about=invitation, by=by, at=at)
    return invitation


@operation
def lapse_invitation(invitation: Invitation, *, by: System, at: datetime) -> Invitation:
    """Close an invitation that nobody answered in time, and forget whom it was for.

    Raises IllegalTransition.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    INVITATION_LIFECYCLE.check(invitation.state, InvitationState.LAPSED)
    if at < invitation.expires_at:
        raise IllegalTransition(f"{invitation} is good until {invitation.expires_at}")

    _close(invitation, InvitationState.LAPSED)
    record(InvitationEvent.LAPSED, about=invitation, by=by, at=at)
    return invitation


def _close(invitation: Invitation, state: InvitationState, *, person: User | None = None) -> None:
    invitation.state, invitation.person = state, person
    invitation.name = invitation.email = ""
    invitation.save()

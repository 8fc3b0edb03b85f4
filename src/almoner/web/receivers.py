"""What sign-in tells: changes of security to the ledger, comings and goings to the access log."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.utils.timezone import now

from almoner.accounts.events import SecurityChange
from almoner.accounts.models import User
from almoner.accounts.operations import note_access, note_security_change
from almoner.accounts.states import AccessOutcome
from almoner.core.references import name_of

KINDS = Authenticator.Type
ADDED = {
    KINDS.TOTP: SecurityChange.AUTHENTICATOR_ADDED,
    KINDS.WEBAUTHN: SecurityChange.PASSKEY_ADDED,
    KINDS.RECOVERY_CODES: SecurityChange.RECOVERY_CODES_MADE,
}
REMOVED = {
    KINDS.TOTP: SecurityChange.AUTHENTICATOR_REMOVED,
    KINDS.WEBAUTHN: SecurityChange.PASSKEY_REMOVED,
    KINDS.RECOVERY_CODES: SecurityChange.RECOVERY_CODES_REMOVED,
}


@receiver([authenticator_added, authenticator_reset])
def note_authenticator_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    note_security_change(user, ADDED[authenticator.type], by=user, at=now())


@receiver(authenticator_removed)
def note_authenticator_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    note_security_change(user, REMOVED[authenticator.type], by=user, at=now())


@receiver(user_logged_in)
def note_sign_in(user: User, **_: Any) -> None:
    note_access(who=user.actor, about=name_of(user), outcome=AccessOutcome.SIGNED_IN, at=now())


@receiver(user_logged_out)
def note_sign_out(user: User | None, **_: Any) -> None:
    if user:
        note_access(who=user.actor, about=name_of(user), outcome=AccessOutcome.SIGNED_OUT, at=now())

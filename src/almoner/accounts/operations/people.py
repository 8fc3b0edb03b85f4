"""What can be done to people."""

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.events import PersonEvent, SecurityChange
from almoner.accounts.models import RoleGrant, User
from almoner.accounts.policies import (
    may_deactivate_person,
    may_forget_person,
    may_reactivate_person,
    may_set_password,
)
from almoner.accounts.queries import standing_grants
from almoner.accounts.roles import Role
from almoner.core.actors import Actor, System
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .roles import end_role, grant_role_as_operator, lock_with_colleagues
from .teams import leave_team, lock_teams_of


class AlreadyKnown(ValueError):
    """Somebody else has this username or e-mail address."""


FORGOTTEN_NAME = "A person since forgotten"
NO_USERNAME = gettext_lazy("A username has letters, figures, full stops and hyphens only.")


@operation
def add_person_as_operator(
    *, username: str, name: str, email: str, roles: Sequence[Role], by: System, at: datetime
) -> User:
    """Make a person known, with roles in force at once, because someone must be first.

    They have no password until they set one by a link. Each role is shown as the operator's until
    two officials confirm it. Raises AlreadyKnown, or ValueError for what is no username or no
    e-mail address.
    """
    person = make_person(username=username, name=name, email=email, at=at)
    if not is_username(person.username):
        raise ValueError(NO_USERNAME)
    person.set_unusable_password()
    person.save(force_insert=True)
    for role in roles:
        grant_role_as_operator(person, role, by=by, at=at)
    record(PersonEvent.ADDED, about=person, by=by, at=at, roles=len(roles))
    return person


def is_username(text: str) -> bool:
    """Whether somebody may sign in by this name."""
    return all(letter.isalnum() or letter in ".-_@+" for letter in text)


def make_person(*, username: str, name: str, email: str, at: datetime) -> User:
    """Make a person, not yet saved. Raises AlreadyKnown, or ValueError for no e-mail address.

    Both names are looked for among both: people sign in with either.
    """
    person = User(username=username.strip(), name=name.strip(), email=email.strip(), joined_at=at)
    if not (person.username and person.name):
        raise ValueError(_("A person needs a username and a name."))
    try:
        validate_email(person.email)
    except ValidationError as error:
        raise ValueError(_("%(email)s is not an e-mail address.") % {"email": email}) from error
    for taken in (person.email, person.username):
        if User.objects.filter(Q(username__iexact=taken) | Q(email__iexact=taken)).exists():
            raise AlreadyKnown(_("Somebody is known as %(taken)s already.") % {"taken": taken})
    return person


@operation
def deactivate_person(person: User, *, by: User, at: datetime) -> User:
    """Close an account: its roles end today, it leaves its teams, and no session or password opens
    it any more.

    Raises PermissionDenied, with the policy's reason.
    """
    person, on = lock_with_colleagues(person), day_of(at)
    teams = lock_teams_of(person, on=on)
    require(may_deactivate_person(by, person, on=on))

    for team in teams:
        leave_team(team, person, ends=on, by=by, at=at)
    ended = list(standing_grants(on).filter(holder=person))
    for grant in ended:
        end_role(grant, ends=on, by=by, at=at)
    person.is_active = False
    person.save(update_fields=["is_active"])
    _end_sessions(person)
    record(PersonEvent.DEACTIVATED, about=person, by=by, at=at, roles=len(ended))
    return person


@operation
def reactivate_person(person: User, *, by: User, at: datetime) -> User:
    """Open a closed account again, without any role.

    Raises PermissionDenied, with the policy's reason.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    require(may_reactivate_person(by, person, on=day_of(at)))

    person.is_active = True
    person.save(update_fields=["is_active"])
    record(PersonEvent.REACTIVATED, about=person, by=by, at=at)
    return person


@operation
def forget_person(person: User, *, by: User, at: datetime) -> User:
    """Blank all that says who somebody was. Their reference stays, and says nothing of them.

    Raises PermissionDenied, with the policy's reason.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    require(may_forget_person(by, person, on=day_of(at)))

    person.username = person.reference.lower()
    person.name = FORGOTTEN_NAME
    person.email = f"{person.username}@forgotten.invalid"
    person.set_unusable_password()
    person.save()
    RoleGrant.objects.filter(holder=person).update(refusal="")
    _end_sessions(person)
    for kept in (EmailAddress, Authenticator, SocialAccount):
        kept.objects.filter(user=person).delete()
    record(PersonEvent.FORGOTTEN, about=person, by=by, at=at)
    return person


def _end_sessions(person: User) -> None:
    """End them, and not our list of them alone: an account may be opened again."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def set_password(person: User, password: str, *, by: User, at: datetime) -> User:
    """Give a person a new password, which ends their other sessions.

    Raises PermissionDenied, with the policy's reason.
    """
    # Hashing is slow on purpose, and a transaction on SQLite keeps every other writer waiting.
    return _keep_password(person, make_password(password), by=by, at=at)


@operation
def _keep_password(person: User, hashed: str, *, by: User, at: datetime) -> User:
    require(may_set_password(by, person, on=day_of(at)))
    person.password = hashed
    person.save(update_fields=["password"])
    change = SecurityChange.PASSWORD_CHANGED
    record(PersonEvent.SECURITY_CHANGED, about=person, by=by, at=at, change=change)
    return person


@operation
def note_security_change(person: User, change: SecurityChange, *, by: Actor, at: datetime) -> User:
    """Leave a line saying that somebody changed how they sign in; never what they chose."""
    record(PersonEvent.SECURITY_CHANGED, about=person, by=by, at=at, change=change)
    return person

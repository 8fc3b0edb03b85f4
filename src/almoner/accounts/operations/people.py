"""What can be done to people."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from almoner.accounts.events import PersonEvent
from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.core.actors import System
from almoner.core.ledger import record
from almoner.core.operations import operation

from .roles import grant_role_as_operator


class AlreadyKnown(ValueError):
    """Somebody else has this username or e-mail address."""


@operation
def add_person_as_operator(
    *, username: str, name: str, email: str, roles: Sequence[Role], by: System, at: datetime
) -> User:
    """Make a person known, with roles in force at once, because someone must be first.

    They have no password until they set one by a link. Each role is shown as the operator's until
    two officials confirm it. Raises AlreadyKnown, or ValueError for what is no e-mail address.
    """
    person = make_person(username=username, name=name, email=email, at=at)
    person.set_unusable_password()
    person.save(force_insert=True)
    for role in roles:
        grant_role_as_operator(person, role, by=by, at=at)
    record(PersonEvent.ADDED, about=person, by=by, at=at, roles=len(roles))
    return person


def make_person(*, username: str, name: str, email: str, at: datetime) -> User:
    """Make a person, not yet saved. Raises AlreadyKnown, or ValueError for no e-mail address."""
    person = User(username=username.strip(), name=name.strip(), email=email.strip(), joined_at=at)
    if not (person.username and person.name):
        raise ValueError(_("A person needs a username and a name."))
    try:
        validate_email(person.email)
    except ValidationError as error:
        raise ValueError(_("%(email)s is not an e-mail address.") % {"email": email}) from error
    known = User.objects.filter(
        Q(username__iexact=person.username) | Q(email__iexact=person.email)
    ).first()
    if known:
        taken = email if known.email.lower() == person.email.lower() else username
        raise AlreadyKnown(_("Somebody is known as %(taken)s already.") % {"taken": taken})
    return person

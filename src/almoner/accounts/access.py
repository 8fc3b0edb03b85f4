"""Who may read what is restricted: each app's `access.py` declares it; every read is logged.

Documents and search ask here before they show a thing, by its name in the ledger.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeAlias

from django.utils.translation import gettext as _

from almoner.core.moments import day_of
from almoner.core.verdicts import ALLOWED, Verdict, refused, require

from .models import User
from .operations import note_read
from .policies import may_see_people, may_see_teams

Reader: TypeAlias = Callable[[User, str, date], Verdict]
readers: dict[str, Reader] = {}


def declare_reader(label: str) -> Callable[[Reader], Reader]:
    """Decorator: `reader(user, reference, on)` says who may read things of a kind.

    `label` is the kind's name in the ledger, such as `accounts.user`.
    """

    def declare(reader: Reader) -> Reader:
        readers[label] = reader
        return reader

    return declare


def may_read(user: User, name: str, *, on: date) -> Verdict:
    """Whether somebody may read the thing of this name in the ledger. What nobody declared, no."""
    label, _colon, reference = name.partition(":")
    reader = readers.get(label)
    return reader(user, reference, on) if reader else refused(_("Nobody may read this."))


def read_restricted(user: User, name: str, *, at: datetime) -> None:
    """Ask, note the answer in the access log, and raise PermissionDenied if it was no."""
    verdict = may_read(user, name, on=day_of(at))
    note_read(who=user.actor, about=name, is_allowed=bool(verdict), at=at)
    require(verdict)


@declare_reader("accounts.user")
def may_read_person(user: User, reference: str, on: date) -> Verdict:
    """Oneself, and any official."""
    return ALLOWED if user.reference == reference else may_see_people(user, on=on)


@declare_reader("accounts.team")
def may_read_team(user: User, _reference: str, on: date) -> Verdict:
    """Any official."""
    return may_see_teams(user, on=on)

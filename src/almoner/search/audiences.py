"""Audiences: who may find an entry. A closed list, and one audience for each organisation."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeAlias

from django.db.models import QuerySet

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role

PUBLIC = "public"
OFFICIALS = "officials"
AUDITORS = "auditors"
ORGANISATION = "organisation:ORG-"
NAMED = (PUBLIC, OFFICIALS, AUDITORS)

# An administrator reads no case; a member reads the papers of their own boards, by other pages.
NOT_READERS_OF_CASES = {Role.ADMINISTRATOR, Role.MEMBER}

Memberships: TypeAlias = Callable[[User, date], Iterable[str]]
_memberships: list[Memberships] = []

Kept: TypeAlias = Callable[[], QuerySet[Any]]
withheld: dict[str, Kept] = {}


def audience_of_organisation(reference: str) -> str:
    """The audience of an organisation's own people, by its reference `ORG-…`."""
    return f"organisation:{reference}"


def declare_memberships(memberships: Memberships) -> Memberships:
    """Decorator: make known of which organisations' audiences somebody is, on a day."""
    _memberships.append(memberships)
    return memberships


def declare_withheld(kind: str) -> Callable[[Kept], Kept]:
    """Decorator: make known which things of a kind, though their entries are for everybody, only
    officials may find. It is asked at every search.
    """

    def declare(kept: Kept) -> Kept:
        withheld[kind] = kept
        return kept

    return declare


def audiences_of(user: User | None, *, on: date) -> frozenset[str]:
    """The audiences that somebody belongs to on a day; None has not signed in."""
    if user is None:
        return frozenset({PUBLIC})
    roles = roles_of(user, on=on)
    found = {PUBLIC, *(audience for ask in _memberships for audience in ask(user, on))}
    if roles - NOT_READERS_OF_CASES:
        found.add(OFFICIALS)
    if Role.AUDITOR in roles:
        found.add(AUDITORS)
    return frozenset(found)

"""Questions about people and the roles they hold."""

from datetime import date

from django.db.models import QuerySet

from almoner.core.dated import as_at, versions_on
from almoner.core.due import Worker

from .models import RoleHolding, User
from .roles import Role

SUBJECT = ("holder_id", "role", "in_place_of_id")


def holdings_on(on: date) -> QuerySet[RoleHolding]:
    """Every role held on a day, as now known."""
    return versions_on(RoleHolding.objects.all(), *SUBJECT, on=on).filter(is_held=True)


def holdings_as_at(on: date) -> QuerySet[RoleHolding]:
    """Every role held on a day, as was known on that day."""
    return as_at(RoleHolding.objects.all(), *SUBJECT, on=on).filter(is_held=True)


def roles_of(person: User, *, on: date) -> set[Role]:
    """The roles in which somebody may act that day, as a deputy too."""
    if not person.is_active:
        return set()
    mine = versions_on(RoleHolding.objects.filter(holder=person), *SUBJECT, on=on)
    return {Role(holding.role) for holding in mine.filter(is_held=True)}


def is_official(person: User, *, on: date) -> bool:
    """Whether somebody works here, or sits on a board: whoever holds any role."""
    return bool(roles_of(person, on=on))


def worker_of(person: User, *, on: date) -> Worker:
    """What somebody works as on a day: themselves, those they deputise for, and their roles."""
    if not person.is_active:
        return Worker(frozenset({person.actor}), frozenset())
    mine = holdings_on(on).filter(holder=person).select_related("in_place_of")
    away = {holding.in_place_of.actor for holding in mine if holding.in_place_of}
    roles = {Role(holding.role) for holding in mine}
    return Worker(frozenset({person.actor, *away}), frozenset(roles))

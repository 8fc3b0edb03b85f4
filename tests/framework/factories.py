"""Versions of the framework for tests, and people who hold its offices."""

from datetime import date, timedelta

from factory import LazyAttribute, Sequence, SubFactory

from almoner.accounts.roles import Role
from almoner.framework.models import (
    FrameworkText,
    FrameworkVersion,
    OfficeGrant,
    OfficeHolding,
    digest_of,
)
from almoner.framework.states import VersionState
from tests.factories import DAY, NOON, Factory, RoleHoldingFactory, UserFactory, official
from tests.framework.frameworks import WHOLE
from tests.guard import arranging


class FrameworkTextFactory(Factory):
    class Meta:
        model = FrameworkText
        django_get_or_create = ("digest",)

    text = WHOLE
    digest = LazyAttribute(lambda made: digest_of(made.text))


class FrameworkVersionFactory(Factory):
    """A version that was proposed and awaits its second person."""

    class Meta:
        model = FrameworkVersion

    reference = Sequence(lambda n: f"FWK-2025-{n:03}")
    text = SubFactory(FrameworkTextFactory)
    reason = "The scheme of delegation has changed"
    first_day = DAY
    state = VersionState.PROPOSED
    proposed_by = SubFactory(UserFactory)
    drafted_at = NOON
    proposed_at = NOON


class ApprovedFrameworkFactory(FrameworkVersionFactory):
    state = VersionState.APPROVED
    decided_by = SubFactory(UserFactory)
    decided_at = NOON
    holds_from = LazyAttribute(lambda made: made.first_day)


class OfficeGrantFactory(Factory):
    """What awaits a second person; the operator's, unless somebody proposed it."""

    class Meta:
        model = OfficeGrant

    office = "head"
    holder = SubFactory(UserFactory)
    from_day = DAY
    proposed_at = NOON


def head(**user):
    """Somebody who holds the office of head of service, and its role."""
    return holder("head", Role.APPROVER, **user)


def chief_finance_officer(**user):
    return holder("money", Role.FINANCE, **user)


def holder(office, role, **user):
    person = official(role, **user)
    hold(office, person)
    return person


def hold(office, person, **fields):
    with arranging():
        said = {"is_held": True, "said_by": person, "valid_from": date(2026, 1, 1)}
        said["recorded_at"] = NOON - timedelta(days=60)
        return OfficeHolding.objects.create(office=office, holder=person, **(said | fields))


def deputy_of(person, role, *, first=DAY, last=DAY):
    """Somebody who acts in another's place from one day to another."""
    deputy = official()
    RoleHoldingFactory(
        holder=deputy, role=role, in_place_of=person, valid_from=first, valid_to=last
    )
    return deputy

import pytest

from almoner.framework import policies
from almoner.framework.states import OfficeState, VersionState
from tests.factories import DAY, RoleHoldingFactory, UserFactory, official
from tests.framework.factories import FrameworkVersionFactory, OfficeGrantFactory
from tests.framework.table import (
    BY_OPERATOR,
    DRAFTED,
    FOR_THEM,
    NOBODY,
    OWN,
    OWN_DRAFT,
    ROWS,
    THEIRS,
)

pytestmark = pytest.mark.django_db


def version(person, situation):
    other = UserFactory()
    if situation == THEIRS:
        RoleHoldingFactory(holder=person, role="approver", in_place_of=other)
    by = person if situation in {OWN, OWN_DRAFT} else other
    if situation in {DRAFTED, OWN_DRAFT}:
        return FrameworkVersionFactory(proposed_by=by, state=VersionState.DRAFT, proposed_at=None)
    return FrameworkVersionFactory(proposed_by=by)


def office(policy, who, person, situation):
    """The paper, or the person, that a policy about offices is asked about."""
    if policy in {"may_propose_office", "may_vacate_office"}:
        return person if situation == "what they hold" else UserFactory()
    other = UserFactory()
    if situation == THEIRS:
        RoleHoldingFactory(holder=person, role=who, in_place_of=other)
    by = None if situation == BY_OPERATOR else person if situation == OWN else other
    holder = person if situation == FOR_THEM else UserFactory()
    state = OfficeState.HELD if by is None else OfficeState.PROPOSED
    return OfficeGrantFactory(holder=holder, proposed_by=by, state=state)


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    about = [] if situation == "always" else [version(person, situation)]
    if policy.endswith("_office"):
        about = [office(policy, who, person, situation)]

    verdict = getattr(policies, policy)(person, *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason

import pytest

from almoner.framework import policies
from almoner.framework.states import VersionState
from tests.factories import DAY, RoleHoldingFactory, UserFactory, official
from tests.framework.factories import FrameworkVersionFactory
from tests.framework.table import DRAFTED, NOBODY, OWN, OWN_DRAFT, ROWS, THEIRS

pytestmark = pytest.mark.django_db


def version(person, situation):
    other = UserFactory()
    if situation == THEIRS:
        RoleHoldingFactory(holder=person, role="approver", in_place_of=other)
    by = person if situation in {OWN, OWN_DRAFT} else other
    if situation in {DRAFTED, OWN_DRAFT}:
        return FrameworkVersionFactory(proposed_by=by, state=VersionState.DRAFT, proposed_at=None)
    return FrameworkVersionFactory(proposed_by=by)


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    about = [] if situation == "always" else [version(person, situation)]

    verdict = getattr(policies, policy)(person, *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason

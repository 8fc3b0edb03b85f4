import pytest

from almoner.statements import policies
from tests.factories import DAY, DraftStatementFactory, RoleHoldingFactory, UserFactory, official
from tests.statements.table import NOBODY, OTHERS, OWN, ROWS, THEIRS

pytestmark = pytest.mark.django_db


def version(person, situation):
    other = UserFactory()
    if situation == THEIRS:
        RoleHoldingFactory(holder=person, role="publisher", in_place_of=other)
    return DraftStatementFactory(written_by=person if situation == OWN else other)


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    about = [version(person, situation)] if situation in {OTHERS, OWN, THEIRS} else []

    verdict = getattr(policies, policy)(person, *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason

import pytest

from almoner.agreements import policies
from tests.agreements.table import NOBODY, ROWS
from tests.factories import DAY, official

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)

    verdict = getattr(policies, policy)(person, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason.startswith("Only ")

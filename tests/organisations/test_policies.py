import pytest

from almoner.organisations import policies
from tests.factories import DAY, official
from tests.organisations.table import NOBODY, ROWS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)

    verdict = getattr(policies, policy)(person, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason.startswith("Only ")

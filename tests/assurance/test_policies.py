import pytest

from almoner.assurance import policies
from almoner.assurance.controls import control_called
from tests.assurance.table import NOBODY, OF_AGREEMENTS, OF_ALL, ROWS
from tests.factories import DAY, official

pytestmark = pytest.mark.django_db
CONTROLS = {OF_ALL: "backup-recent", OF_AGREEMENTS: "grant-power-recorded"}


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    about = [control_called(CONTROLS[situation])] if situation in CONTROLS else []

    verdict = getattr(policies, policy)(person, *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason

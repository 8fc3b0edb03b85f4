import pytest

from almoner.documents import policies
from tests.documents.table import NOBODY, OWN, ROWS, THEIRS
from tests.factories import DAY, RoleHoldingFactory, StoredFileFactory, UserFactory, official

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(
    settings, tmp_path, policy, who, situation, allowed
):
    settings.FILES = tmp_path
    person, other = official() if who == NOBODY else official(who), UserFactory()
    if situation == THEIRS:
        RoleHoldingFactory(holder=person, role="publisher", in_place_of=other)
    file = StoredFileFactory(taken_down_by=person if situation == OWN else other)

    verdict = getattr(policies, policy)(person, file, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason.startswith(("Only ", "You "))

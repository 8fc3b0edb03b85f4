import pytest

from almoner.registers import policies
from tests.factories import DAY, RoleHoldingFactory, UserFactory, WithholdingFactory, official
from tests.registers.table import NOBODY, OTHERS, OWN, ROWS, THEIRS

pytestmark = pytest.mark.django_db


def withholding(person, situation):
    """One that somebody proposed, and proposed to lift."""
    other = UserFactory()
    if situation == THEIRS:
        RoleHoldingFactory(holder=person, role="publisher", in_place_of=other)
    first = person if situation == OWN else other
    return WithholdingFactory(proposed_by=first, lifting_proposed_by=first)


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    about = [withholding(person, situation)] if situation in {OTHERS, OWN, THEIRS} else []

    verdict = getattr(policies, policy)(person, *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason.startswith(("Only a", "Only officials", "You "))

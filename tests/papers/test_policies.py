import pytest

from almoner.accounts.access import may_read
from almoner.papers import policies
from tests.factories import (
    DAY,
    CopyFactory,
    DocumentFactory,
    ExemptionFactory,
    RoleHoldingFactory,
    UserFactory,
    official,
)
from tests.papers.table import NOBODY, OWN, READERS, ROWS, SENT, THEIRS, WHO

pytestmark = pytest.mark.django_db


def about(policy, person, situation):
    """What the policy is asked about: nothing, or what somebody began."""
    other = UserFactory()
    if situation == THEIRS:
        RoleHoldingFactory(holder=person, role="finance", in_place_of=other)
    first = person if situation == OWN else other
    if policy == "may_check_copy":
        sender = person if situation == SENT else first
        return [CopyFactory(prepared_by=first, submitted_by=sender)]
    return [ExemptionFactory(proposed_by=first)] if "exemption" in policy else []


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    things = [] if situation == "always" else about(policy, person, situation)

    verdict = getattr(policies, policy)(person, *things, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason.startswith(("Only ", "You "))


@pytest.mark.parametrize("who", WHO)
def test_a_file_is_read_by_whoever_may_read_what_it_belongs_to(who):
    person = official() if who == NOBODY else official(who)

    for owner in (DocumentFactory(), CopyFactory()):
        name = f"documents.storedfile:{owner.file}"
        assert bool(may_read(person, name, on=DAY)) is (who in READERS)

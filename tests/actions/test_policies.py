import pytest

from almoner.actions import policies
from tests.actions.factories import ActionFactory
from tests.actions.table import (
    FOR_OWNER,
    FOR_VERIFIER,
    NOBODY,
    OPENED,
    OWN,
    RESTRICTED,
    ROWS,
    TO_VERIFY,
)
from tests.factories import DAY, RoleHoldingFactory, official

pytestmark = pytest.mark.django_db
NAMED = {OWN: "owner", TO_VERIFY: "verifier", OPENED: "opened_by"}
REPLACED = {FOR_OWNER: "owner", FOR_VERIFIER: "verifier"}


def action_for(person, situation):
    named = {NAMED[situation]: person} if situation in NAMED else {}
    action = ActionFactory(is_restricted=situation == RESTRICTED, **named)
    if situation in REPLACED:
        absent = getattr(action, REPLACED[situation])
        RoleHoldingFactory(holder=person, role="finance", in_place_of=absent)
    return action


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    about = [] if situation == "always" else [action_for(person, situation)]

    verdict = getattr(policies, policy)(person, *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason

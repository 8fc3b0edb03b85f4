import pytest

from almoner.accounts.roles import Role
from almoner.agreements import policies
from tests.agreements import table
from tests.factories import DAY, RoleHoldingFactory, StewardshipFactory, UserFactory, official

pytestmark = pytest.mark.django_db
OF_A_STEWARDSHIP = {"may_change_management", "may_release_agreement"}
OF_A_STEWARDSHIP |= {"may_read_contact", "may_forget_contact"}


def person(who, manager):
    if who == table.MANAGER:
        return manager
    if who in {table.DEPUTY, table.DEPUTY_ELSEWHERE}:
        role = Role.AGREEMENT_MANAGER if who == table.DEPUTY else Role.BOARD_SECRETARY
        deputy = UserFactory()
        RoleHoldingFactory(holder=deputy, role=role, in_place_of=manager)
        return deputy
    return official() if who == table.NOBODY else official(Role(who))


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), table.ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    manager = UserFactory() if situation == table.LEFT else official(Role.AGREEMENT_MANAGER)
    asks = person(who, manager)
    other = official() if situation == table.FOR_STRANGER else official(Role.AGREEMENT_MANAGER)
    about = {
        "may_adopt_agreement": [asks if situation == table.FOR_SELF else other],
        "may_hand_over_agreement": [StewardshipFactory(manager=manager), other],
    }
    if policy in OF_A_STEWARDSHIP:
        about[policy] = [StewardshipFactory(manager=manager)]

    verdict = getattr(policies, policy)(asks, *about.get(policy, []), on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason.endswith(".")


def test_a_manager_takes_over_themself_what_one_who_left_managed():
    taker = official(Role.AGREEMENT_MANAGER)
    left = StewardshipFactory(manager=UserFactory())

    assert policies.may_hand_over_agreement(taker, left, taker, on=DAY)


def test_nobody_hands_an_agreement_to_who_manages_it_or_to_who_lacks_the_role():
    stewardship = StewardshipFactory()
    manager = stewardship.manager

    assert not policies.may_hand_over_agreement(manager, stewardship, manager, on=DAY)
    assert not policies.may_hand_over_agreement(manager, stewardship, official(), on=DAY)

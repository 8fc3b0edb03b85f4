from datetime import timedelta

import pytest

from almoner.followers import policies
from almoner.followers.policies import may_confirm_follow
from almoner.followers.queries import KEPT, MOST
from tests.factories import DAY, NOON, AskedFollowFactory, FollowFactory, official
from tests.followers.table import NOBODY, ROWS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("policy", "who", "_situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, _situation, allowed):
    person = official() if who == NOBODY else official(who)

    verdict = getattr(policies, policy)(person, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason


def test_a_link_confirms_for_seven_days_and_once():
    follow = AskedFollowFactory()

    assert may_confirm_follow(follow, at=NOON + KEPT)
    assert not may_confirm_follow(follow, at=NOON + KEPT + timedelta(seconds=1))
    assert not may_confirm_follow(FollowFactory(), at=NOON)


def test_one_address_follows_so_many_searches_and_no_more():
    for n in range(MOST - 1):
        FollowFactory(search=f"/registers/spend/?q={n}")
    follow = AskedFollowFactory(email="Sam.Reader@Example.Test")
    assert may_confirm_follow(follow, at=NOON)

    FollowFactory(search="/registers/grants/")

    verdict = may_confirm_follow(follow, at=NOON)
    assert not verdict
    assert str(MOST) in verdict.reason


def test_what_is_asked_for_again_takes_no_more_room():
    for n in range(MOST):
        FollowFactory(search=f"/registers/spend/?q={n}")

    again = AskedFollowFactory(search="/registers/spend/?q=0")

    assert may_confirm_follow(again, at=NOON)

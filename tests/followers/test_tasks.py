from datetime import timedelta

import pytest

from almoner.core.daily import steps
from almoner.followers.models import Follow
from almoner.followers.operations import PUBLIC, ask_to_follow, end_follow
from almoner.followers.queries import KEPT
from almoner.followers.states import FollowState
from almoner.followers.terms import Ending, Rhythm
from almoner.outbox.models import Message
from tests.factories import NOON, FollowFactory, message
from tests.guard import arranging

pytestmark = pytest.mark.django_db
forget = steps["followers-1-forget"]


def test_an_address_that_nobody_confirms_is_forgotten_after_seven_days():
    search = {"search": "/registers/spend/", "rhythm": Rhythm.DAILY}
    ask_to_follow(email="sam.reader@example.test", **search, at=NOON)
    kept = FollowFactory()

    assert forget(NOON + KEPT).startswith("0 lapsed")
    assert forget(NOON + KEPT + timedelta(minutes=1)).startswith("1 lapsed")

    assert list(Follow.objects.exclude(email="")) == [kept]
    assert not Message.objects.exclude(address="").exists()


def test_a_letter_that_was_in_a_hand_when_its_reader_stopped_is_forgotten_later():
    follow = FollowFactory()
    end_follow(follow, ending=Ending.STOPPED, by=PUBLIC, at=NOON)
    left = message(about=f"followers.follow:{follow}", to_actor="")
    other = message(about=f"followers.follow:{FollowFactory()}", to_actor="")

    forget(NOON)

    left.refresh_from_db()
    other.refresh_from_db()
    assert (left.address, left.body) == ("", "")
    assert other.address


def test_what_still_goes_on_keeps_its_letters():
    follow = FollowFactory()
    message(about=f"followers.follow:{follow}", to_actor="")
    with arranging():
        Follow.objects.filter(pk=follow.pk).update(state=FollowState.CONFIRMED)

    assert forget(NOON) == "0 lapsed; letters of 0 forgotten"

from datetime import UTC, datetime, timedelta

import pytest

from almoner.followers.models import Watch
from almoner.followers.queries import (
    SETTLED,
    follows_to_look_through,
    tally_of_follows,
    told_until,
    watch_told_by,
)
from almoner.followers.states import FollowState
from almoner.followers.terms import Rhythm
from almoner.outbox.models import Delivery
from almoner.outbox.states import DeliveryState, Trouble
from tests.factories import DAY, NOON, AskedFollowFactory, FollowFactory, message
from tests.guard import arranging

pytestmark = pytest.mark.django_db
HOUR, DAYS = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 3, 9, 7, tzinfo=UTC)
EARLY = datetime(2026, 3, 4, 5, 59, tzinfo=UTC)


def watched(follow, *, on=DAY, state=None, **said):
    its = message(state=state) if state else None
    with arranging():
        return Watch.objects.create(
            follow=follow, looked_on=on, since=NOON - DAYS, message=its, **said
        )


def test_whoever_wants_to_be_told_daily_is_looked_for_once_a_day_and_not_at_night():
    follow = FollowFactory()
    assert list(follows_to_look_through(at=EARLY)) == []
    assert list(follows_to_look_through(at=NOON)) == [follow]

    watched(follow)

    assert list(follows_to_look_through(at=NOON + HOUR)) == []
    assert list(follows_to_look_through(at=NOON + DAYS)) == [follow]


def test_whoever_wants_to_be_told_weekly_is_looked_for_on_monday_or_as_soon_after_as_it_can_be():
    follow = FollowFactory(rhythm=Rhythm.WEEKLY)
    watched(follow, on=(MONDAY - 7 * DAYS).date())

    assert list(follows_to_look_through(at=MONDAY - DAYS)) == []
    assert list(follows_to_look_through(at=MONDAY)) == [follow]
    assert list(follows_to_look_through(at=MONDAY + 2 * DAYS)) == [follow]


def test_whoever_confirmed_today_is_told_tomorrow():
    follow = FollowFactory(confirmed_at=NOON)

    assert list(follows_to_look_through(at=NOON + HOUR)) == []
    assert list(follows_to_look_through(at=NOON + DAYS)) == [follow]


def test_whoever_has_not_confirmed_is_told_nothing():
    AskedFollowFactory(asked_at=NOON - DAYS)

    assert list(follows_to_look_through(at=NOON)) == []


@pytest.mark.parametrize(
    ("state", "is_next"),
    [
        (DeliveryState.QUEUED, False),
        (DeliveryState.SENT, True),
        (DeliveryState.CANCELLED, True),
        (DeliveryState.DROPPED, True),
    ],
)
def test_nobody_is_told_more_while_the_last_message_has_not_gone_out(state, is_next):
    watched(FollowFactory(), state=state)

    assert follows_to_look_through(at=NOON + DAYS).exists() is is_next


@pytest.mark.parametrize(
    ("trouble", "is_next"),
    [(Trouble.UNREACHABLE, True), (Trouble.ADDRESS_REFUSED, False), (Trouble.UNSENDABLE, False)],
)
def test_a_mail_server_that_was_away_silences_nobody_for_good(trouble, is_next):
    follow = FollowFactory()
    watch = watched(follow, state=DeliveryState.FAILED, until=NOON)
    with arranging():
        Delivery.objects.filter(message=watch.message).update(trouble=trouble)

    assert follows_to_look_through(at=NOON + DAYS).exists() is is_next
    assert told_until(follow) == watch.since


def test_whoever_was_told_knows_of_all_until_then_and_nobody_is_told_by_what_was_not_sent():
    new, told, untold = FollowFactory(), FollowFactory(), FollowFactory()
    watched(told, state=DeliveryState.SENT, until=NOON)
    watched(untold, state=DeliveryState.CANCELLED, until=NOON)

    assert told_until(new) == new.confirmed_at - SETTLED
    assert told_until(told) == NOON
    assert told_until(untold) == NOON - DAYS


def test_a_message_tells_whoever_has_stopped_nothing():
    follow = FollowFactory()
    watch = watched(follow, state=DeliveryState.QUEUED)
    assert watch_told_by(watch.message) == watch

    with arranging():
        type(follow).objects.filter(pk=follow.pk).update(
            state=FollowState.ENDED, email="", search="", ended_at=NOON
        )

    assert watch_told_by(watch.message) is None


def test_followers_are_counted_and_not_named():
    FollowFactory()
    FollowFactory(rhythm=Rhythm.WEEKLY)
    AskedFollowFactory()

    tally = tally_of_follows()

    assert (tally.daily, tally.weekly, tally.asked) == (1, 1, 1)

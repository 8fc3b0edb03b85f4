from datetime import timedelta
from time import sleep

import pytest
from django.db.utils import InterfaceError, OperationalError

from almoner.core.leases import give_up_lease, holding, live_leases, take_lease
from almoner.core.models import Lease
from tests.crowd import at_once
from tests.factories import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def take(holder, at=NOON):
    return take_lease("nightly", holder=holder, until=at + MINUTE, at=at)


def test_a_lease_is_held_by_one_until_it_lapses():
    assert take("first")
    assert not take("second", at=NOON + MINUTE - timedelta(microseconds=1))
    assert take("second", at=NOON + MINUTE)
    assert not take("first", at=NOON + MINUTE)


def test_a_lease_is_renewed_by_its_holder():
    assert take("first")
    assert take("first", at=NOON + MINUTE / 2)
    assert not take("second", at=NOON + MINUTE)


def test_a_lease_given_up_is_free_and_nobody_gives_up_anothers():
    take("first")

    give_up_lease("nightly", holder="second")
    assert not take("second")

    give_up_lease("nightly", holder="first")
    assert take("second")


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_take_a_lease_at_once_one_holds_it():
    assert sorted(at_once(8, lambda n: take(f"holder-{n}"))) == [False] * 7 + [True]


def test_holding_says_whether_it_does_and_lets_go():
    with holding("nightly") as is_ours, holding("nightly") as is_theirs:
        assert (is_ours, is_theirs) == (True, False)

    assert not Lease.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_holding_renews_its_lease_for_as_long_as_it_takes():
    beats = []

    with holding(
        "nightly", lasting=timedelta(seconds=1), at_each_beat=lambda: beats.append("beat")
    ):
        first = Lease.objects.get().until
        sleep(1.2)
        assert live_leases(at=first).exists()
    assert beats


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_holding_outlasts_a_moment_without_its_database(fault):
    beats = []

    def falter():
        beats.append("beat")
        if len(beats) == 1:
            raise fault

    with holding("nightly", lasting=timedelta(seconds=0.4), at_each_beat=falter):
        sleep(0.5)
    assert len(beats) > 1

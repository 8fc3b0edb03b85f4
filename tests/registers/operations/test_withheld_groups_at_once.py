"""Somebody merges, or parts, what somebody else takes down at the same moment."""

import pytest

from almoner.accounts.roles import Role
from almoner.core.hindrances import Hindered
from almoner.organisations.models import Organisation
from almoner.registers.operations.withholding import take_down
from almoner.registers.publicity import withheld_now
from tests.crowd import at_once
from tests.factories import NOON, official
from tests.organisations.groups import called, merge, part
from tests.registers.operations.test_withholding import wanted

pytestmark = pytest.mark.django_db(transaction=True)


def at_the_same_moment(change, organisation):
    publisher = official(Role.PUBLISHER)

    def act(n):
        try:
            change() if n else take_down(wanted(organisation), by=publisher, at=NOON)
        except Hindered:
            return False
        return True

    is_down, is_changed = at_once(2, act)
    assert is_down
    return is_changed


@pytest.mark.parametrize("time", range(3))
def test_whoever_is_merged_with_what_is_taken_down_is_withheld_or_is_not_merged(time):
    one, two = called("One", "Two")
    etta = official(Role.FINANCE)

    is_merged = at_the_same_moment(lambda: merge(two, one, by=etta), one)

    assert Organisation.objects.filter(survivor=one).exists() == is_merged
    assert withheld_now().organisations == ({one.pk, two.pk} if is_merged else {one.pk})


@pytest.mark.parametrize("time", range(3))
def test_whoever_is_parted_from_what_is_taken_down_is_public_or_is_not_parted(time):
    one, two = called("One", "Two")
    etta = official(Role.FINANCE)
    merge(two, one, by=etta)

    is_parted = at_the_same_moment(lambda: part(two, by=etta), one)

    assert withheld_now().organisations == ({one.pk} if is_parted else {one.pk, two.pk})

"""Two people at the same two organisations at the same moment."""

import pytest

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.organisations.lookalikes import Pair
from almoner.organisations.models import Likeness, LikenessDecision, Organisation
from almoner.organisations.operations import keep_apart, propose_likenesses
from almoner.organisations.states import Basis, LikenessState
from tests.crowd import at_once
from tests.factories import NOON, official
from tests.organisations.groups import called, merge

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_merge_the_same_two_at_once_either_way_one_does():
    etta, (one, two) = official(Role.FINANCE), called("One", "Two")

    def merge_either_way(n):
        try:
            return bool(merge(*((one, two) if n else (two, one)), by=etta))
        except IllegalTransition:
            return False

    assert sorted(at_once(2, merge_either_way)) == [False, True]
    assert Organisation.objects.filter(survivor=None).count() == 1
    assert LikenessDecision.objects.count() == 1


def test_three_who_are_merged_in_a_ring_at_once_never_make_a_ring():
    etta, ring = official(Role.FINANCE), called("One", "Two", "Three")

    def merge_into_next(n):
        try:
            return bool(merge(ring[n], ring[(n + 1) % 3], by=etta))
        except IllegalTransition:
            return False

    at_once(3, merge_into_next)

    speaking = Organisation.objects.filter(survivor=None)
    assert speaking.count() >= 1
    assert not Organisation.objects.exclude(survivor=None).exclude(survivor__in=speaking).exists()


def test_of_many_who_keep_the_same_two_apart_at_once_one_does():
    etta, (one, two) = official(Role.FINANCE), called("One", "Two")
    propose_likenesses([Pair(one.pk, two.pk, Basis.SPELT_ALIKE)], at=NOON)
    likeness = Likeness.objects.get()

    def say_different(_n):
        try:
            return bool(keep_apart(likeness, reason="", by=etta, at=NOON))
        except IllegalTransition:
            return False

    assert sorted(at_once(4, say_different)) == [False, False, False, True]
    assert LikenessDecision.objects.count() == 1


def test_who_merges_and_who_keeps_apart_at_once_never_leave_two_answers():
    etta, (one, two) = official(Role.FINANCE), called("One", "Two")
    propose_likenesses([Pair(one.pk, two.pk, Basis.SPELT_ALIKE)], at=NOON)
    likeness = Likeness.objects.get()

    def decide(n):
        try:
            merge(one, two, by=etta) if n else keep_apart(likeness, reason="", by=etta, at=NOON)
        except IllegalTransition:
            return False
        return True

    assert at_once(2, decide)[
        1
    ]  # whoever merges last thinks again; whoever merges first has decided

    likeness.refresh_from_db()
    assert likeness.state == LikenessState.SAME
    assert Organisation.objects.get(pk=one.pk).survivor == two

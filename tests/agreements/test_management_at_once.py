"""Two people at the same agreement at the same moment."""

import pytest

from almoner.accounts.roles import Role
from almoner.agreements.models import Stewardship
from almoner.agreements.operations import adopt_agreement
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from tests.crowd import at_once
from tests.factories import NOON, VersionFactory, official

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_who_adopt_an_agreement_at_once_one_does():
    agreement = VersionFactory().agreement
    managers = [official(Role.AGREEMENT_MANAGER) for _ in range(4)]

    def adopt(n):
        try:
            return bool(adopt_agreement(agreement, manager=managers[n], by=managers[n], at=NOON))
        except IllegalTransition:
            return False

    assert sorted(at_once(4, adopt)) == [False, False, False, True]
    assert Stewardship.objects.count() == Event.objects.count() == 1

"""Two people, or a person and the house, at the same payment at the same moment."""

import pytest

from almoner.accounts.roles import Role
from almoner.core.actors import NIGHTLY
from almoner.core.lifecycles import IllegalTransition
from almoner.payments.models import Match
from almoner.payments.operations import confirm_match, propose_matches
from almoner.payments.states import MatchState
from tests.crowd import at_once
from tests.factories import DAY, NOON, MatchFactory, PaymentFactory, VersionFactory, official

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_who_confirm_a_payment_at_once_one_does():
    etta, payment = official(Role.FINANCE), PaymentFactory()
    agreements = [MatchFactory(payment=payment).agreement for _ in range(4)]

    def confirm(n):
        try:
            return bool(confirm_match(payment, agreements[n], by=etta, at=NOON))
        except IllegalTransition:
            return False

    assert sorted(at_once(4, confirm)) == [False, False, False, True]
    assert Match.objects.filter(state=MatchState.CONFIRMED).count() == 1


def test_many_passes_at_once_propose_each_pair_once():
    payment = PaymentFactory()
    VersionFactory(organisation=payment.organisation, starts_on=DAY)

    made = at_once(4, lambda _n: propose_matches(by=NIGHTLY, at=NOON))

    assert sum(made) == 1
    assert Match.objects.count() == 1

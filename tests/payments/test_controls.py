from datetime import timedelta
from decimal import Decimal

import pytest

from almoner.payments.states import MatchState
from tests.assurance.asked import only_the_first_breaks
from tests.factories import DAY, MatchFactory, PaymentFactory

pytestmark = pytest.mark.django_db


def large(days=91, amount=10_000):
    return PaymentFactory(amount=Decimal(amount), paid_on=DAY - timedelta(days=days))


def test_a_large_payment_is_matched_within_ninety_days():
    large(days=90), large(amount="9999.99")

    only_the_first_breaks(
        "payments-matched",
        large,
        lambda: MatchFactory(payment=large(), state=MatchState.CONFIRMED).payment,
    )

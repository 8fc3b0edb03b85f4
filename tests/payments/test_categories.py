from decimal import Decimal

import pytest

from almoner.payments.categories import CategoryTotals, totals_by_category
from almoner.payments.models import Payment
from tests.factories import PaymentFactory

pytestmark = pytest.mark.django_db


def test_payments_are_summed_by_their_categories_the_most_first():
    for category, pounds in [("Rent", 5), ("Grants", 70), ("Rent", 6), ("", 7)]:
        PaymentFactory(category=category, amount=Decimal(pounds))

    assert totals_by_category(Payment.objects.all()) == [
        CategoryTotals(1, Decimal("70.00"), "Grants"),
        CategoryTotals(2, Decimal("11.00"), "Rent"),
        CategoryTotals(1, Decimal("7.00"), ""),
    ]

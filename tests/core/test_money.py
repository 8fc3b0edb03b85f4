from decimal import Decimal

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db.models import F, Sum
from hypothesis import given
from hypothesis import strategies as st

from almoner.core.money import MoneyField
from almoner.payments.models import Payment
from tests.factories import PaymentFactory

LARGE = Decimal("99999999999.99")


@given(st.integers(-(10**18), 10**18))
def test_every_whole_number_of_pence_comes_back_as_it_was(pence):
    money = MoneyField()

    assert money.get_prep_value(money.from_db_value(pence, None, None)) == pence


@pytest.mark.parametrize(
    "amount",
    [Decimal("0.001"), 0.1, 1.0, "ten", "Infinity", "NaN", "", True, b"1", [1], object()],
)
def test_money_refuses_what_is_not_whole_pence(amount):
    with pytest.raises(ValidationError):
        MoneyField().get_prep_value(amount)


@pytest.mark.parametrize("amount", ["ten", "Infinity", "NaN", "sNaN"])
def test_what_is_no_number_is_not_called_a_fraction_of_a_penny(amount):
    with pytest.raises(ValidationError, match="not an amount of money"):
        MoneyField().get_prep_value(amount)


def test_no_amount_is_none_and_a_form_asks_for_pounds_and_pence():
    assert MoneyField().to_python(None) is None
    assert MoneyField().from_db_value(None) is None
    assert MoneyField().formfield().decimal_places == 2


def test_sums_are_exact(db):
    PaymentFactory.create_batch(30, amount=LARGE)

    assert Payment.objects.aggregate(total=Sum("amount")) == {"total": LARGE * 30}


def test_money_adds_to_money_and_refuses_to_guess_the_rest(db):
    PaymentFactory(amount=Decimal("10.10"))

    twice = Payment.objects.annotate(twice=F("amount") + F("amount")).get().twice
    assert twice == Decimal("20.20")
    with pytest.raises(FieldError, match="You must set output_field"):
        Payment.objects.annotate(twice=F("amount") * 2).get()


def test_filters_are_in_pounds(db):
    PaymentFactory(amount=Decimal("10.10"))

    assert Payment.objects.filter(amount__gte=Decimal("10.10"), amount__lt=11).exists()
    assert not Payment.objects.filter(amount__gt=Decimal("10.10")).exists()

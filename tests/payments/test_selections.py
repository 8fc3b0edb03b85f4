import pytest

from almoner.payments.models import Payment
from almoner.payments.selections import Selection, many_in_order, payments_selected
from tests.factories import PaymentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("chosen", [payments_selected, many_in_order])
def test_words_without_a_letter_find_no_payment(chosen):
    PaymentFactory()

    assert not chosen(Payment.objects.all(), Selection(words="!")).exists()


@pytest.mark.parametrize("chosen", [payments_selected, many_in_order])
def test_a_reference_finds_its_payment_alone(chosen):
    payment, _other = PaymentFactory(), PaymentFactory()

    found = chosen(Payment.objects.all(), Selection(words=f" {payment.reference.lower()} "))

    assert list(found) == [payment]

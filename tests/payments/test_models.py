import pytest
from django.db import IntegrityError, transaction

from almoner.payments.models import AS_READ, Payment
from tests.factories import PaymentFactory
from tests.guard import arranging

pytestmark = pytest.mark.django_db

OTHERWISE = {
    "row_number": 99,
    "occurrence": 2,
    "paid_on": "2026-03-05",
    "month": "2026-04",
    "amount": "250.01",
}


@pytest.mark.parametrize("column", [*AS_READ, "sheet"])
def test_the_database_refuses_to_change_what_was_read(column):
    payment = PaymentFactory()

    with arranging(), pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**{column: OTHERWISE.get(column, "Another")})


def test_its_canonical_line_is_the_same_before_and_after_it_is_saved():
    payment = PaymentFactory.build(batch=None, organisation=None, supplier_name="Quay", amount="5")
    saved = PaymentFactory(
        reference=payment.reference,
        row_number=payment.row_number,
        supplier_name="Quay",
        amount="5.00",
        purpose="",
    )
    saved.refresh_from_db()

    payment.amount = saved.amount.normalize()

    assert payment.canonical() == saved.canonical()
    assert saved.canonical() == (
        f'["{saved}","{saved.row_number}","1","Wexmoor Council","Quay","","2026-03-04","2026-03",'
        '"5.00","","","","",""]'
    )


def test_its_canonical_line_ends_with_its_sheet_where_there_are_sheets():
    payment = PaymentFactory.build(batch=None, organisation=None, supplier_name="Quay")
    without = payment.canonical()

    payment.sheet = "April"

    assert payment.canonical() == without.removesuffix("]") + ',"April"]'

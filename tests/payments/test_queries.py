from datetime import date, timedelta
from decimal import Decimal

import pytest

from almoner.core.moments import end_of
from almoner.core.periods import FinancialYear, Month
from almoner.core.states import BatchState
from almoner.payments.models import Payment
from almoner.payments.queries import (
    MonthTotals,
    Received,
    Totals,
    YearTotals,
    live_payments,
    newest_first,
    payments_as_at,
    payments_in,
    suppliers_of,
    totals,
    totals_by_month,
    years_of,
)
from tests.factories import DAY, BatchFactory, OrganisationFactory, PaymentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [BatchState.STAGED, BatchState.DISCARDED])
def test_only_payments_of_live_batches_are_seen(state):
    live = PaymentFactory()
    PaymentFactory(batch__state=state)

    assert list(live_payments()) == [live]


def test_payments_as_at_a_day_are_known_from_it_and_recorded_before_it_ended():
    known = PaymentFactory(
        batch=BatchFactory(known_from=DAY, recorded_at=end_of(DAY) - timedelta(microseconds=1))
    )
    PaymentFactory(batch=BatchFactory(known_from=DAY, recorded_at=end_of(DAY)))
    PaymentFactory(
        batch=BatchFactory(
            known_from=DAY + timedelta(days=1), recorded_at=end_of(DAY) - timedelta(hours=1)
        )
    )

    assert list(payments_as_at(DAY)) == [known]
    assert not payments_as_at(DAY - timedelta(days=1)).exists()


def test_totals_are_exact_and_nothing_is_nothing():
    assert totals(live_payments()) == Totals(0, Decimal("0.00"))
    batch = BatchFactory()
    for _ in range(3):
        PaymentFactory(batch=batch, amount=Decimal("99999999999.99"))
    PaymentFactory(batch=batch, amount=Decimal("-0.01"))

    assert totals(live_payments()) == Totals(4, Decimal("299999999999.96"))


def test_totals_by_month_and_by_financial_year():
    for day, amount in [
        (date(2026, 3, 31), "1.10"),
        (date(2026, 3, 1), "2.20"),
        (date(2026, 4, 1), "4.00"),
        (date(2025, 4, 1), "8.00"),
    ]:
        PaymentFactory(paid_on=day, amount=Decimal(amount))

    assert totals_by_month(live_payments()) == [
        MonthTotals(1, Decimal("8.00"), Month(2025, 4)),
        MonthTotals(2, Decimal("3.30"), Month(2026, 3)),
        MonthTotals(1, Decimal("4.00"), Month(2026, 4)),
    ]
    assert years_of(totals_by_month(live_payments())) == [
        YearTotals(3, Decimal("11.30"), FinancialYear(2025)),
        YearTotals(1, Decimal("4.00"), FinancialYear(2026)),
    ]


def test_payments_in_a_month_include_its_first_and_last_day():
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    payments = [PaymentFactory(paid_on=day) for day in days]

    found = payments_in(live_payments(), Month(2026, 3))

    assert set(found) == set(payments[1:3])


def test_newest_first_never_varies_and_brings_what_a_page_shows(django_assert_num_queries):
    early, late = PaymentFactory(paid_on=date(2026, 3, 1)), PaymentFactory(paid_on=DAY)
    same = PaymentFactory(paid_on=DAY)

    with django_assert_num_queries(1):
        found = list(newest_first(live_payments()))
        assert {payment.organisation.name for payment in found}
        assert {payment.batch.reference for payment in found}

    assert found == [*sorted([late, same], key=str, reverse=True), early]


def test_suppliers_are_listed_by_what_they_were_paid():
    harbour, quay = OrganisationFactory(name="Harbour"), OrganisationFactory(name="Quay")
    PaymentFactory(organisation=harbour, amount=Decimal(5))
    PaymentFactory(organisation=quay, amount=Decimal(4))
    PaymentFactory(organisation=quay, amount=Decimal(3))
    PaymentFactory(organisation=None, supplier_name="Redacted", amount=Decimal(90))

    found = suppliers_of(live_payments())

    assert found == [
        Received(2, Decimal("7.00"), quay.pk),
        Received(1, Decimal("5.00"), harbour.pk),
    ]
    assert Payment.objects.count() == 4

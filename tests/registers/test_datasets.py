from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from almoner.core.periods import Month
from almoner.payments.queries import live_payments, payments_in
from almoner.publication.datasets import Access, registry
from almoner.publication.writers import csv_lines, json_lines
from almoner.registers.datasets import Spend
from almoner.registers.kinds import field_in_words
from tests.factories import BatchFactory, OrganisationFactory, PaymentFactory

GOLDEN = Path(__file__).parent / "golden"
pytestmark = pytest.mark.django_db


def invented_march():
    early = BatchFactory(reference="BAT-2222222222", recorded_at=datetime(2026, 4, 1, tzinfo=UTC))
    late = BatchFactory(reference="BAT-3333333333", recorded_at=datetime(2026, 4, 2, tzinfo=UTC))
    harbour = OrganisationFactory(reference="ORG-2222222222", name="Harbour Trust")
    quay = OrganisationFactory(reference="ORG-3333333333", name='Quay "North", Sons')
    given = [
        ("PAY-FFFFFFFFFFFF", late, 2, quay, date(2026, 3, 4), "1250.50"),
        ("PAY-CCCCCCCCCCCC", early, 9, harbour, date(2026, 3, 4), "-0.05"),
        ("PAY-QQQQQQQQQQQQ", early, 3, quay, date(2026, 3, 4), "12345678901.10"),
        ("PAY-222222222222", early, 4, harbour, date(2026, 3, 1), "5"),
        ("PAY-333333333333", early, 5, harbour, date(2026, 4, 1), "6"),
    ]
    for reference, batch, row, organisation, day, amount in given:
        PaymentFactory(
            reference=reference,
            batch=batch,
            row_number=row,
            organisation=organisation,
            paid_on=day,
            amount=Decimal(amount),
        )
    PaymentFactory(
        reference="PAY-444444444444",
        batch=late,
        row_number=3,
        organisation=None,
        supplier_name="REDACTED PERSONAL DATA",
        paid_on=date(2026, 3, 31),
        category="Care – home\nand away",
        purpose="Señor's stay",
        value_for_money="The lowest of three",
        document_reference="00123",
    )
    return Spend(payments_in(live_payments(), Month(2026, 3)))


@pytest.mark.parametrize(("write", "suffix"), [(csv_lines, "csv"), (json_lines, "json")])
def test_a_month_of_spend_is_the_golden_file_byte_for_byte(write, suffix):
    spend = invented_march()

    assert b"".join(write(spend)) == (GOLDEN / f"spend-2026-03.{suffix}").read_bytes()


def test_every_column_of_spend_is_public_and_registered():
    assert registry["spend"] is Spend
    assert {column.access for column in Spend.columns} == {Access.PUBLIC}


def test_spend_is_read_in_one_question(django_assert_num_queries):
    spend = invented_march()

    with django_assert_num_queries(1):
        assert len(list(spend.rows())) == 5


@pytest.mark.parametrize(
    ("name", "words"),
    [("supplier_sme", "Supplier SME"), ("cpv_code", "CPV code"), ("value_total", "Value total")],
)
def test_a_field_is_said_as_people_say_it(name, words):
    assert field_in_words(name) == words

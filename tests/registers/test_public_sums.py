from datetime import date
from decimal import Decimal

import pytest

from almoner.core.daily import steps
from almoner.core.periods import FinancialYear
from almoner.core.states import BatchState
from almoner.payments.models import Payment, WordSum
from almoner.payments.operations import forget_word_sums, keep_word_sums
from almoner.payments.queries import totals_by_month
from almoner.payments.search import PAYMENT
from almoner.payments.selections import Selection, payments_selected
from almoner.registers.public_sums import months_selected
from almoner.registers.publicity import public_payments
from almoner.search.operations import rebuild_index
from tests.factories import (
    NOON,
    BatchFactory,
    OrganisationFactory,
    PaymentFactory,
    WithholdingFactory,
)
from tests.guard import arranging

pytestmark = pytest.mark.django_db
SUPPLIERS = ("Wexmoor Care Ltd", "Carers’ Trust", "Scaredy Café", "Shelter")
ASKED = ("care", "Café", "ltd", "LTD.", "trust", "2026", "care ltd", '"care"', "car", "nobody")


def paid(count, *, batch=None):
    """Payments that say the same few words, over two months, and their entries."""
    parties = [OrganisationFactory(name=name) for name in SUPPLIERS]
    known = batch or BatchFactory()
    with arranging():
        Payment.objects.bulk_create(
            PaymentFactory.build(
                batch=known,
                row_number=10 + nth,
                organisation=parties[nth % 4],
                supplier_name=parties[nth % 4].name,
                purpose="Care of 2026" if nth % 3 else "",
                paid_on=date(2026, 3 + nth % 2, 5),
                amount=Decimal(nth),
            )
            for nth in range(count)
        )
    rebuild_index(PAYMENT)
    return parties


def row_by_row(selection):
    return totals_by_month(payments_selected(public_payments(), selection))


@pytest.mark.parametrize("state", [BatchState.LIVE, BatchState.UNDONE])
def test_sums_of_common_words_are_those_of_their_rows_less_what_is_hidden(state):
    parties = paid(404)
    other = BatchFactory(state=state)
    PaymentFactory(batch=other, organisation=parties[0], supplier_name="Care in Wexmoor")
    rebuild_index(PAYMENT)
    keep_word_sums()
    assert {"care", "ltd", "cafe"} <= set(WordSum.objects.values_list("word", flat=True))

    for hidden in (None, parties[0], parties[2]):
        if hidden:
            WithholdingFactory(organisation=hidden)
        for words in ASKED:
            for period in (None, FinancialYear(2026)):
                selection = Selection(words=words, period=period)
                assert months_selected(selection) == row_by_row(selection), (hidden, words)


def test_where_much_is_hidden_all_is_added_up_row_by_row(monkeypatch):
    monkeypatch.setattr("almoner.payments.summed_words.FEW", 1)
    parties = paid(404)
    keep_word_sums()
    WithholdingFactory(organisation=parties[0])

    assert months_selected(Selection(words="care")) == row_by_row(Selection(words="care"))


def test_a_word_is_told_from_its_rows_until_every_batch_is_summed():
    paid(404)
    keep_word_sums()
    batch = BatchFactory()
    late = PaymentFactory(batch=batch, supplier_name="Care in Wexmoor", amount=Decimal(7))
    rebuild_index(PAYMENT)
    before = row_by_row(Selection(words="care"))

    assert months_selected(Selection(words="care")) == before
    assert late.month in {str(month.month) for month in before}

    keep_word_sums()
    assert WordSum.objects.filter(batch=batch, word="care").exists()
    assert months_selected(Selection(words="care")) == before


def test_words_are_summed_once_and_anew_once_they_are_forgotten():
    paid(404)

    assert steps["sum-words"](NOON) != "0 summed"
    assert keep_word_sums() == 0

    forget_word_sums()
    assert keep_word_sums() > 0


def test_few_payments_are_not_summed():
    paid(40)

    assert keep_word_sums() == 0

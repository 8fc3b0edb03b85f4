import gc
import weakref
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError, connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from almoner.core import prepared as preparing
from almoner.core.models import Batch, Event
from almoner.core.prepared import Prepared, prepared
from almoner.core.states import BatchState
from almoner.payments.models import Payment
from tests.factories import PaymentFactory

pytestmark = pytest.mark.django_db
READ = ["pk", "paid_on", "amount", "batch__recorded_at", "purpose", "organisation__reference"]
ODD = "100% of %(it)s, isn’t it? 'Quite' □"


def asked(reference):
    its = Batch.objects.filter(pk=OuterRef("batch"), state=BatchState.LIVE)
    found = Payment.objects.filter(reference=reference, batch__state=BatchState.LIVE)
    return found.exclude(purpose=ODD).values_list(*READ, Exists(its))


def test_what_is_prepared_is_answered_as_django_answers_it():
    paid = [PaymentFactory(amount="1250.50", paid_on=date(2026, 2, 3)), PaymentFactory()]
    question = Prepared(asked)

    for one in paid:
        assert question.rows(one.reference) == list(asked(one.reference))
    (row,) = question.rows(paid[0].reference)
    assert (row[1], str(row[2])) == (date(2026, 2, 3), "1250.50")
    assert row[3].tzinfo in {UTC, row[3].tzinfo}
    assert isinstance(row[3], datetime)


@pytest.mark.parametrize("reference", ["PAY-NONE", "' OR '1'='1", "%(asked)s", "%s", ODD, ""])
def test_whatever_is_asked_after_is_a_reference_and_never_a_part_of_the_question(reference):
    PaymentFactory()

    assert Prepared(asked).rows(reference) == []


def test_values_of_the_question_are_what_they_say():
    PaymentFactory(purpose=ODD)
    kept = PaymentFactory(purpose="100%")

    assert Prepared(lambda text: asked(text).filter(purpose="100%")).rows(kept.reference)
    assert Prepared(asked).rows(Payment.objects.get(purpose=ODD).reference) == []


def test_what_is_prepared_is_counted_among_what_is_asked_of_the_database():
    paid, question = PaymentFactory(), Prepared(asked)

    with CaptureQueriesContext(connection) as told:
        question.rows(paid.reference)

    assert len(told) == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_gone_is_made_anew_and_asked_again(monkeypatch):
    connection.health_check_done, tried = False, []
    answer = preparing._answer

    def gone_at_first(sql, values):
        tried.append(sql)
        if len(tried) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        return answer(sql, values)

    monkeypatch.setattr(preparing, "_answer", gone_at_first)
    monkeypatch.setattr(connection, "is_usable", lambda: False)

    assert prepared(f"SELECT count(*) FROM {Event._meta.db_table}", []) == [(0,)]
    assert len(tried) == 2


@pytest.mark.django_db(transaction=True)
def test_what_failed_for_another_reason_than_that_is_not_asked_again(monkeypatch):
    connection.ensure_connection()
    connection.health_check_done = False
    refused = OperationalError("canceling statement due to statement timeout")
    tried = []

    def too_long(sql, _values):
        tried.append(sql)
        raise refused

    monkeypatch.setattr(preparing, "_answer", too_long)

    with pytest.raises(OperationalError):
        prepared("SELECT 1", [])
    assert len(tried) == 1


def test_a_question_may_have_more_values_than_a_row_has_columns():
    paid = PaymentFactory()

    question = Prepared(lambda text: asked(text).exclude(pk__in=range(10**9, 10**9 + 2_500)))

    assert len(question.rows(paid.reference)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_closed_is_not_held_on_to():
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL are there connections that are kept a cursor of")
    prepared("SELECT 1", [])
    gone = weakref.ref(connection.connection)

    connection.close()
    gc.collect()

    assert gone() is None


def test_within_an_act_nothing_is_asked_again(monkeypatch):
    connection.health_check_done, tried = False, []
    monkeypatch.setattr(connection, "is_usable", lambda: False)

    def gone(sql, _values):
        tried.append(sql)
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(preparing, "_answer", gone)

    with pytest.raises(OperationalError):
        prepared("SELECT 1", [])
    assert len(tried) == 1

from threading import Barrier

import pytest
from django.db import IntegrityError

from almoner.core import batches
from almoner.core.actors import NIGHTLY
from almoner.core.alone import alone
from almoner.core.batches import (
    BatchInProgress,
    delete_rows,
    digest_of,
    discard_abandoned,
    discard_batch,
    make_undone,
    open_batch,
    staging_alone,
    unswept_batches,
)
from almoner.core.ledger import verify
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.states import BatchState
from almoner.payments.models import Payment
from tests.crowd import at_once, elsewhere
from tests.factories import NOON, BatchFactory, PaymentFactory
from tests.guard import arranging

pytestmark = pytest.mark.django_db
SOURCE = "a" * 64


class Row:
    def __init__(self, text):
        self.text = text

    def canonical(self):
        return self.text


def begin(kind="spend", at=NOON):
    return open_batch(kind=kind, source_digest=SOURCE, at=at)


def test_a_batch_begins_unseen_and_leaves_no_line():
    batch = begin()

    assert (batch.state, batch.row_count, batch.recorded_at) == (BatchState.STAGED, 0, None)
    assert not Event.objects.exists()


def test_one_process_stages_a_kind_at_a_time():
    with elsewhere(lambda: staging_alone("spend")):
        with pytest.raises(BatchInProgress, match="Try again when that is done"):
            staging_alone("spend").__enter__()
        with staging_alone("grants"):
            begin("grants")

    with staging_alone("spend"):
        begin("spend")


def test_the_database_refuses_a_second_staged_batch_of_a_kind():
    begin()

    with pytest.raises(IntegrityError):
        begin()


def test_of_eight_who_stage_at_once_one_does():
    turn = Barrier(8)

    def attempt(_):
        with alone("staging-spend") as is_ours:
            turn.wait()  # until all have tried
            return is_ours

    assert sum(at_once(8, attempt)) == 1


def test_what_a_dead_process_left_is_discarded_and_its_rows_deleted():
    batch = begin()
    PaymentFactory(batch=batch)

    with staging_alone("spend"):
        assert discard_abandoned("spend", by=NIGHTLY, at=NOON) == 1
        assert discard_abandoned("spend", by=NIGHTLY, at=NOON) == 0

    batch.refresh_from_db()
    assert batch.state == BatchState.DISCARDED
    assert not Payment.objects.exists()


def test_a_discarded_batch_says_so_in_the_ledger_and_makes_room():
    batch = begin()

    discard_batch(batch, by=NIGHTLY, at=NOON)

    line = Event.objects.get()
    assert (line.kind, line.about) == ("batch.discarded", f"core.batch:{batch}")
    assert begin().state == BatchState.STAGED
    assert verify().count == 1


def test_a_batch_is_discarded_once():
    batch = begin()
    discard_batch(batch, by=NIGHTLY, at=NOON)

    with pytest.raises(IllegalTransition):
        discard_batch(batch, by=NIGHTLY, at=NOON)


def test_the_digest_of_rows_is_the_same_in_chunks_of_any_size():
    rows = [Row(f"row {n}") for n in range(7)]
    whole = digest_of(rows)

    in_chunks = ""
    for start in range(0, 7, 3):
        in_chunks = digest_of(rows[start : start + 3], after=in_chunks)

    assert in_chunks == whole
    assert digest_of(reversed(rows)) != whole
    assert digest_of([*rows[:-1], Row("row six")]) != whole


def test_no_rows_have_a_digest_too():
    assert len(digest_of([])) == 64


@pytest.mark.parametrize("state", [BatchState.STAGED, BatchState.LIVE])
def test_only_the_rows_of_a_discarded_batch_are_deleted(state):
    batch = BatchFactory(state=state)
    PaymentFactory(batch=batch)

    with pytest.raises(IllegalTransition, match="is not discarded, so its rows stay"):
        delete_rows(batch)

    assert Payment.objects.count() == 1


def test_rows_are_deleted_in_chunks_and_taken_up_again_where_that_stopped(monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 2)
    batch = discard_batch(begin(), by=NIGHTLY, at=NOON)
    for _ in range(5):
        PaymentFactory(batch=batch, organisation__batch=batch)
    kept = PaymentFactory()
    batches._delete_some(Payment.objects.filter(batch=batch))
    assert unswept_batches("spend") == [batch]

    assert delete_rows(batch) == 8

    assert unswept_batches("spend") == []
    assert list(Payment.objects.all()) == [kept]


def test_only_a_live_batch_is_undone_and_its_rows_stay():
    payment = PaymentFactory()

    with arranging():
        undone = make_undone(payment.batch)

    assert undone.state == BatchState.UNDONE
    assert list(Payment.objects.all()) == [payment]
    with pytest.raises(IllegalTransition):
        make_undone(undone)
    with pytest.raises(IllegalTransition):
        make_undone(begin())

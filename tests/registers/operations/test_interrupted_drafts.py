"""A worker that is killed while it reads or imports a file in preparation: another takes it up."""

import os
import signal

import pytest
from django.test import override_settings

from almoner.accounts.roles import Role
from almoner.core.ledger import verify
from almoner.core.models import Batch, Event
from almoner.core.states import BatchState
from almoner.payments.models import Payment
from almoner.payments.queries import live_payments
from almoner.registers.kinds import Register
from almoner.registers.models import ImportDraft
from almoner.registers.operations import confirm_draft
from almoner.registers.operations.drafts import path_of
from almoner.registers.states import DraftState
from almoner.registers.tasks import take_up
from tests.factories import NOON, official
from tests.processes import start, wait_for
from tests.registers.drafts import begun, read
from tests.registers.files import HEADER, many_rows

ROWS = 6_500
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _large_files_in_the_background(tmp_path):
    with override_settings(FILES=tmp_path / "files", AT_ONCE_LIMIT=10):
        yield


def worker(home):
    return start("-m", "almoner.cli", "worker", "--batch", "--lease", "1", home=home)


def state():
    return ImportDraft.objects.values_list("state", "rows_read").get()


def kill(process):
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def finish(home, *, when):
    """Let workers come and go, as a timer starts them, until the draft is so far."""

    def is_so():
        if ImportDraft.objects.get().state == when:
            return True
        worker(home).communicate()
        return False

    wait_for(is_so)


def test_a_file_whose_worker_was_killed_while_it_read_is_read_by_another(tmp_path):
    take_up(begun(many_rows(ROWS), header=HEADER, register=Register.SPEND))
    killed = worker(tmp_path)
    wait_for(lambda: state()[1] > 0)
    kill(killed)
    assert state()[0] == DraftState.UPLOADED

    finish(tmp_path, when=DraftState.READ)

    assert ImportDraft.objects.get().preview["accepted"] == ROWS


def test_an_import_whose_worker_was_killed_is_made_once_by_another(tmp_path):
    publisher = official(Role.PUBLISHER)
    draft = read(many_rows(ROWS), header=HEADER, register=Register.SPEND, by=publisher)
    take_up(confirm_draft(draft, by=publisher, at=NOON))
    killed = worker(tmp_path)
    wait_for(lambda: state()[1] > 0)
    kill(killed)
    assert state()[0] == DraftState.IMPORTING
    assert (live_payments().count(), Event.objects.count()) == (0, 0)

    finish(tmp_path, when=DraftState.DONE)

    assert Payment.objects.count() == ROWS
    assert Batch.objects.get(state=BatchState.LIVE) == ImportDraft.objects.get().batch
    kinds = [line.kind for line in Event.objects.order_by("number")]
    assert kinds == ["batch.discarded", "spend.imported"]
    assert verify().count == 2
    assert not path_of(draft).parent.exists()

"""What others see and can do while a file is read in, and after its process is killed."""

import os
import signal

import pytest

from almoner.accounts.roles import Role
from almoner.core.ledger import verify
from almoner.core.models import Batch, Event
from almoner.core.states import BatchState
from almoner.organisations.queries import live_organisations
from almoner.payments.models import Payment
from almoner.payments.queries import live_payments, totals
from almoner.registers.kinds import Register
from almoner.registers.operations import import_file
from almoner.search.audiences import PUBLIC
from almoner.search.queries import matches
from tests.crowd import at_once
from tests.factories import DAY, NOON, UserFactory, official
from tests.processes import start, wait_for
from tests.registers.files import many_rows, spend_file
from tests.samples import rename

ROWS = 6_500
pytestmark = pytest.mark.django_db(transaction=True)


def start_import(path):
    words = ["import", str(path), "--register", "spend", "--as", "lena.ortiz"]
    return start("-m", "almoner.cli", *words, home=path.parent)


def staged_rows():
    batch = Batch.objects.filter(state=BatchState.STAGED).first()
    return -1 if batch is None else batch.row_count


@pytest.mark.parametrize("after", [0, 4_000], ids=["before the first chunk", "between two"])
def test_a_killed_import_shows_nothing_and_the_next_clears_up(tmp_path, after):
    official(Role.FINANCE, username="lena.ortiz")
    path = spend_file(tmp_path, many_rows(ROWS))
    killed = start_import(path)
    wait_for(lambda: staged_rows() >= after)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()

    assert Batch.objects.get().state == BatchState.STAGED
    assert (live_payments().count(), live_organisations().count()) == (0, 0)
    assert not matches("supplier", audiences=[PUBLIC]).exists()
    assert not Event.objects.exists()

    again = start_import(path)
    said = again.communicate()[0]
    assert again.returncode == 0, said
    assert totals(live_payments()).amount == sum(range(ROWS)) + ROWS // 4
    assert Payment.objects.count() == ROWS
    assert [line.kind for line in Event.objects.order_by("number")] == [
        "batch.discarded",
        "spend.imported",
    ]
    assert verify().count == 2


def test_a_long_import_holds_nobody_up(tmp_path):
    finance, other = official(Role.FINANCE), UserFactory()
    done = []

    def somebody_else_acts(_tally):
        at_once(1, lambda _: rename(other, by=finance))  # in a thread, so with its own connection
        done.append(Event.objects.count())

    import_file(
        spend_file(tmp_path, many_rows(ROWS)),
        register=Register.SPEND,
        publisher="Wexmoor",
        known_from=DAY,
        by=finance,
        at=NOON,
        progress=somebody_else_acts,
    )

    assert done == [1, 2, 3, 4]  # each was over before the import went on
    assert Event.objects.get(kind="spend.imported").number == 5
    assert verify().count == 5

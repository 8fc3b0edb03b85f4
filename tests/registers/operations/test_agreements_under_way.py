"""What others see and do while a register is read in, and after its process is killed."""

import os
import signal
from threading import Barrier

import pytest

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import agreements_known, totals
from almoner.agreements.states import AgreementKind
from almoner.core.batches import BatchInProgress
from almoner.core.ledger import verify
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Batch, Event
from almoner.core.states import BatchState
from almoner.organisations.models import Identifier, Organisation
from almoner.organisations.queries import live_organisations
from almoner.registers.kinds import Register
from almoner.registers.operations import AlreadyImported, undo_import
from almoner.search.audiences import PUBLIC
from almoner.search.models import Entry
from almoner.search.queries import matches
from tests.crowd import at_once
from tests.factories import DAY, NOON, official
from tests.processes import start, wait_for
from tests.registers.agreement_files import bring_in, contracts_file
from tests.registers.files import spend_file

ROWS = 6_500
CONTRACT = AgreementKind.CONTRACT
pytestmark = pytest.mark.django_db(transaction=True)


def many_contracts(count):
    return [
        f"C-{n},Contract {n},Supplier {n % 700},{n % 700 + 10_000_000},,01/04/2025,,{n}.25,"
        for n in range(count)
    ]


def start_import(path):
    words = ["import", str(path), "--register", "contracts", "--as", "lena.ortiz"]
    return start("-m", "almoner.cli", *words, home=path.parent)


def staged_rows():
    batch = Batch.objects.filter(state=BatchState.STAGED).first()
    return -1 if batch is None else batch.row_count


@pytest.mark.parametrize("after", [0, 4_000], ids=["before the first chunk", "between two"])
def test_a_killed_import_shows_nothing_and_the_next_clears_up(tmp_path, after):
    official(Role.PUBLISHER, username="lena.ortiz")
    path = contracts_file(tmp_path, many_contracts(ROWS))
    killed = start_import(path)
    wait_for(lambda: staged_rows() >= after)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()

    assert Batch.objects.get().state == BatchState.STAGED
    assert (agreements_known(CONTRACT, DAY).count(), live_organisations().count()) == (0, 0)
    assert not matches("supplier", audiences=[PUBLIC]).exists()
    assert not Event.objects.exists()

    again = start_import(path)
    said = again.communicate()[0]
    assert again.returncode == 0, said
    live = Batch.objects.get(state=BatchState.LIVE)
    found = totals(agreements_known(CONTRACT, live.known_from))
    assert (found.count, found.amount) == (ROWS, sum(range(ROWS)) + ROWS // 4)
    assert (AgreementVersion.objects.count(), Agreement.objects.count()) == (ROWS, ROWS)
    assert (Organisation.objects.count(), Identifier.objects.count()) == (700, 700)
    assert Entry.objects.count() == ROWS + 700
    assert [line.kind for line in Event.objects.order_by("number")] == [
        "batch.discarded",
        "contracts.imported",
    ]
    assert verify().count == 2


def attempt(act):
    try:
        act()
    except (BatchInProgress, AlreadyImported, IllegalTransition) as refusal:
        return type(refusal)
    return None


def test_of_two_who_import_at_once_one_does_and_the_other_is_told(tmp_path):
    publisher = official(Role.PUBLISHER)
    contracts, spend = contracts_file(tmp_path), spend_file(tmp_path)
    turn = Barrier(2)

    def stay(_tally):
        turn.wait(60)  # until the other was told

    def act(n):
        if n == 0:
            return attempt(lambda: bring_in(contracts, by=publisher, progress=stay))
        wait_for(lambda: staged_rows() >= 0)
        said = attempt(lambda: bring_in(spend, Register.SPEND, by=publisher))
        turn.wait(60)
        return said

    assert at_once(2, act) == [None, BatchInProgress]
    assert Batch.objects.get().kind == Register.CONTRACTS


def test_of_four_who_import_one_file_at_once_one_does(tmp_path):
    publisher = official(Role.PUBLISHER)
    path = contracts_file(tmp_path)

    said = at_once(4, lambda _: attempt(lambda: bring_in(path, by=publisher)))

    assert said.count(None) == 1
    assert agreements_known(CONTRACT, DAY).count() == 2
    assert (Organisation.objects.count(), Event.objects.count()) == (2, 1)


def test_of_four_who_undo_at_once_one_does(tmp_path):
    publisher = official(Role.PUBLISHER)
    batch = bring_in(contracts_file(tmp_path), by=publisher).imported.batch

    def undo(_):
        return attempt(lambda: undo_import(batch, reason="Wrong", by=publisher, at=NOON))

    said = at_once(4, undo)

    assert said.count(None) == 1
    assert {*said} <= {None, BatchInProgress, IllegalTransition}
    assert verify().count == 2

"""What others see and can do while a file is read in, and after its process is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import connection

from almoner.accounts.roles import Role
from almoner.core.ledger import verify
from almoner.core.models import Batch, Event
from almoner.core.states import BatchState
from almoner.organisations.queries import live_organisations
from almoner.payments.models import Payment
from almoner.payments.queries import live_payments, totals
from almoner.registers.operations import import_spend
from almoner.search.audiences import PUBLIC
from almoner.search.queries import matches
from tests.factories import DAY, NOON, UserFactory, official
from tests.registers.files import many_rows, spend_file
from tests.samples import rename

ROOT = Path(__file__).parents[3]
ROWS = 6_500
pytestmark = pytest.mark.django_db(transaction=True)


def this_database():
    name, given = connection.settings_dict["NAME"], connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"postgresql://{given['USER']}@/{name}?host={given['HOST']}&port={given['PORT']}"


def start_import(path, *words):
    command = [sys.executable, "-m", "almoner.cli", "import", str(path), "--register", "spend"]
    return subprocess.Popen(
        [*command, "--as", "lena.ortiz", *words],
        env={
            **os.environ,
            "DATABASE_URL": this_database(),
            "ALMONER_HOME": str(path.parent),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def staged_rows():
    batch = Batch.objects.filter(state=BatchState.STAGED).first()
    return -1 if batch is None else batch.row_count


def wait_for(is_so, *, seconds=60):
    limit = monotonic() + seconds
    while not is_so():
        assert monotonic() < limit, "waited too long"
        sleep(0.005)


@pytest.mark.parametrize("after", [0, 4_000], ids=["before the first chunk", "between two"])
def test_a_killed_import_shows_nothing_and_can_be_restarted(tmp_path, after):
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

    refused = start_import(path)
    assert "If it was killed, add --restart." in refused.communicate()[0]
    again = start_import(path, "--restart")
    said = again.communicate()[0]
    assert (again.returncode, refused.returncode) == (0, 1), said
    assert totals(live_payments()).amount == sum(range(ROWS)) + ROWS // 4
    assert Payment.objects.count() == ROWS
    assert [line.kind for line in Event.objects.order_by("number")] == [
        "batch.discarded",
        "spend.imported",
    ]
    assert verify().count == 2


def test_a_long_import_holds_nobody_up(tmp_path):
    finance, other = official(Role.FINANCE), UserFactory()
    path, begun, over = spend_file(tmp_path, many_rows(ROWS)), Signal(), Signal()
    waits = []

    def import_it():
        try:
            import_spend(
                path,
                publisher="Wexmoor",
                known_from=DAY,
                by=finance,
                at=NOON,
                progress=lambda _tally: begun.set(),
            )
        finally:
            over.set()
            connection.close()

    importer = Thread(target=import_it)
    importer.start()
    assert begun.wait(60)
    while not over.is_set():
        start = monotonic()
        rename(other, by=finance)
        waits.append((monotonic() - start, over.is_set()))
        sleep(0.02)
    importer.join()

    during = [seconds for seconds, was_over in waits if not was_over]
    assert len(during) >= 3
    assert max(during) < 10
    assert Event.objects.filter(kind="spend.imported").count() == 1
    assert Event.objects.filter(kind="sample.renamed").count() == len(waits)
    assert Event.objects.get(kind="spend.imported").number > 3
    assert verify().count == len(waits) + 1

"""Editions that somebody withholds from, undoes under, or is killed over, while they are made."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.utils.timezone import now

from almoner.accounts.roles import Role
from almoner.cli.program import answer
from almoner.core.actors import OPERATOR
from almoner.core.ledger import verify
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Batch, Event
from almoner.core.states import BatchState
from almoner.organisations.models import Organisation
from almoner.payments.queries import live_payments
from almoner.registers.due_editions import duty_called
from almoner.registers.grounds import Ground, View
from almoner.registers.models import Edition, Preparation, Withholding
from almoner.registers.operations import (
    StoodUpon,
    folder_of,
    grant_authority_as_operator,
    undo_import,
    withhold,
)
from almoner.registers.operations.taking_down import replace_editions
from almoner.registers.operations.withholding import take_down
from almoner.registers.queries import served_of
from almoner.registers.tasks import replace_what_was_taken_down
from tests.crowd import at_once
from tests.factories import DAY, NOON, official
from tests.processes import start, wait_for
from tests.registers.operations.test_editions import bring_in
from tests.registers.publishing import WEXMOOR, approve, issue, submitted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("duties")]
HARBOUR = b"Harbour Trust"

# Reaches a place in the code, says so, and waits there until it may go on, or is killed.
WAITING = """
import sys, time
from importlib import import_module
from pathlib import Path
import django
django.setup()
from almoner.cli.program import answer

module, name, reached, go_on, *words = sys.argv[1:]
holder = import_module(f"almoner.{module}")
act = getattr(holder, name)

def wait(*args, **said):
    Path(reached).touch()
    while not Path(go_on).exists():
        time.sleep(0.01)
    return act(*args, **said)

setattr(holder, name, wait)
sys.exit(answer(words))
"""
FILES = "registers.operations.editions"
# Where a publisher's command can be stopped: what stands by then, and under what it is called.
PLACES = [
    ("cli.publish", "submit_edition"),
    (FILES, "write_full_package"),
    (FILES, "record_edition"),
    (FILES, "_record"),
    ("cli.publish", "hand_out_edition"),
    ("publication.handing_out", "_put_in_place"),
    ("publication.handing_out", "_forget"),
]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path, monkeypatch):
    settings.FILES = tmp_path / "files"
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "almoner.settings")
    monkeypatch.setenv("ALMONER_FRAMEWORK", WEXMOOR)
    monkeypatch.setenv("ALMONER_FILES", str(settings.FILES))


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER, username="lena.ortiz")


@pytest.fixture
def batch(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    return Batch.objects.get()


class Waiting:
    """A command that waits at a place in the code."""

    def __init__(self, tmp_path, place, *words):
        self.go, reached = tmp_path / "go-on", tmp_path / "reached"
        for mark in (self.go, reached):
            mark.unlink(missing_ok=True)
        self.process = start(
            "-c", WAITING, *place, str(reached), str(self.go), *words, home=tmp_path
        )
        wait_for(lambda: reached.exists() or self.process.poll() is not None)
        assert reached.exists(), self.process.communicate()[0]

    def go_on(self):
        self.go.touch()
        said = self.process.communicate()[0]
        return self.process.returncode, said

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.communicate()


def publishing(authority, out, period="2026-02"):
    words = ["publish", "--duty", "spend", "--period", period, "--out", str(out)]
    return [*words, "--as", "lena.ortiz", "--under-authority", str(authority)]


@pytest.fixture
def authority(publisher):
    last = now().date() + timedelta(days=30)
    return grant_authority_as_operator(
        duty_called("spend", on=DAY), valid_to=last, named=publisher, by=OPERATOR, at=now()
    )


def checked(folder):
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    for digest, name in (line.split("  ") for line in lines):
        assert sha256((folder / name).read_bytes()).hexdigest() == digest, name
    return {line.split("  ")[1] for line in lines}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(place)[-30:])
def test_publishing_that_is_killed_anywhere_is_completed_by_running_it_again(
    tmp_path, batch, authority, place, capsys
):
    out = tmp_path / "out"
    # Another edition stands there already, so that there is something to spoil.
    assert answer(publishing(authority, out, "2026-01")) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    Waiting(tmp_path, place, *publishing(authority, out)).kill()

    for name, content in before.items():
        if name.startswith("spend-2026-01."):
            assert (out / name).read_bytes() == content
    count = Edition.objects.count()
    assert count == Event.objects.filter(kind="edition.issued-under-authority").count()

    capsys.readouterr()
    assert answer(publishing(authority, out)) == 0
    said = capsys.readouterr().out
    assert answer(publishing(authority, out)) == 0
    assert capsys.readouterr().out == said
    assert checked(out) == {
        path.name for path in out.iterdir() if path.name != "SHA256SUMS" and path.is_file()
    }
    assert list(Edition.objects.values_list("period", "number")) == [("2026-01", 1), ("2026-02", 1)]
    assert Preparation.objects.filter(state="approved").count() == 2
    assert verify().count == Event.objects.count()


def withholding():
    return Withholding(
        organisation=Organisation.objects.get(name="Harbour Trust"),
        ground=Ground.SAFETY,
        view_of=View.BODY,
        reason="He is looking for them",
        review_on=DAY + timedelta(days=90),
    )


def bytes_served():
    return [
        path.read_bytes()
        for edition in Edition.objects.all()
        for path in folder_of(edition).iterdir()
        if path.suffix in {".csv", ".json", ".txt"}
    ]


def test_an_edition_from_which_something_is_withheld_while_it_is_made_is_not_published(
    tmp_path, batch, authority
):
    out = tmp_path / "out"
    waiting = Waiting(tmp_path, (FILES, "record_edition"), *publishing(authority, out))

    withhold(withholding(), by=official(Role.PUBLISHER), at=NOON)
    code, said = waiting.go_on()

    assert (code, "Something has just been withheld" in said) == (1, True)
    assert not Edition.objects.exists()
    assert answer(publishing(authority, out)) == 0
    assert all(HARBOUR not in content for content in bytes_served())
    assert all(HARBOUR not in path.read_bytes() for path in out.iterdir())


def test_an_edition_of_rows_that_are_undone_while_it_is_made_is_not_published(
    tmp_path, batch, authority, publisher
):
    waiting = Waiting(tmp_path, (FILES, "record_edition"), *publishing(authority, tmp_path / "out"))

    undo_import(batch, reason="The wrong month", by=publisher, at=NOON)
    code, said = waiting.go_on()

    assert (code, "An import has just been undone" in said) == (1, True)
    assert not Edition.objects.exists()


def test_rows_that_are_being_undone_are_not_published_meanwhile(tmp_path, batch, publisher):
    ready = submitted()
    words = ["import", "undo", str(batch), "--reason", "Wrong", "--as", "lena.ortiz"]
    # It has asked already what stands on the import: nothing did.
    waiting = Waiting(tmp_path, ("registers.operations.undoing", "close_gate"), *words)

    with ThreadPoolExecutor(max_workers=1) as other:
        approving = other.submit(attempt, lambda: approve(ready))
        code, said = waiting.go_on()
        told = approving.result(60)

    assert code == 0, said
    assert told is not None
    assert not Edition.objects.exists()
    assert not live_payments().exists()


def attempt(act):
    try:
        act()
    except (IllegalTransition, StoodUpon) as refusal:
        return type(refusal).__name__
    finally:
        connection.close()
    return None


def test_of_who_approves_and_who_undoes_at_once_one_is_told(tmp_path, batch, publisher):
    ready, approver = submitted(), official(Role.PUBLISHER)
    acts = [
        lambda: approve(ready, by=approver),
        lambda: undo_import(batch, reason="Wrong", by=publisher, at=NOON),
    ]

    said = at_once(2, lambda n: attempt(acts[n]))

    assert said.count(None) == 1
    batch.refresh_from_db()
    assert Edition.objects.exists() == (batch.state == BatchState.LIVE)


def test_whoever_approves_and_whoever_withholds_at_once_publish_nothing_that_is_withheld(
    tmp_path, batch
):
    ready, approver, other = submitted(), official(Role.PUBLISHER), official(Role.PUBLISHER)
    hidden = withholding()
    acts = [
        lambda: approve(ready, by=approver),
        lambda: withhold(hidden, by=other, at=NOON),
    ]

    said = at_once(2, lambda n: attempt(acts[n]))

    assert said[1] is None
    replace_what_was_taken_down(NOON)
    assert all(HARBOUR not in content for content in bytes_served())
    assert Edition.objects.count() == (said[0] is None)


REPLACING = """
import sys, time
from importlib import import_module
from pathlib import Path
import django
django.setup()
from almoner.core.actors import NIGHTLY
from almoner.registers.operations import taking_down
from tests.factories import NOON

name, reached = sys.argv[1], Path(sys.argv[2])

def stall(*_args, **_said):
    reached.touch()
    time.sleep(60)

setattr(taking_down, name, stall)
taking_down.replace_editions(by=NIGHTLY, at=NOON)
"""


@pytest.mark.parametrize("where", ["made_again", "record_replacement", "put_in_place", "record"])
def test_a_replacement_that_is_killed_serves_nothing_until_it_is_made_by_another(
    tmp_path, batch, where
):

    edition = issue()
    take_down(withholding(), by=official(Role.PUBLISHER), at=NOON)
    reached = tmp_path / "reached"
    killed = start("-c", REPLACING, where, str(reached), home=tmp_path)
    wait_for(lambda: reached.exists() or killed.poll() is not None)
    assert killed.poll() is None, killed.communicate()[0]

    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()

    assert served_of(edition) is None
    assert replace_editions(by=official(Role.PUBLISHER), at=NOON) == 1
    assert all(HARBOUR not in content for content in bytes_served())
    sums = (folder_of(edition) / "SHA256SUMS").read_bytes()
    assert sha256(sums).hexdigest() == served_of(edition).digest
    checked(folder_of(edition))
    assert verify().count == Event.objects.count()

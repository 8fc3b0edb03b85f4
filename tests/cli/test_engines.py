import signal
from signal import SIGINT, SIGQUIT, SIGTERM

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from almoner.cli.program import answer
from almoner.cli.refusals import LACKS_TABLES
from almoner.core import daily
from almoner.search.models import Entry
from almoner.search.sources import sources
from tests.core.naps import nap

pytestmark = pytest.mark.django_db


def entries():
    yield Entry(kind="a.b", reference="A-1", object_pk=1, audience="public", title="A thing")


@pytest.fixture
def one_source(monkeypatch):
    for kind in list(sources):
        monkeypatch.delitem(sources, kind)
    monkeypatch.setitem(sources, "a.b", entries)


@pytest.mark.parametrize("words", [[], ["a.b"]])
def test_rebuild_index_makes_it_again_and_says_how_much(capsys, one_source, words):
    assert answer(["rebuild-index", *words]) == 0
    told = "a.b: 1 entries\nWords to tell misspelt ones by: from 1 entries\n"
    assert capsys.readouterr().out == told


def test_rebuild_index_names_the_kinds_there_are(capsys, one_source):
    assert answer(["rebuild-index", "c.d"]) == 2
    assert "No such kind: c.d. There are a.b." in capsys.readouterr().out


def test_run_due_says_what_it_did_and_fails_if_a_step_did(capsys, monkeypatch):
    def fail(at):
        raise OSError("no disk")

    monkeypatch.setattr(daily, "steps", {"1-first": fail, "2-second": lambda at: "done"})

    assert answer(["run_due"]) == 1
    assert capsys.readouterr().out == "1-first: FAILED, OSError: no disk\n2-second: done\n"


def test_run_due_asks_for_the_tables_first(capsys):
    MigrationRecorder(connection).record_unapplied("core", "0002_seals")

    assert answer(["run_due"]) == 1
    assert capsys.readouterr() == ("", f"almoner: {LACKS_TABLES}\n")


def test_run_due_does_every_step_that_there_is(capsys):
    assert answer(["run_due"]) == 0

    said = capsys.readouterr().out
    assert {line.split(":")[0] for line in said.splitlines()} == set(daily.steps)


@pytest.fixture
def signals():
    """A worker takes the signals of its process, here the tests'."""
    ours = {number: signal.getsignal(number) for number in (SIGINT, SIGTERM, SIGQUIT)}
    yield
    for number, handler in ours.items():
        signal.signal(number, handler)


@pytest.mark.django_db(transaction=True)
def test_worker_empties_the_queue(signals, tmp_path):
    (tmp_path / "begun").touch()
    nap.enqueue(str(tmp_path))

    assert answer(["worker", "--batch"]) == 0

    assert (tmp_path / "done").exists()

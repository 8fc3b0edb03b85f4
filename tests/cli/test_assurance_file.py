from zipfile import ZipFile

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.cli.program import answer
from almoner.core.models import Event
from almoner.reports.assurance_file import check
from tests.decisions.factories import signed
from tests.factories import NOON, official
from tests.reports.factories import shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def words_for(thing, path, *more, who="finn"):
    return ["assurance-file", str(thing), "--out", str(path), "--as", who, *more]


def test_the_file_is_written_in_an_auditors_name_and_checks_itself(tmp_path, capsys):
    recommendation, auditor = shown(), official(Role.AUDITOR, username="finn")
    path = tmp_path / "file.zip"
    path.write_bytes(b"An older one")

    assert answer(words_for(recommendation, path)) == 0

    line = Event.objects.order_by("number").last()
    assert (line.kind, line.actor) == ("assurance-file.taken", auditor.actor)
    told = capsys.readouterr().out
    assert f"as the ledger has it: {line.facts['manifest']}" in told
    assert "Left out: none" in told
    assert check.main([str(path), "--digest", line.facts["manifest"]]) == 0
    assert [one.name for one in tmp_path.iterdir()] == ["file.zip"]


def test_a_decision_is_called_by_its_number_or_its_reference(tmp_path):
    decision = signed()
    official(Role.AUDITOR, username="finn")

    for called in (decision.number.lower(), decision.reference):
        assert answer(words_for(called, tmp_path / f"{called}.zip")) == 0
        with ZipFile(tmp_path / f"{called}.zip") as file:
            assert decision.number.encode() in file.read("record.json")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["REC-2001-999"], "There is no recommendation and no decision 'REC-2001-999'."),
        (["--as-at", "2999-01-01"], "That day is to come."),
        (["--as-at", "2001-01-01"], "It had not been issued by that day."),
        (["--as", "omar"], "Only the internal auditor takes an assurance file"),
        (["--out", "/nowhere/file.zip"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_no_line(tmp_path, capsys, words, said):
    recommendation = shown()
    official(Role.AUDITOR, username="finn")
    official(Role.APPROVER, username="omar")
    given = words_for(recommendation, tmp_path / "file.zip")
    if words[0].startswith("--"):
        given += words
    else:
        given[1] = words[0]

    assert answer(given) != 0

    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert not Event.objects.filter(kind="assurance-file.taken").exists()

import pytest
from django.db import connection

from almoner.cli.program import answer
from almoner.core.actors import OPERATOR
from almoner.core.checks import declared_seals
from almoner.core.installation import Purpose, found_installation
from almoner.core.ledger import checkpoint
from almoner.core.models import Event
from tests.factories import NOON
from tests.guard import arranging

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ledger():
    found_installation(purpose=Purpose.LIVE, by=OPERATOR, at=NOON)


@pytest.fixture
def saboteur():
    """Somebody who lifts the seals and edits the ledger."""
    with connection.cursor() as cursor:
        for seal in declared_seals(connection.vendor):
            cursor.execute(seal.lifting_sql(connection.vendor))
    with arranging():
        yield


def test_an_intact_ledger_gives_its_checkpoint(capsys):
    assert answer(["verify-ledger"]) == 0
    said = capsys.readouterr()
    assert said.out == f"{checkpoint()}\n"
    assert said.err == "The ledger is intact, as far as line 1.\n"


def test_the_checkpoint_is_kept_and_found_again(tmp_path, capsys):
    file = tmp_path / "checkpoint"

    assert answer(["verify-ledger", "--save", str(file)]) == 0
    assert answer(["verify_ledger", "--checkpoint", str(file)]) == 0

    assert file.read_text() == f"{checkpoint()}\n"


def test_a_checkpoint_that_passed_through_an_editor_still_serves(tmp_path):
    file = tmp_path / "checkpoint"
    file.write_bytes(f"\ufeff{checkpoint()}\r\n".upper().encode())

    assert answer(["verify-ledger", "--checkpoint", str(file)]) == 0


@pytest.mark.usefixtures("saboteur")
def test_the_first_bad_line_is_named(capsys):
    Event.objects.filter(number=1).update(actor="person:PER-FORGED2345")

    assert answer(["verify-ledger"]) == 1
    assert capsys.readouterr().err == "almoner: Line 1 is not what was written\n"


@pytest.mark.usefixtures("saboteur")
def test_a_tail_cut_off_is_found_against_a_checkpoint(tmp_path, capsys):
    file = tmp_path / "checkpoint"
    file.write_text(str(checkpoint()))
    Event.objects.all().delete()

    assert answer(["verify-ledger"]) == 0
    assert answer(["verify-ledger", "--checkpoint", str(file)]) == 1
    assert "line 1 is missing" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["three lines", None, b"\xff\xfe"])
def test_a_file_that_holds_no_checkpoint_is_misuse(tmp_path, capsys, content):
    file = tmp_path / "checkpoint"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    assert answer(["verify-ledger", "--checkpoint", str(file)]) == 2
    complaint = capsys.readouterr().err
    assert "holds no checkpoint" in complaint
    assert "Errno" not in complaint
    assert "codec" not in complaint


def test_seals_that_were_lifted_are_named_though_no_line_was_changed(saboteur, capsys):
    assert answer(["verify-ledger"]) == 0

    said = capsys.readouterr().err
    assert "The ledger is intact" in said
    assert "But the database no longer refuses changes: core_event_refuses_update" in said


def test_a_database_without_tables_is_not_called_a_broken_ledger(capsys):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_event RENAME TO not_yet")

    assert answer(["verify-ledger"]) == 1
    assert "almoner: The database lacks tables" in capsys.readouterr().err

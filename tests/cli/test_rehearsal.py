"""`almoner backup --check`: a backup is restored elsewhere, and the ledger says whether it was."""

import pytest
from django.db import connection

from almoner.cli.program import answer
from almoner.cli.refusals import Refusal
from almoner.cli.rehearsal import rehearse
from almoner.core.actors import OPERATOR
from almoner.core.backups import UNFINISHED
from almoner.core.installation import Purpose, found_installation
from almoner.core.models import Event
from almoner.core.moments import day_of
from tests.cli.elsewhere import installation
from tests.factories import NOON, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(settings, tmp_path):
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
    settings.FILES.mkdir()
    (settings.FILES / "paper.txt").write_text("Agreed.")
    found_installation(purpose=Purpose.LIVE, by=OPERATOR, at=NOON)
    UserFactory()
    return tmp_path


def kinds():
    return list(Event.objects.order_by("number").values_list("kind", flat=True))


def test_a_backup_is_made_and_shown_to_restore_and_nothing_is_left_of_the_rehearsal(house, capsys):
    file = house / "kept.tar"

    assert answer(["backup", "--to", str(file), "--check"]) == 0

    assert f"{file} was restored elsewhere: its ledger is whole, to 1:" in capsys.readouterr().out
    made, proved = Event.objects.order_by("number")[1:]
    assert (made.kind, proved.kind) == ("backup.made", "backup.proved")
    assert proved.facts == {
        "manifest": made.facts["manifest"],
        "made_on": day_of(made.happened_at).isoformat(),
        "lines": "1",
    }
    assert list(house.glob(f"{UNFINISHED}*")) == []
    assert not rehearsals()


def rehearsals():
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'almoner_rehearsal%'")
        return cursor.fetchall()


def test_an_archive_that_was_spoilt_is_not_shown_to_restore(house, capsys):
    file = house / "kept.tar"
    answer(["backup", "--to", str(file)])
    content = bytearray(file.read_bytes())
    content[2_000] ^= 1
    file.write_bytes(content)

    assert answer(["backup", "--check", str(file)]) == 1

    assert "was not shown to restore" in capsys.readouterr().err
    assert kinds()[1:] == ["backup.made", "backup.failed"]


def test_another_houses_backup_is_not_taken_for_ours(house, tmp_path):
    file = tmp_path / "theirs.tar"
    with installation(tmp_path / "other") as other:
        other.almoner("migrate", "--quiet")
        other.almoner("backup", "--to", str(file))

    with pytest.raises(Refusal, match="it is of another house"):
        rehearse(file, by=OPERATOR)
    assert kinds()[1:] == ["backup.failed"]


def test_a_file_to_make_and_another_to_check_are_not_named_at_once(house, capsys):
    one, other = str(house / "kept.tar"), str(house / "other.tar")

    assert answer(["backup", "--to", one, "--check", other]) == 2
    assert "Say --to for a new backup" in capsys.readouterr().err
    assert kinds() == ["installation.founded"]

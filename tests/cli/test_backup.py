import signal
import time

import pytest
from django.db import connection

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.cli.program import answer
from almoner.cli.refusals import Refusal
from almoner.cli.restore import prove, refuse_unless_it_fits
from almoner.core.actors import OPERATOR
from almoner.core.backups import UNFINISHED, Manifest
from almoner.core.installation import Purpose, found_installation
from almoner.core.ledger import START, Checkpoint
from almoner.core.models import Event
from tests.cli.elsewhere import installation
from tests.factories import NOON, UserFactory, official

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(settings, tmp_path):
    """A house in use: somebody works there, and a paper is kept."""
    settings.HOME = tmp_path
    settings.FILES = tmp_path / "files"
    settings.FILES.mkdir()
    (settings.FILES / "paper.txt").write_text("Agreed.")
    found_installation(purpose=Purpose.LIVE, by=OPERATOR, at=NOON)
    official(Role.AUDITOR, username="amara")
    return tmp_path


def test_a_backup_without_a_name_goes_among_the_others(house, capsys):
    assert answer(["backup"]) == 0

    (file,) = (house / "backups").iterdir()
    assert file.name.startswith("almoner-")
    assert file.suffix == ".tar"
    assert f"{file}: the database and 1 files; the ledger ends at 1:" in capsys.readouterr().out


def test_a_backup_is_on_the_ledger(house):
    answer(["backup", "--to", str(house / "kept.tar")])

    line = Event.objects.get(kind="backup.made")
    assert (line.actor, line.facts["files"], line.facts["lines"]) == ("system:operator", "1", "1")


def test_an_administrator_may_be_named_as_whose_backup_it_is(house, capsys):
    rhys = official(Role.ADMINISTRATOR, username="rhys")

    assert answer(["backup", "--to", str(house / "kept.tar"), "--as", "rhys"]) == 0
    assert answer(["backup", "--to", str(house / "other.tar"), "--as", "amara"]) == 1

    assert "Only an administrator makes backups." in capsys.readouterr().err
    assert Event.objects.get(kind="backup.made").actor == rhys.actor
    assert not (house / "other.tar").exists()


def test_a_backup_replaces_no_other(house, capsys):
    (house / "kept.tar").write_text("yesterday's")

    assert answer(["backup", "--to", str(house / "kept.tar")]) == 1
    assert "There is a file of this name already" in capsys.readouterr().err
    assert (house / "kept.tar").read_text() == "yesterday's"


def test_a_restore_brings_back_the_people_and_the_files(house, settings, capsys):
    file = str(house / "kept.tar")
    answer(["backup", "--to", file])
    UserFactory(username="late")
    (settings.FILES / "paper.txt").write_text("Spoilt.")
    (settings.FILES / "late.txt").write_text("Late.")

    assert answer(["restore", file, "--replace", "--yes"]) == 0

    assert [person.username for person in User.objects.all()] == ["amara"]
    assert [path.name for path in settings.FILES.iterdir()] == ["paper.txt"]
    assert (settings.FILES / "paper.txt").read_text() == "Agreed."
    assert "1 files; the ledger ends at 1:" in capsys.readouterr().out
    assert [path.name for path in house.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        ([], 1, "Say --replace"),
        (["--replace"], 2, "Nobody is there to confirm it"),
    ],
)
def test_people_are_replaced_only_when_that_is_meant(house, capsys, words, code, complaint):
    file = str(house / "kept.tar")
    answer(["backup", "--to", file])
    UserFactory(username="late")

    assert answer(["restore", file, *words]) == code
    assert complaint in capsys.readouterr().err
    assert User.objects.count() == 2


@pytest.mark.parametrize(("typed", "code", "people"), [("replace", 0, 1), ("yes", 1, 2)])
def test_an_operator_who_is_there_types_a_word(house, monkeypatch, typed, code, people):
    file = str(house / "kept.tar")
    answer(["backup", "--to", file])
    UserFactory(username="late")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _prompt: typed)

    assert answer(["restore", file, "--replace"]) == code
    assert User.objects.count() == people


def test_a_spoilt_backup_touches_nothing(house, settings, capsys):
    file = house / "kept.tar"
    answer(["backup", "--to", str(file)])
    content = bytearray(file.read_bytes())
    content[2_000] ^= 1
    file.write_bytes(content)
    UserFactory(username="late")

    assert answer(["restore", str(file), "--replace", "--yes"]) == 1
    assert "database" in capsys.readouterr().err
    assert User.objects.count() == 2


def manifest(**said):
    plain = {
        "made_at": NOON,
        "vendor": connection.vendor,
        "database": "d",
        "checkpoint": str(START),
    }
    return Manifest(**{**plain, "database": "d", "migrations": [], "members": {}, **said})


def test_a_backup_of_the_other_engine_is_refused():
    with pytest.raises(Refusal, match="Set DATABASE_URL to match"):
        refuse_unless_it_fits(manifest(vendor="other"))


def test_a_backup_by_a_newer_almoner_is_refused():
    with pytest.raises(Refusal, match=r"core\.9999_later is unknown here"):
        refuse_unless_it_fits(manifest(migrations=[("core", "9999_later")]))


def test_what_another_package_once_migrated_does_not_matter():
    refuse_unless_it_fits(manifest(migrations=[("gone", "0001_initial")]))


def test_a_ledger_that_came_back_broken_is_said(house):
    longer = Checkpoint(count=9, head="a" * 64)

    with pytest.raises(Refusal, match="It was restored, but its ledger is broken"):
        prove(manifest(checkpoint=str(longer)))


def test_the_rehearsal_another_house_is_made_from_the_backup(house, tmp_path):
    file = str(house / "kept.tar")
    answer(["backup", "--to", file])

    with installation(tmp_path / "other") as other:
        code, said, complained = other.almoner("restore", file)
        _, people, _ = other.almoner("user", "list")
        _, checkpoint, _ = other.almoner("verify-ledger")

    assert (code, complained) == (0, "")
    assert said.strip().endswith(checkpoint.strip())
    assert "amara" in people
    assert (tmp_path / "other/files/paper.txt").read_text() == "Agreed."


def test_a_backup_killed_half_way_leaves_nothing_of_its_name(tmp_path):
    with installation(tmp_path / "other", with_tables=True) as other:
        other.almoner("migrate", "--quiet")
        (other.home / "files").mkdir()
        with (other.home / "files/long.bin").open("wb") as file:
            file.truncate(2**31)
        process = other.start("backup", "--to", str(other.home / "kept.tar"))
        while process.poll() is None and not has_begun(other.home):
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.communicate()

    assert process.returncode == -signal.SIGKILL
    assert not (other.home / "kept.tar").exists()


def has_begun(home):
    return any(file.stat().st_size > 2**20 for file in home.glob(f"{UNFINISHED}*/kept.tar"))

import io
import os
import tarfile
from hashlib import sha256

import msgspec
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from almoner.core.actors import OPERATOR
from almoner.core.backups import (
    UNFINISHED,
    BackupEvent,
    BrokenBackup,
    note_backup,
    opened_backup,
    write_backup,
)
from almoner.core.installation import Purpose, found_installation
from almoner.core.ledger import checkpoint, verify
from almoner.core.models import Event, Installation
from almoner.core.snapshots import SnapshotFailed, put_back
from tests.crowd import at_once
from tests.factories import NOON, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
DIGEST = "0" * 64


@pytest.fixture
def house(tmp_path):
    """A house with a line in its ledger and two files."""
    (tmp_path / "files/papers").mkdir(parents=True)
    (tmp_path / "files/papers/minutes.txt").write_text("Agreed.")
    (tmp_path / "files/seal.bin").write_bytes(bytes(3_000_000))
    found_installation(purpose=Purpose.LIVE, by=OPERATOR, at=NOON)
    return tmp_path


def backup_of(house, name="kept.tar"):
    file = house / name
    manifest, digest = write_backup(file, files=house / "files", vendor=connection.vendor, at=NOON)
    return file, manifest, digest


def restored(file, house):
    with opened_backup(file) as backup:
        database = backup.write_database(house)
        backup.write_files(house / "restored")
    put_back(database)


def noted(manifest):
    return note_backup(Installation.objects.get(), manifest, digest=DIGEST, by=OPERATOR, at=NOON)


def test_what_was_backed_up_comes_back(house):
    file, manifest, _ = backup_of(house)
    noted(manifest)

    restored(file, house)

    assert checkpoint() == verify(since=manifest.ledger_ended) == manifest.ledger_ended
    assert (house / "restored/papers/minutes.txt").read_text() == "Agreed."
    assert (house / "restored/seal.bin").stat().st_size == 3_000_000


def test_people_write_while_a_backup_is_made(house):
    _, manifest, _ = backup_of(house, "first.tar")

    def act(n):
        if n == 0:
            return backup_of(house, "second.tar")
        return [noted(manifest) for _ in range(5)]

    (file, second, _), *_ = at_once(3, act)
    assert verify().count == 11
    restored(file, house)

    assert verify(since=second.ledger_ended) == second.ledger_ended


def test_a_backup_leaves_a_line_with_the_digest_of_its_manifest(house):
    _, manifest, digest = backup_of(house)

    note_backup(Installation.objects.get(), manifest, digest=digest, by=OPERATOR, at=NOON)

    line = Event.objects.get(kind=BackupEvent.MADE)
    assert line.facts == {"manifest": digest, "files": "2", "lines": "1"}


def test_a_backup_is_for_its_owner_alone(house):
    file, _, _ = backup_of(house)

    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert [path.name for path in house.iterdir() if path.name.startswith(".")] == []


def test_a_backup_replaces_no_other(house):
    file, _, _ = backup_of(house)
    before = file.read_bytes()

    with pytest.raises(FileExistsError):
        backup_of(house)

    assert file.read_bytes() == before


def test_links_are_not_followed_out_of_the_files(house):
    (house / "files/link").symlink_to("/etc/hostname")

    _, manifest, _ = backup_of(house)

    assert "files/link" not in manifest.members


@pytest.mark.parametrize(
    "member", ["database", "files/papers/minutes.txt", "manifest.json", "manifest.sha256"]
)
def test_a_flipped_byte_is_refused(house, member):
    file, manifest, _ = backup_of(house)
    name = manifest.database if member == "database" else member
    with tarfile.open(file) as archive:
        place = archive.getmember(name).offset_data + 3
    with file.open("r+b") as raw:
        raw.seek(place)
        byte = raw.read(1)[0]
        raw.seek(place)
        raw.write(bytes([byte ^ 1]))

    with pytest.raises(BrokenBackup, match="is not what was written"), opened_backup(file):
        pass


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.99])
def test_an_archive_cut_short_is_refused(house, share):
    file, _, _ = backup_of(house)
    os.truncate(file, int(file.stat().st_size * share))

    with pytest.raises(BrokenBackup), opened_backup(file):
        pass


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "letter.tar").write_text("Dear sir" * 200)

    with pytest.raises(BrokenBackup, match="is no archive"), opened_backup(tmp_path / "letter.tar"):
        pass


def forged(file, change):
    """The same archive after somebody changed its manifest, and signed for it."""
    with tarfile.open(file) as archive:
        content = {m.name: archive.extractfile(m).read() for m in archive.getmembers()}
    manifest = msgspec.json.decode(content["manifest.json"])
    change(manifest, content)
    content["manifest.json"] = msgspec.json.encode(manifest)
    content["manifest.sha256"] = sha256(content["manifest.json"]).hexdigest().encode()
    forgery = file.with_name("forged.tar")
    with tarfile.open(forgery, "w") as archive:
        for name, whole in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(whole)
            archive.addfile(info, io.BytesIO(whole))
    return forgery


def renamed(name):
    def change(manifest, content):
        manifest["members"][name] = manifest["members"].pop("files/seal.bin")
        content[name] = content.pop("files/seal.bin")

    return change


@pytest.mark.parametrize("name", ["files/../../evil", "/etc/evil", "evil", "elsewhere/evil"])
def test_a_member_never_lands_outside_the_files(house, name):
    file, _, _ = backup_of(house)

    with (
        pytest.raises(BrokenBackup, match="is no name for a file"),
        opened_backup(forged(file, renamed(name))),
    ):
        pass


def forget_the_database(manifest, content):
    content.pop(manifest["database"])
    manifest["members"].pop(manifest["database"])


def add_a_word(manifest, _content):
    manifest["surprise"] = 1


def forget_a_file(_manifest, content):
    content.pop("files/seal.bin")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (forget_the_database, "It holds no database"),
        (add_a_word, "This version of Almoner cannot read it"),
        (forget_a_file, "files/seal.bin is missing"),
    ],
)
def test_a_manifest_that_does_not_add_up_is_refused(house, change, complaint):
    file, _, _ = backup_of(house)

    with (
        pytest.raises(BrokenBackup, match=complaint),
        opened_backup(forged(file, change)),
    ):
        pass


def test_a_database_that_cannot_be_put_back_leaves_all_as_it_was(house):
    backup_of(house)
    broken = house / "broken"
    broken.write_bytes(b"no database at all" * 1_000)

    with pytest.raises(SnapshotFailed):
        put_back(broken)

    assert verify().count == 1


@pytest.mark.engine("postgresql")
def test_a_dump_cut_short_leaves_all_as_it_was(house):
    file, _, _ = backup_of(house)
    with opened_backup(file) as backup:
        database = backup.write_database(house)
    os.truncate(database, database.stat().st_size * 2 // 3)

    with pytest.raises(SnapshotFailed):
        put_back(database)

    assert verify().count == 1


@pytest.mark.engine("postgresql")
def test_tables_that_the_dump_has_never_heard_of_go(house):
    file, _, _ = backup_of(house)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (line bigint REFERENCES core_event (number))")

    restored(file, house)

    assert "later" not in connection.introspection.table_names()


@pytest.mark.engine("postgresql")
def test_without_postgresqls_programs_it_says_what_to_install(house, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("almoner.core.snapshots.DEBIAN", house)

    with pytest.raises(SnapshotFailed, match="pg_dump is not installed"):
        backup_of(house)


def test_a_backup_opens_no_session(house):
    person = UserFactory()
    Client().force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    key = Session.objects.get().session_key
    file, _, _ = backup_of(house)

    restored(file, house)

    assert not Session.objects.exists()
    assert connection.vendor != "sqlite" or key.encode() not in file.read_bytes()


def test_what_a_killed_backup_left_is_cleared_away_after_a_day(house):
    for name, age in (("old", 90_000), ("young", 10)):
        left = house / f"{UNFINISHED}{name}"
        left.mkdir()
        moment = NOON.timestamp() - age
        os.utime(left, (moment, moment))

    backup_of(house)

    assert [path.name for path in house.glob(f"{UNFINISHED}*")] == [f"{UNFINISHED}young"]

"""Files on the disk: whole or not at all, and nothing left lying."""

import os
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError

from almoner.accounts.access import may_read
from almoner.documents.keeping import (
    cleaned_name,
    documents_folder,
    kept,
    path_of,
    places_on_disk,
)
from almoner.documents.models import StoredFile
from almoner.documents.queries import unsound_files
from almoner.documents.tasks import forget_stray_bytes
from tests.documents.samples import PDF
from tests.factories import NOON, StoredFileFactory, official

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def on_disk():
    return [path for path in documents_folder().rglob("*") if path.is_file()]


def aged(path):
    os.utime(path, (NOON.timestamp(), NOON.timestamp()))


def test_bytes_are_kept_whole_in_a_private_folder_under_a_name_of_their_own():
    with kept([PDF[:100], PDF[100:]], name="C:\\scans\\Our contract.pdf") as made:
        pass

    assert made.path.read_bytes() == PDF
    assert (made.name, made.size, made.digest) == (
        "Our contract.pdf",
        len(PDF),
        sha256(PDF).hexdigest(),
    )
    assert "contract" not in str(made.path)
    assert made.path.stat().st_mode & 0o077 == 0
    assert made.path.parent.stat().st_mode & 0o077 == 0


def test_the_same_bytes_may_be_kept_twice():
    with kept([PDF], name="a.pdf") as one, kept([PDF], name="a.pdf") as other:
        assert one.place != other.place


def test_a_file_that_is_gone_while_the_folder_is_read_is_passed_over():
    folder = documents_folder() / "ab"
    folder.mkdir(parents=True)
    for name in ("ab1", "ab2"):
        (folder / name).write_bytes(PDF)
        aged(folder / name)
    found = places_on_disk(at=LATER)
    first = next(found)

    for path in {*folder.iterdir()} - {first}:
        path.unlink()

    assert list(found) == []


@pytest.mark.parametrize("pieces", [[b"<html>"], [PDF, bytes(100)]])
def test_what_is_refused_leaves_nothing(settings, pieces):
    settings.DOCUMENT_LIMIT = len(PDF) + 50

    with pytest.raises(ValidationError, match="web page|larger than"), kept(pieces, name="a"):
        pass

    assert on_disk() == []


def test_bytes_whose_operation_fails_are_deleted_again():
    with pytest.raises(RuntimeError), kept([PDF], name="a.pdf"):
        raise RuntimeError

    assert on_disk() == []


def test_what_a_dying_process_left_is_deleted_and_what_is_recorded_or_just_begun_stays():
    recorded = StoredFileFactory()
    with kept([PDF], name="a.pdf") as stray, kept([PDF], name="a.pdf") as begun:
        pass
    part = stray.path.with_suffix(".part")
    part.write_bytes(b"half")
    for path in (path_of(recorded), stray.path, part):
        aged(path)
    os.utime(begun.path, (LATER.timestamp(), LATER.timestamp()))

    assert forget_stray_bytes(LATER) == "2 stray files deleted"

    assert sorted(on_disk()) == sorted([path_of(recorded), begun.path])


def test_a_file_that_is_missing_or_is_not_what_was_sent_is_named():
    sound, gone, forged = StoredFileFactory(), StoredFileFactory(), StoredFileFactory()
    path_of(gone).unlink()
    path_of(forged).write_bytes(b"forged")

    assert list(unsound_files()) == [gone, forged]
    assert sound not in unsound_files()


@pytest.mark.parametrize(
    ("sent", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\x00b\u202e.pdf", "ab.pdf"),
        ('say "it".pdf', "say it.pdf"),
        ("...", "document"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(sent, cleaned):
    assert cleaned_name(sent) == cleaned


def test_nobody_reads_a_file_of_which_nothing_says_who_may():
    file = StoredFileFactory(about="nowhere.thing:THG-1")

    assert not may_read(official("auditor"), f"documents.storedfile:{file}", on=NOON.date())
    assert not may_read(official("auditor"), "documents.storedfile:FIL-NONE", on=NOON.date())


def test_no_address_leads_to_the_folder(client):
    file = StoredFileFactory()

    for address in (f"/documents/{file.place}", f"/files/documents/{file.place[:2]}/{file.place}"):
        assert client.get(address).status_code == 404
    assert StoredFile.objects.count() == 1

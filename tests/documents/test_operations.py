"""A file taken down by one person is read by nobody, and deleted by two."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from almoner.accounts.queries import worker_of
from almoner.core.due import due_to
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.documents import operations
from almoner.documents.grounds import Danger
from almoner.documents.keeping import path_of
from almoner.documents.models import StoredFile
from almoner.documents.operations import (
    agree_to_delete_file,
    delete_file,
    restore_file,
    take_down_file,
)
from almoner.documents.queries import unsound_files
from almoner.documents.states import FileState
from almoner.documents.tasks import forget_stray_bytes
from tests.documents.test_keeping import LATER, aged
from tests.factories import DAY, NOON, StoredFileFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def file():
    return StoredFileFactory(name="Mrs Smith.txt")


@pytest.fixture
def taker():
    return official("publisher")


def taken_down(file, taker):
    words = {"ground": Danger.SAFETY, "reason": "It names her street"}
    return take_down_file(file, **words, by=taker, at=NOON)


def test_take_down_file_lets_nobody_read_it_and_asks_an_approver(file, taker):
    approver = official("approver")

    down = taken_down(file, taker)

    assert (down.state, down.taken_down_by) == (FileState.TAKEN_DOWN, taker)
    line = Event.objects.get()
    assert line.facts == {"digest": file.digest, "ground": "safety"}
    assert path_of(file).exists()
    due = due_to(worker_of(approver, on=DAY), on=DAY)
    assert [one.what for one in due] == [
        f"Decide what becomes of a file that was taken down: {file}"
    ]


def test_agree_to_delete_file_leaves_the_digest_and_the_ground_and_neither_bytes_nor_name(
    file, taker
):
    down = taken_down(file, taker)

    gone = agree_to_delete_file(down, by=official("approver"), at=NOON)

    assert not path_of(file).exists()
    assert (gone.state, gone.name, gone.digest, gone.ground) == (
        FileState.DELETED,
        "",
        file.digest,
        "safety",
    )
    assert list(unsound_files()) == []


def test_bytes_whose_deletion_was_cut_short_are_deleted_by_the_nightly_step(file, taker):
    delete_file(taken_down(file, taker), by=official("approver"), at=NOON)
    aged(path_of(file))

    forget_stray_bytes(LATER)

    assert not path_of(file).exists()


def test_restore_file_puts_it_back(file, taker):
    back = restore_file(taken_down(file, taker), by=official("approver"), at=NOON)

    assert back.is_kept
    assert Event.objects.count() == 2
    assert taken_down(back, taker).reviewed_by is None


def test_who_takes_a_file_down_does_not_decide_about_it(file):
    both = official("publisher", "approver")
    down = taken_down(file, both)

    for decide in (agree_to_delete_file, restore_file):
        with pytest.raises(PermissionDenied, match="You took this down"):
            decide(down, by=both, at=NOON)


def test_a_file_is_taken_down_with_a_reason_and_once(file, taker):
    with pytest.raises(ValidationError, match="Say why"):
        take_down_file(file, ground=Danger.SAFETY, reason=" ", by=taker, at=NOON)
    taken_down(file, taker)
    with pytest.raises(IllegalTransition):
        taken_down(file, taker)
    with pytest.raises(PermissionDenied):
        operations.take_down_file(
            file, ground=Danger.SAFETY, reason="x", by=official("auditor"), at=NOON
        )


@pytest.mark.parametrize("column", ["reference", "digest", "place", "about", "kind"])
def test_the_database_refuses_to_change_what_a_file_is(file, column):
    with arranging(), transaction.atomic(), pytest.raises(DatabaseError, match="refuses"):
        StoredFile.objects.filter(pk=file.pk).update(**{column: "x"})


def test_the_database_refuses_to_forget_a_file_or_that_one_person_decides(file, taker):
    with arranging(), transaction.atomic(), pytest.raises(DatabaseError, match="refuses"):
        StoredFile.objects.filter(pk=file.pk).delete()
    with arranging(), transaction.atomic(), pytest.raises(IntegrityError):
        StoredFile.objects.filter(pk=file.pk).update(taken_down_by=taker, reviewed_by=taker)

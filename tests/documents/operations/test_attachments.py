import json
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.access import may_read
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.documents.events import AttachmentEvent
from almoner.documents.keeping import documents_folder
from almoner.documents.kinds import RefusedFile
from almoner.documents.models import Attachment
from almoner.documents.operations import (
    attach_file,
    finish_filling,
    remove_attachment,
    reopen_filling,
    save_section,
    take_down_file,
)
from almoner.documents.queries import attached_to, written_of
from almoner.documents.written import digest_of
from tests.documents.factories import FillingFactory
from tests.documents.samples import PDF
from tests.factories import DAY, NOON, official

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def writer():
    return official("agreement-manager")


def attached(filling, writer, content=PDF, name="survey.pdf", title="Survey of 2025"):
    return attach_file([content], name=name, filling=filling, title=title, by=writer, at=NOON)


def finished(filling, writer):
    save_section(filling, section="summary", text="Open.", based_on=0, by=writer, at=NOON)
    return finish_filling(filling, by=writer, at=NOON)


def test_a_file_goes_with_a_document_and_is_frozen_with_it(writer):
    filling = FillingFactory()

    made = attached(filling, writer)
    done = finished(filling, writer)

    digest = sha256(PDF).hexdigest()
    kept = {"reference": made.reference, "title": "Survey of 2025", "kind": "pdf"}
    kept |= {"size": len(PDF), "digest": digest}
    assert json.loads(done.frozen)["attachments"] == [kept]
    assert done.digest == digest_of(done.frozen)
    line = Event.objects.get(kind=AttachmentEvent.ADDED)
    assert line.facts == {"document": filling.reference, "file": digest}
    (listed,) = written_of(done, on=DAY)[0].attachments
    assert (listed.title, listed.digest) == ("Survey of 2025", digest)


def test_it_is_called_by_its_file_where_nobody_says_otherwise(writer):
    made = attached(FillingFactory(), writer, title=" ")

    assert made.title == "survey.pdf"


def test_who_may_read_the_document_may_read_what_goes_with_it(writer):
    made = attached(FillingFactory(), writer)

    for name in (name_of(made), name_of(made.file)):
        assert may_read(writer, name, on=DAY)
        assert not may_read(official("member"), name, on=DAY)


def test_it_is_removed_until_the_document_is_finished_and_then_no_more(writer):
    filling = FillingFactory()
    first, second = attached(filling, writer), attached(filling, writer, PDF + b"%", "b.pdf")

    remove_attachment(first, by=writer, at=NOON)

    assert list(attached_to(filling)) == [second]
    done = finished(filling, writer)
    with pytest.raises(IllegalTransition, match="is not written any more"):
        remove_attachment(second, by=writer, at=NOON)
    with pytest.raises(IllegalTransition, match="is not written any more"):
        attached(done, writer, PDF + b"%%", "c.pdf")


def test_the_next_version_begins_with_the_same_files(writer):
    filling = FillingFactory()
    made = attached(filling, writer)
    finished(filling, writer)

    following = reopen_filling(filling, by=writer, at=NOON)
    (carried,) = attached_to(following)
    remove_attachment(carried, by=writer, at=NOON)

    assert carried.file == made.file
    assert list(attached_to(filling)) == [made]


def test_of_a_file_that_was_taken_down_its_digest_is_left(writer):
    filling = FillingFactory()
    made = attached(filling, writer)
    take_down_file(made.file, ground="safety", reason="It names a refuge", by=writer, at=NOON)

    (listed,) = written_of(filling, on=DAY)[0].attachments

    assert (listed.title, listed.digest) == ("Taken down", sha256(PDF).hexdigest())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html>hello</html>", "a web page"),
        (b"", "The file is empty"),
        (PDF, "This very file is attached already."),
    ],
)
def test_what_is_not_kept_leaves_nothing_behind(writer, content, why):
    filling = FillingFactory()
    attached(filling, writer)

    with pytest.raises((RefusedFile, ValidationError), match=why):
        attached(filling, writer, content, "again.pdf")

    assert Attachment.objects.count() == 1
    assert len(list(documents_folder().glob("??/*"))) == 1


def test_nobody_attaches_to_what_they_do_not_write():
    with pytest.raises(PermissionDenied):
        attached(FillingFactory(), official("auditor"))

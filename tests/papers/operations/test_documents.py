"""Documents of agreements: kept, replaced, removed, and never edited."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.documents.keeping import documents_folder, path_of
from almoner.documents.models import StoredFile
from almoner.papers.kinds import DocumentKind
from almoner.papers.models import Document
from almoner.papers.operations import Said, add_document, remove_document, replace_document
from almoner.papers.states import DocumentState
from tests.documents.samples import PDF
from tests.factories import DAY, NOON, AgreementFactory, DocumentFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
SAID = Said("Signed contract", DAY, "Signed by both")


@pytest.fixture
def manager():
    return official("agreement-manager")


def added(by, *, pieces=(PDF,), said=SAID, agreement=None):
    return add_document(
        pieces,
        name="Scan 1.pdf",
        agreement=agreement or AgreementFactory(),
        kind=DocumentKind.CONTRACT,
        said=said,
        by=by,
        at=NOON,
    )


def files():
    return [path for path in documents_folder().rglob("*") if path.is_file()]


def test_add_document_keeps_the_bytes_and_says_so_by_reference_and_digest(manager):
    document = added(manager)

    assert path_of(document.file).read_bytes() == PDF
    assert document.file.about == f"papers.document:{document}"
    line = Event.objects.get()
    assert (line.kind, line.about) == ("document.added", f"papers.document:{document}")
    assert line.facts == {
        "agreement": str(document.agreement),
        "what": "contract",
        "file": str(document.file),
        "digest": document.file.digest,
    }


def test_replace_document_leaves_the_earlier_one_as_it_was(manager):
    earlier = added(manager)

    newer = replace_document(
        [b"A newer one"], name="b.txt", document=earlier, said=SAID, by=manager, at=NOON
    )

    earlier.refresh_from_db()
    assert (earlier.state, newer.state) == (DocumentState.REPLACED, DocumentState.CURRENT)
    assert (newer.replaces, newer.agreement) == (earlier, earlier.agreement)
    assert path_of(earlier.file).read_bytes() == PDF
    with pytest.raises(IllegalTransition):
        replace_document(
            [b"Another"], name="c.txt", document=earlier, said=SAID, by=manager, at=NOON
        )
    assert len(files()) == 2


def test_remove_document_keeps_it_with_the_reason(manager):
    document = added(manager)

    removed = remove_document(document, reason="It is of another agreement", by=manager, at=NOON)

    assert (removed.state, removed.removed_by) == (DocumentState.REMOVED, manager)
    assert path_of(document.file).exists()
    with pytest.raises(IllegalTransition):
        remove_document(document, reason="Again", by=manager, at=NOON)
    with pytest.raises(ValidationError, match="Say why"):
        remove_document(added(manager), reason=" ", by=manager, at=NOON)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"pieces": [b"<html>"]}, ValidationError),
        ({"said": Said(" ", DAY)}, ValidationError),
        ({"said": Said("Tomorrow's", DAY + timedelta(days=1))}, ValidationError),
    ],
)
def test_what_is_refused_leaves_neither_bytes_nor_rows(manager, change, error):
    with pytest.raises(error):
        added(manager, **change)

    assert (files(), StoredFile.objects.count(), Document.objects.count()) == ([], 0, 0)


def test_who_may_not_keep_documents_has_nothing_written():
    with pytest.raises(PermissionDenied):
        added(official("finance"))

    assert files() == []


@pytest.mark.parametrize("column", ["reference", "kind", "dated_on"])
def test_the_database_refuses_to_change_what_a_document_is(column):
    document = DocumentFactory()

    with arranging(), transaction.atomic(), pytest.raises(DatabaseError, match="refuses"):
        Document.objects.filter(pk=document.pk).update(**{column: "2020-01-01"})

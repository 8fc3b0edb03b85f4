"""Documents of agreements, their files, and what becomes of one that is taken down."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from almoner.accounts.models import AccessEntry
from almoner.core.states import BatchState
from almoner.documents.keeping import path_of
from almoner.documents.states import FileState
from almoner.papers.models import Document
from almoner.papers.states import DocumentState
from tests.documents.samples import PDF
from tests.factories import (
    NOON,
    BatchFactory,
    CopyFactory,
    DocumentFactory,
    VersionFactory,
    official,
)
from tests.web.public.published import body_of, bytes_of, queries_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
SAID = {
    "kind": "contract",
    "title": "Signed contract",
    "dated_on_day": "4",
    "dated_on_month": "3",
    "dated_on_year": "2026",
}


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def manager(client):
    return signed_in(client, "agreement-manager")


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return body_of(response)


def documents_of(agreement):
    return f"/workspace/agreements/{agreement}/documents/"


def upload(content=PDF, name="Scan 1.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_document_is_added_and_listed(client, manager):
    agreement = VersionFactory().agreement
    assert "No document is kept yet" in read(client, documents_of(agreement))

    address = f"{documents_of(agreement)}add/"
    response = client.post(address, {**SAID, "file": upload()})

    assert response["Location"] == documents_of(agreement)
    page = read(client, response["Location"])
    assert "It is kept" in page
    assert (
        f'href="/workspace/files/{Document.objects.get().file}/" download>Signed contract' in page
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"file": upload(b"<html>")}, "web page or a drawing"),
        ({"file": upload(b"")}, "is empty"),
        ({"file": upload(bytes(2_000))}, "at most 1000"),
        ({"title": ""}, "fill this in"),
        ({"dated_on_year": "2027"}, "Enter today or a day before"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_kept(client, manager, settings, change, said):
    settings.DOCUMENT_LIMIT = 1_000
    sent = {**SAID, "file": upload(b"A letter"), **change}

    page = body_of(client.post(f"{documents_of(VersionFactory().agreement)}add/", sent))

    assert said in page.replace("\xa0", " ")
    assert "Error:" in page
    assert not Document.objects.exists()


def test_a_document_is_replaced_and_one_is_removed(client, manager):
    one, other = DocumentFactory(), DocumentFactory(title="A letter")
    read(client, f"/workspace/documents/{one}/replace/")
    read(client, f"/workspace/documents/{other}/remove/")

    client.post(f"/workspace/documents/{one}/replace/", {**SAID, "file": upload()})
    client.post(f"/workspace/documents/{other}/remove/", {"reason": "Of another contract"})

    states = dict(Document.objects.values_list("reference", "state"))
    assert (states[str(one)], states[str(other)]) == (DocumentState.REPLACED, DocumentState.REMOVED)
    assert "Replaced by DOC-" in read(client, documents_of(one.agreement))
    assert "Of another contract" in read(client, documents_of(other.agreement))


def test_a_refused_replacement_leaves_the_document(client, manager):
    one = DocumentFactory()

    sent = {**SAID, "file": upload(b"MZ")}
    page = body_of(client.post(f"/workspace/documents/{one}/replace/", sent))

    assert "This is a program" in page
    assert Document.objects.get().state == DocumentState.CURRENT


def test_a_file_is_handed_to_whoever_may_read_it_and_the_read_is_logged(client, manager):
    document = DocumentFactory(content=b"Its words")
    address = f"/workspace/files/{document.file}/"

    response = client.get(address)

    assert bytes_of(response) == b"Its words"
    assert response["Content-Disposition"] == 'attachment; filename="letter.txt"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    signed_in(client, "assessor")
    read(client, address, status=403)
    told = AccessEntry.objects.filter(about=f"documents.storedfile:{document.file}")
    assert sorted(told.values_list("outcome", flat=True)) == ["allowed", "refused"]


def test_a_name_that_is_no_latin_is_written_as_headers_write_it(client, manager):
    document = DocumentFactory(file__name="Cytundeb ŵyl.txt")

    response = client.get(f"/workspace/files/{document.file}/")

    assert bytes_of(response)
    said = response["Content-Disposition"]
    assert said == "attachment; filename*=utf-8''Cytundeb%20%C5%B5yl.txt"


def test_a_file_is_taken_down_by_one_and_deleted_by_another(client, manager):
    document = DocumentFactory()
    file, address = document.file, f"/workspace/files/{document.file}/"
    assert "nobody reads it" in read(client, f"{address}take-down/")

    client.post(f"{address}take-down/", {"ground": "safety", "reason": "Her street"})

    read(client, address, status=404)
    assert "Taken down, awaiting" in read(client, documents_of(document.agreement))
    assert "Only an approver decides" in read(client, f"{address}review/")
    signed_in(client, "approver")
    assert f'href="{address}review/"' in read(client, "/workspace/")
    client.post(f"{address}review/", {"decision": "delete"})
    file.refresh_from_db()
    assert file.state == FileState.DELETED
    assert not path_of(file).exists()
    assert "This has been decided" in read(client, f"{address}review/")


@pytest.mark.parametrize("state", [DocumentState.CURRENT, DocumentState.REMOVED])
@pytest.mark.parametrize("role", ["approver", "agreement-manager"])
def test_whoever_may_take_a_document_down_is_led_there(client, role, state):
    document = DocumentFactory(state=state, removed_by=official("publisher"), removed_at=NOON)
    signed_in(client, role)

    page = read(client, documents_of(document.agreement))

    assert page.count(f'href="/workspace/files/{document.file}/take-down/"') == 1
    signed_in(client, "auditor")
    assert "take-down" not in read(client, documents_of(document.agreement))


def test_a_file_that_need_not_be_down_is_put_back(client, manager):
    copy = CopyFactory()
    address = f"/workspace/files/{copy.file}/"
    client.post(f"{address}take-down/", {"ground": "safety", "reason": "Her street"})
    assert "What becomes of the file" in read(client, f"/workspace/copies/{copy}/")
    signed_in(client, "approver")

    response = client.post(f"{address}review/", {"decision": "restore"})

    assert response["Location"] == f"/workspace/copies/{copy}/"
    assert bytes_of(client.get(address))


def test_the_list_asks_as_much_of_the_database_for_many_as_for_one(client, manager):
    one = DocumentFactory()
    read(client, documents_of(one.agreement))
    few = queries_of(client, documents_of(one.agreement))

    DocumentFactory.create_batch(5, agreement=one.agreement)

    assert queries_of(client, documents_of(one.agreement)) == few


def test_an_agreement_of_an_import_that_was_undone_has_no_pages(client, manager):
    batch = BatchFactory(kind="contracts", state=BatchState.UNDONE)
    agreement = VersionFactory(agreement__batch=batch).agreement

    read(client, documents_of(agreement), status=404)
    read(client, documents_of("AGR-NONE"), status=404)

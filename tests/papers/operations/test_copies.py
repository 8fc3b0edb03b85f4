"""A copy to publish: written anew, looked over, checked by a second person, superseded."""

from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from almoner.accounts.queries import worker_of
from almoner.agreements.states import AgreementKind
from almoner.cli.demonstration.pages import pdf_of
from almoner.core.due import due_to
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.documents.grounds import Danger
from almoner.documents.keeping import documents_folder, path_of
from almoner.documents.operations import take_down_file
from almoner.papers.kinds import CopyKind, Redaction
from almoner.papers.models import Copy
from almoner.papers.operations import (
    Terms,
    end_exemption,
    prepare_copy,
    publish_copy,
    return_copy,
    submit_copy,
    withdraw_copy,
)
from almoner.papers.states import CopyState, ExemptionState
from tests.documents.samples import DOCX, laden
from tests.factories import (
    DAY,
    NOON,
    AgreementFactory,
    CopyFactory,
    DocumentFactory,
    ExemptionFactory,
    UserFactory,
    VersionFactory,
    official,
    published_copy,
)
from tests.guard import arranging

pytestmark = pytest.mark.django_db
NAMING = pdf_of([["The lead is Mrs Jane Smith"]])
TERMS = Terms([Redaction.PERSONAL_DATA], "Two names")


@pytest.fixture
def manager():
    return official("agreement-manager")


@pytest.fixture
def publisher():
    return official("publisher")


def prepared(by, *, content=None, agreement=None, terms=TERMS, kind=CopyKind.CONTRACT):
    return prepare_copy(
        [content or pdf_of([["The redacted contract"]])],
        name="Contract with Mrs Smith.pdf",
        agreement=agreement or VersionFactory().agreement,
        kind=kind,
        terms=terms,
        by=by,
        at=NOON,
    )


def files():
    return [path for path in documents_folder().rglob("*") if path.is_file()]


def test_prepare_copy_keeps_only_what_was_written_anew_and_the_digest_of_what_was_sent(manager):
    sent = laden("Marrowbone")

    copy = prepared(manager, content=sent)

    assert (copy.state, copy.redactions) == (CopyState.DRAFTED, ["personal-data"])
    assert copy.sent_digest == sha256(sent).hexdigest() != copy.file.digest
    assert copy.file.name == f"{copy.agreement}-contract.pdf"
    assert [path.read_bytes() for path in files()] == [path_of(copy.file).read_bytes()]
    assert b"arrowbone" not in path_of(copy.file).read_bytes()
    assert "metadata" in copy.taken_out
    assert "author and other particulars" in copy.left_behind
    line = Event.objects.get(kind="copy.prepared")
    assert line.facts["digest"] == copy.file.digest
    assert line.facts["found"] == "0"


def test_what_must_be_judged_is_not_sent_on_without_a_judgement(manager):
    copy = prepared(manager, content=NAMING)
    assert copy.needs_judgement

    with pytest.raises(ValidationError, match="Say why what was found may be published"):
        submit_copy(copy, judgement=" ", by=manager, at=NOON)

    assert submit_copy(copy, judgement="She is the chief executive", by=manager, at=NOON).state


def test_publish_copy_makes_it_public_by_a_second_person_and_forgets_what_was_found(
    manager, publisher
):
    copy = submit_copy(prepared(manager, content=NAMING), judgement="Public", by=manager, at=NOON)
    assert [look["words"] for look in copy.found] == ["Mrs Jane Smith"]

    out = publish_copy(copy, by=publisher, at=NOON)

    assert (out.state, out.decided_by, out.published_at) == (CopyState.PUBLISHED, publisher, NOON)
    assert [(look["code"], look["words"]) for look in out.found] == [("person-named", "")]
    assert Event.objects.get(kind="copy.published").facts == {
        "agreement": str(copy.agreement),
        "series": "contract-copies",
        "digest": copy.file.digest,
    }


def test_nobody_checks_what_they_prepared_or_sent(manager, publisher):
    copy = submit_copy(prepared(manager), judgement="", by=publisher, at=NOON)

    for author in (manager, publisher):
        with pytest.raises(PermissionDenied, match="someone else must check it"):
            publish_copy(copy, by=author, at=NOON)
    assert publish_copy(copy, by=official("approver"), at=NOON).decided_by


def test_whoever_may_check_a_copy_hears_of_it_and_its_authors_do_not(manager, publisher):
    copy = submit_copy(prepared(manager), judgement="", by=manager, at=NOON)

    def due(person):
        found = due_to(worker_of(person, on=DAY), on=DAY)
        return [(one.about, one.verb) for one in found if one.verb == "check"]

    assert due(publisher) == [(f"papers.copy:{copy}", "check")]
    assert due(manager) == due(official("commissioning-officer")) == []


def test_a_corrected_copy_supersedes_the_former_whose_record_stays(manager, publisher):
    former = published_copy()
    terms = Terms(correction="A rate was legible")

    with pytest.raises(ValidationError, match="Say what the new one puts right"):
        prepared(manager, agreement=former.agreement)
    copy = prepared(manager, agreement=former.agreement, terms=terms)
    publish_copy(submit_copy(copy, judgement="", by=manager, at=NOON), by=publisher, at=NOON)

    former.refresh_from_db()
    assert (former.state, former.superseded_at) == (CopyState.SUPERSEDED, NOON)
    assert Event.objects.get(kind="copy.corrected").facts["earlier"] == str(former)


def test_return_copy_says_what_to_put_right_and_another_may_be_prepared(manager, publisher):
    copy = submit_copy(prepared(manager), judgement="", by=manager, at=NOON)
    with pytest.raises(ValidationError, match="Say what is to be put right"):
        return_copy(copy, reason="", by=publisher, at=NOON)

    back = return_copy(copy, reason="Page 2 names her", by=publisher, at=NOON)

    assert (back.state, back.return_reason) == (CopyState.RETURNED, "Page 2 names her")
    assert prepared(manager, agreement=copy.agreement).state == CopyState.DRAFTED
    with pytest.raises(IllegalTransition):
        publish_copy(back, by=publisher, at=NOON)


def test_one_copy_is_under_way_until_it_is_withdrawn(manager):
    copy = prepared(manager, content=NAMING)
    with pytest.raises(ValidationError, match="under way already"):
        prepared(manager, agreement=copy.agreement)

    gone = withdraw_copy(copy, by=manager, at=NOON)

    assert (gone.state, gone.found[0]["words"]) == (CopyState.WITHDRAWN, "")
    assert prepared(manager, agreement=copy.agreement)
    assert prepared(manager, agreement=copy.agreement, kind=CopyKind.TENDER)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"content": DOCX}, "Only a PDF is published"),
        ({"terms": Terms([Redaction.SAFETY])}, "Say what is blacked out"),
        ({"content": b"%PDF-1.7 broken"}, "cannot be read safely"),
    ],
)
def test_what_cannot_be_published_is_refused_and_leaves_nothing(manager, change, said):
    with pytest.raises(ValidationError, match=said):
        prepared(manager, **change)

    assert files() == []


def test_no_copy_of_a_grant_is_published(manager):
    with pytest.raises(ValidationError, match="This is a grant"):
        prepared(manager, agreement=AgreementFactory(kind=AgreementKind.GRANT))


def test_the_original_itself_is_not_taken_for_a_redacted_copy(manager):
    original = pdf_of([["The contract, in full"]])
    agreement = DocumentFactory(content=original).agreement

    with pytest.raises(ValidationError, match="the very file that is kept as the original"):
        prepared(manager, content=original, agreement=agreement)
    assert prepared(manager, content=original, agreement=agreement, terms=Terms())


def test_who_may_not_prepare_a_copy_has_nothing_written():
    with pytest.raises(PermissionDenied):
        prepared(official("finance"))
    assert files() == []


def test_a_copy_whose_file_was_taken_down_or_forged_is_not_published(manager, publisher):
    copy, forged = CopyFactory(), CopyFactory()
    path_of(forged.file).write_bytes(b"forged")
    with pytest.raises(ValidationError, match="not what was sent"):
        publish_copy(forged, by=publisher, at=NOON)

    take_down_file(copy.file, ground=Danger.SAFETY, reason="x", by=publisher, at=NOON)

    with pytest.raises(IllegalTransition):
        publish_copy(copy, by=publisher, at=NOON)


def test_no_copy_is_prepared_or_published_of_what_two_people_found_exempt(manager, publisher):
    copy = CopyFactory()
    exemption = ExemptionFactory(
        agreement=copy.agreement,
        state=ExemptionState.IN_FORCE,
        decided_by=official("approver"),
    )

    with pytest.raises(ValidationError, match="No copy of it is to be published"):
        publish_copy(copy, by=publisher, at=NOON)
    with pytest.raises(ValidationError, match="Have that ended first"):
        prepared(manager, agreement=exemption.agreement)

    end_exemption(exemption, by=manager, at=NOON)
    assert publish_copy(copy, by=publisher, at=NOON).state == CopyState.PUBLISHED


def test_the_database_itself_asks_for_two_people_and_one_copy():
    copy, person = CopyFactory(), UserFactory()
    refused = [
        {"decided_by": copy.prepared_by},
        {"state": "published", "published_at": NOON},
    ]
    for change in refused:
        with arranging(), transaction.atomic(), pytest.raises(IntegrityError):
            Copy.objects.filter(pk=copy.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        CopyFactory(agreement=copy.agreement, prepared_by=person)
    with arranging(), transaction.atomic(), pytest.raises(DatabaseError, match="refuses"):
        Copy.objects.filter(pk=copy.pk).delete()

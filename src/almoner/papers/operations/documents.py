"""Documents of agreements: added, replaced by newer ones, removed. None is ever made public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.agreements.models import Agreement
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.documents.keeping import Kept, kept
from almoner.documents.operations import record_file
from almoner.papers.events import DocumentEvent
from almoner.papers.kinds import DocumentKind
from almoner.papers.models import Document
from almoner.papers.policies import may_keep_documents
from almoner.papers.states import DOCUMENT_LIFECYCLE, DocumentState


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a document that they send."""

    title: str
    dated_on: date
    note: str = ""


def add_document(
    pieces: Iterable[bytes],
    *,
    name: str,
    agreement: Agreement,
    kind: DocumentKind,
    said: Said,
    by: User,
    at: datetime,
) -> Document:
    """Keep a document of an agreement. Raises PermissionDenied, RefusedFile or ValidationError."""
    require(may_keep_documents(by, on=day_of(at)))  # before anything is written
    document = Document(agreement=agreement, kind=kind)
    with kept(pieces, name=name) as made:
        return record_document(document, made, said=said, by=by, at=at)


def replace_document(
    pieces: Iterable[bytes], *, name: str, document: Document, said: Said, by: User, at: datetime
) -> Document:
    """Put a newer document in the place of one, which stays as it was.

    Raises PermissionDenied, IllegalTransition, RefusedFile or ValidationError.
    """
    require(may_keep_documents(by, on=day_of(at)))
    newer = Document(agreement=document.agreement, kind=document.kind, replaces=document)
    with kept(pieces, name=name) as made:
        return record_newer_document(newer, made, said=said, by=by, at=at)


@operation
def record_document(
    document: Document, made: Kept, *, said: Said, by: User, at: datetime
) -> Document:
    """Record a document whose bytes are on the disk. Raises what `add_document` does."""
    require(may_keep_documents(by, on=day_of(at)))
    _save(document, made, said=said, by=by, at=at)
    record(DocumentEvent.ADDED, about=document, by=by, at=at, **_facts(document))
    return document


@operation
def record_newer_document(
    newer: Document, made: Kept, *, said: Said, by: User, at: datetime
) -> Document:
    """Record a document in the place of an earlier one. Raises what `replace_document` does."""
    assert newer.replaces is not None  # `replace_document` says which
    earlier = Document.objects.select_for_update().get(pk=newer.replaces.pk)
    require(may_keep_documents(by, on=day_of(at)))
    DOCUMENT_LIFECYCLE.check(earlier.state, DocumentState.REPLACED)
    earlier.state = DocumentState.REPLACED
    earlier.save(update_fields=["state"])
    _save(newer, made, said=said, by=by, at=at)
    facts = {**_facts(newer), "earlier": earlier.reference}
    record(DocumentEvent.REPLACED, about=newer, by=by, at=at, **facts)
    return newer


@operation
def remove_document(document: Document, *, reason: str, by: User, at: datetime) -> Document:
    """Say that a document does not belong here. It stays to be read, with the reason.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    require(may_keep_documents(by, on=day_of(at)))
    DOCUMENT_LIFECYCLE.check(document.state, DocumentState.REMOVED)
    if not reason.strip():
        raise ValidationError(_("Say why it is removed."))
    document.state, document.removal_reason = DocumentState.REMOVED, reason.strip()
    document.removed_by, document.removed_at = by, at
    document.save(update_fields=["state", "removal_reason", "removed_by", "removed_at"])
    record(
        DocumentEvent.REMOVED,
        about=document,
        by=by,
        at=at,
        agreement=document.agreement.reference,
        what=DocumentKind(document.kind),
    )
    return document


def _save(document: Document, made: Kept, *, said: Said, by: User, at: datetime) -> None:
    if not said.title.strip():
        raise ValidationError(_("Say what the document is called."))
    if said.dated_on > day_of(at):
        raise ValidationError(_("Enter today or a day before: the document is there already."))
    document.title, document.note = said.title.strip(), said.note.strip()
    document.dated_on = said.dated_on
    document.added_by, document.added_at = by, at
    document.file = record_file(made, about=name_of(document), by=by, at=at)
    document.save(force_insert=True)


def _facts(document: Document) -> dict[str, Any]:
    return {
        "agreement": document.agreement.reference,
        "what": DocumentKind(document.kind),
        "file": document.file.reference,
        "digest": document.file.digest,
    }

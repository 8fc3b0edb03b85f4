"""Copies to publish: written anew, looked over, checked by a second person, then out at once."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.agreements.models import Agreement
from almoner.agreements.states import AgreementKind
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.documents.keeping import Kept, is_sound, kept
from almoner.documents.kinds import FileKind, RefusedFile
from almoner.documents.looks import Look, looked_over
from almoner.documents.operations import record_file
from almoner.documents.pdfs import Flat, flattened
from almoner.papers.events import CopyEvent
from almoner.papers.kinds import CopyKind, Redaction
from almoner.papers.models import Copy
from almoner.papers.policies import may_check_copy, may_prepare_copy
from almoner.papers.queries import is_exempt_now, is_kept_as_document
from almoner.papers.states import COPY_LIFECYCLE, UNDER_WAY, CopyState

NAMES = {CopyKind.CONTRACT: "contract", CopyKind.TENDER: "invitation-to-tender"}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person says of a copy that they send: on which grounds what is blacked out, if
    anything, and what a corrected copy puts right.
    """

    redactions: Sequence[Redaction] = ()
    explanation: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A copy's bytes, written anew and on the disk, with what was found in them."""

    made: Kept
    sent_digest: str
    flat: Flat
    found: list[Look]


def prepare_copy(
    pieces: Iterable[bytes],
    *,
    name: str,
    agreement: Agreement,
    kind: CopyKind,
    terms: Terms,
    by: User,
    at: datetime,
) -> Copy:
    """Keep a redacted copy, written anew without what lies behind its pages, and look it over.

    Nothing is published yet. Raises PermissionDenied, RefusedFile or ValidationError.
    """
    require(may_prepare_copy(by, on=day_of(at)))  # before anything is written
    copy = Copy(agreement=agreement, kind=kind)
    with prepared(pieces, copy, name=name, terms=terms) as ready:
        return record_copy(copy, ready, terms=terms, by=by, at=at)


@contextmanager
def prepared(pieces: Iterable[bytes], copy: Copy, *, name: str, terms: Terms) -> Iterator[Prepared]:
    """Write a copy anew from what was sent, whose digest is all that is left of it.

    Raises RefusedFile.
    """
    with kept(pieces, name=name) as sent:
        try:
            _refuse_another_kind(sent)
            _refuse_the_original(copy.agreement, sent, terms)
            flat = flattened(sent.path)
        finally:
            sent.path.unlink(missing_ok=True)  # what lies behind its pages is kept nowhere
    found = looked_over(flat.content)
    with kept([flat.content], name=f"{copy.agreement}-{NAMES[CopyKind(copy.kind)]}.pdf") as made:
        yield Prepared(made, sent.digest, flat, found)


@operation
def record_copy(copy: Copy, ready: Prepared, *, terms: Terms, by: User, at: datetime) -> Copy:
    """Record a copy that was written anew. Raises PermissionDenied or ValidationError."""
    require(may_prepare_copy(by, on=day_of(at)))
    Agreement.objects.select_for_update().get(pk=copy.agreement_id)  # one copy is under way
    if mistakes := list(mistakes_in(copy, terms)):
        raise ValidationError(mistakes)
    copy.redactions = sorted(terms.redactions)
    copy.explanation, copy.correction = terms.explanation.strip(), terms.correction.strip()
    copy.sent_digest, copy.page_count = ready.sent_digest, ready.flat.pages
    copy.taken_out = list(map(str, ready.flat.taken_out))
    copy.found = [asdict(look) for look in ready.found]
    copy.prepared_by, copy.prepared_at = by, at
    copy.file = record_file(ready.made, about=name_of(copy), by=by, at=at)
    copy.save(force_insert=True)
    facts = {**_facts(copy), "sent": copy.sent_digest, "found": len(ready.found)}
    record(CopyEvent.PREPARED, about=copy, by=by, at=at, **facts)
    return copy


@operation
def submit_copy(copy: Copy, *, judgement: str, by: User, at: datetime) -> Copy:
    """Send a copy to be checked, saying why what was found in it may stand.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    copy = _lock(copy)
    require(may_prepare_copy(by, on=day_of(at)))
    COPY_LIFECYCLE.check(copy.state, CopyState.SUBMITTED)
    _expect_its_file(copy)
    if copy.needs_judgement and not judgement.strip():
        raise ValidationError(
            _("Say why what was found may be published, or prepare another copy.")
        )
    copy.state, copy.judgement = CopyState.SUBMITTED, judgement.strip()
    copy.submitted_by, copy.submitted_at = by, at
    copy.save(update_fields=["state", "judgement", "submitted_by", "submitted_at"])
    record(CopyEvent.SUBMITTED, about=copy, by=by, at=at, **_facts(copy))
    return copy


@operation
def publish_copy(copy: Copy, *, by: User, at: datetime) -> Copy:
    """Approve a copy, as its second person: from this commit on it is public, unless its contract
    is withheld or is found exempt meanwhile, and a former copy is served no more.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    copy = _lock(copy)
    require(may_check_copy(by, copy, on=day_of(at)))
    COPY_LIFECYCLE.check(copy.state, CopyState.PUBLISHED)
    _expect_its_file(copy)
    if is_exempt_now(copy.agreement, CopyKind(copy.kind)):
        raise ValidationError(_("No copy of it is to be published, as two people found."))
    if not is_sound(copy.file):
        raise ValidationError(_("Its file is not what was sent. Tell whoever runs this system."))
    former = _supersede_former(copy, at=at)
    copy.state, copy.published_at = CopyState.PUBLISHED, at
    _decide(copy, by=by, at=at, also=["published_at"])
    if former:
        facts = {**_facts(copy), "earlier": former.reference}
        record(CopyEvent.CORRECTED, about=copy, by=by, at=at, **facts)
    else:
        record(CopyEvent.PUBLISHED, about=copy, by=by, at=at, **_facts(copy))
    return copy


@operation
def return_copy(copy: Copy, *, reason: str, by: User, at: datetime) -> Copy:
    """Send a copy back, as its second person. Raises what `publish_copy` does."""
    copy = _lock(copy)
    require(may_check_copy(by, copy, on=day_of(at)))
    COPY_LIFECYCLE.check(copy.state, CopyState.RETURNED)
    if not reason.strip():
        raise ValidationError(_("Say what is to be put right."))
    copy.state, copy.return_reason = CopyState.RETURNED, reason.strip()
    _decide(copy, by=by, at=at, also=["return_reason"])
    record(CopyEvent.RETURNED, about=copy, by=by, at=at, **_facts(copy))
    return copy


@operation
def withdraw_copy(copy: Copy, *, by: User, at: datetime) -> Copy:
    """Give up a copy that is not out. Raises PermissionDenied or IllegalTransition."""
    copy = _lock(copy)
    require(may_prepare_copy(by, on=day_of(at)))
    COPY_LIFECYCLE.check(copy.state, CopyState.WITHDRAWN)
    copy.state, copy.found = CopyState.WITHDRAWN, _without_words(copy)
    copy.save(update_fields=["state", "found"])
    record(CopyEvent.WITHDRAWN, about=copy, by=by, at=at, **_facts(copy))
    return copy


def mistakes_in(copy: Copy, terms: Terms) -> Iterator[str]:
    """What makes no sense of a copy that is not recorded yet."""
    if copy.agreement.kind != AgreementKind.CONTRACT:
        yield _("Copies are published of contracts. This is a grant.")
    if terms.redactions and not terms.explanation.strip():
        yield _("Say what is blacked out, for whoever checks it.")
    if is_exempt_now(copy.agreement, CopyKind(copy.kind)):
        yield _("No copy of it is to be published, as two people found. Have that ended first.")
    copies = Copy.objects.filter(agreement=copy.agreement, kind=copy.kind)
    if copies.filter(state__in=UNDER_WAY).exists():
        yield _("A copy of it is under way already. Withdraw that one first.")
    if copies.filter(state=CopyState.PUBLISHED).exists() and not terms.correction.strip():
        yield _("A copy of it is public. Say what the new one puts right.")


def _refuse_another_kind(sent: Kept) -> None:
    if sent.kind != FileKind.PDF:
        raise RefusedFile(
            _("Only a PDF is published, because it is the same for every reader. Print it to PDF.")
        )


def _refuse_the_original(agreement: Agreement, sent: Kept, terms: Terms) -> None:
    if terms.redactions and is_kept_as_document(agreement, sent.digest):
        raise RefusedFile(
            _("This is the very file that is kept as the original. Send the redacted copy.")
        )


def _supersede_former(copy: Copy, *, at: datetime) -> Copy | None:
    """Take the copy that is out from its place: its record stays."""
    out = Copy.objects.select_for_update().filter(agreement=copy.agreement_id, kind=copy.kind)
    former = out.filter(state=CopyState.PUBLISHED).first()
    if former:
        COPY_LIFECYCLE.check(former.state, CopyState.SUPERSEDED)
        former.state, former.superseded_at = CopyState.SUPERSEDED, at
        former.save(update_fields=["state", "superseded_at"])
    return former


def _decide(copy: Copy, *, by: User, at: datetime, also: list[str]) -> None:
    copy.decided_by, copy.decided_at = by, at
    copy.found = _without_words(copy)
    copy.save(update_fields=["state", "decided_by", "decided_at", "found", *also])


def _without_words(copy: Copy) -> list[dict[str, Any]]:
    """What was found, without the words: these may be a person's, and have been judged."""
    return [{**look, "words": ""} for look in copy.found]


def _expect_its_file(copy: Copy) -> None:
    if not copy.file.is_kept:
        raise IllegalTransition(f"The file of {copy} was taken down")


def _lock(copy: Copy) -> Copy:
    return Copy.objects.select_for_update().get(pk=copy.pk)


def _facts(copy: Copy) -> dict[str, Any]:
    return {
        "agreement": copy.agreement.reference,
        "series": CopyKind(copy.kind),
        "digest": copy.file.digest,
    }

"""Copies of contracts in the demonstration: some out, one corrected, one awaiting its check."""

from collections.abc import Iterable
from datetime import date, datetime

from almoner.accounts.models import User
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import agreements_known
from almoner.agreements.states import AgreementKind
from almoner.papers.kinds import CopyKind, DocumentKind, Reason, Redaction
from almoner.papers.models import Copy, Exemption
from almoner.papers.operations import (
    Said,
    Terms,
    add_document,
    agree_to_exemption,
    prepare_copy,
    propose_exemption,
    publish_copy,
    submit_copy,
)

from .managing import REFUGE
from .pages import BOX, pdf_of

OVER = 10_000  # pounds, as the duty says
JUDGED = "It says what is bought, and not where anybody is."
EXPLAINED = "The hourly rates in schedule 2, and the names of two members of staff."


def contracts_without_copy(on: date) -> list[AgreementVersion]:
    """Contracts of which a copy is owed and none was made, the first awarded first."""
    known = agreements_known(AgreementKind.CONTRACT, on).filter(amount__gt=OVER)
    made = Copy.objects.filter(kind=CopyKind.CONTRACT).values("agreement")
    left = known.exclude(agreement__in=made).exclude(organisation_name=REFUGE)
    return list(left.order_by("awarded_on", "agreement"))


def publish_some_copies(
    contracts: Iterable[AgreementVersion],
    *,
    by: User,
    checked_by: User,
    at: datetime,
    is_last_unchecked: bool,
) -> list[Copy]:
    """Keep the original of each contract and publish a redacted copy; the last may await its check.

    `by` keeps documents, and `checked_by` is the second person.
    """
    made = [_submitted(version, by=by, at=at) for version in contracts]
    waiting = made[-1:] if is_last_unchecked else []
    checked = made[: len(made) - len(waiting)]
    return [publish_copy(copy, by=checked_by, at=at) for copy in checked] + waiting


def invite_to_tender(
    version: AgreementVersion, *, by: User, checked_by: User, at: datetime
) -> Copy:
    """Keep an invitation to tender, and publish it as it is."""
    lines = ["INVITATION TO TENDER", "", _title(version), "", "1. Offers are asked for by noon."]
    content = pdf_of([lines])
    said = Said("Invitation to tender", version.awarded_on or at.date())
    add_document(
        [content],
        name="invitation.pdf",
        agreement=version.agreement,
        kind=DocumentKind.INVITATION,
        said=said,
        by=by,
        at=at,
    )
    copy = _prepared(version.agreement, CopyKind.TENDER, content, Terms(), by=by, at=at)
    sent = submit_copy(copy, judgement=JUDGED, by=by, at=at)
    return publish_copy(sent, by=checked_by, at=at)


def exempt(version: AgreementVersion, *, by: User, decided_by: User, at: datetime) -> Exemption:
    """Find that the chief officer holds a contract, and publishes it."""
    exemption = Exemption(
        agreement=version.agreement,
        kind=CopyKind.CONTRACT,
        reason=Reason.HELD_ELSEWHERE,
        view_of="body",
        explanation="The force let it, and its register links to the copy.",
    )
    return agree_to_exemption(propose_exemption(exemption, by=by, at=at), by=decided_by, at=at)


def _submitted(version: AgreementVersion, *, by: User, at: datetime) -> Copy:
    add_document(
        [pdf_of(_pages(version, is_redacted=False))],
        name="signed-contract.pdf",
        agreement=version.agreement,
        kind=DocumentKind.CONTRACT,
        said=Said("Signed contract", version.awarded_on or at.date()),
        by=by,
        at=at,
    )
    terms = Terms([Redaction.COMMERCIAL, Redaction.PERSONAL_DATA], EXPLAINED)
    content = pdf_of(_pages(version, is_redacted=True))
    copy = _prepared(version.agreement, CopyKind.CONTRACT, content, terms, by=by, at=at)
    return submit_copy(copy, judgement="The address is the supplier’s office.", by=by, at=at)


def _prepared(
    agreement: Agreement, kind: CopyKind, content: bytes, terms: Terms, *, by: User, at: datetime
) -> Copy:
    return prepare_copy(
        [content], name="copy.pdf", agreement=agreement, kind=kind, terms=terms, by=by, at=at
    )


def _pages(version: AgreementVersion, *, is_redacted: bool) -> list[list[str]]:
    rate = f"The hourly rate is {BOX}" if is_redacted else "The hourly rate is £41.20"
    lead = f"The service is led by {BOX}" if is_redacted else "The service is led by Mr Tom Quill"
    return [
        [
            "CONTRACT",
            "",
            _title(version),
            f"between the body and {version.organisation_name}",
            "",
            "1. The supplier provides the services in schedule 1.",
            "2. The body pays the prices in schedule 2.",
        ],
        ["Schedule 2: prices", "", f"{rate} .", f"{lead} ."],
    ]


def _title(version: AgreementVersion) -> str:
    return str(version.said.get("title", version.agreement.reference))

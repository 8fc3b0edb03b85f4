"""Makers of test data. Each makes the plainest thing that is valid; tests say what matters."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

import factory
from factory.django import DjangoModelFactory

from almoner.accounts.models import RoleConfirmation, RoleGrant, RoleHolding, User
from almoner.accounts.roles import Role
from almoner.agreements.models import (
    Agreement,
    AgreementVersion,
    ProviderContact,
    Stewardship,
    Terms,
)
from almoner.agreements.readings import say_when_versions_speak
from almoner.agreements.states import AgreementKind, Origin
from almoner.cli.demonstration.pages import pdf_of
from almoner.core.models import Batch
from almoner.core.references import opaque_reference
from almoner.core.states import BatchState
from almoner.documents.keeping import kept
from almoner.documents.kinds import FileKind
from almoner.documents.models import StoredFile
from almoner.enquiries.models import Enquiry
from almoner.enquiries.subjects import Subject
from almoner.followers.models import Follow
from almoner.followers.states import FollowState
from almoner.followers.terms import Rhythm
from almoner.organisations.models import Organisation, matching_name
from almoner.outbox.models import Delivery, Message, digest_of_text
from almoner.outbox.states import DeliveryState
from almoner.papers.kinds import CopyKind, DocumentKind, Reason
from almoner.papers.models import Copy, Document, Exemption
from almoner.papers.states import CopyState
from almoner.payments.models import Match, MatchDecision, MatchingRule, Payment
from almoner.payments.states import Basis, MatchState
from almoner.registers.grounds import Ground, View
from almoner.registers.kinds import Register
from almoner.registers.models import Finding, ImportedFile, Sighting, Withholding
from almoner.registers.states import WithholdingState
from almoner.statements.models import StatementVersion
from almoner.statements.pages import StandingPage
from almoner.statements.states import VersionState
from tests.guard import arranging

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = date(2026, 3, 4)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class Factory(DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, *args, **kwargs):
        with arranging():
            return super()._create(*args, **kwargs)


class UserFactory(Factory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person-{n}")
    name = "Lena Ortiz"
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.test")
    joined_at = LONG_AGO


class RoleHoldingFactory(Factory):
    class Meta:
        model = RoleHolding

    holder = factory.SubFactory(UserFactory)
    role = Role.ADMINISTRATOR
    is_held = True
    valid_from = LONG_AGO.date()
    recorded_at = LONG_AGO


def official(*roles, **user):
    """A person who has held these roles for long."""
    person = UserFactory(**user)
    for role in roles:
        RoleHoldingFactory(holder=person, role=role)
    return person


class RoleGrantFactory(Factory):
    """A proposed role; the operator's, unless somebody proposed it."""

    class Meta:
        model = RoleGrant

    holder = factory.SubFactory(UserFactory)
    role = Role.PUBLISHER
    valid_from = DAY
    proposed_at = NOON


class RoleConfirmationFactory(Factory):
    class Meta:
        model = RoleConfirmation

    confirmed_at = NOON


class MessageFactory(Factory):
    class Meta:
        model = Message

    reference = factory.LazyFunction(lambda: opaque_reference("MSG"))
    topic = "reminder"
    address = "lena.ortiz@example.test"
    subject = "Due on 4 March 2026: 1"
    body = "This is due to you"
    body_digest = factory.LazyAttribute(lambda message: digest_of_text(message.body))
    queued_by = "system:nightly"
    queued_at = NOON


class DeliveryFactory(Factory):
    class Meta:
        model = Delivery

    message = factory.SubFactory(MessageFactory)
    tries_left = 8
    next_attempt_at = NOON


def message(*, state=DeliveryState.QUEUED, next_attempt_at=NOON, tries_left=8, **fields):
    """A message, at a point on its way."""
    written = MessageFactory(**fields)
    sent_at = NOON if state == DeliveryState.SENT else None
    DeliveryFactory(
        message=written,
        state=state,
        sent_at=sent_at,
        tries_left=tries_left,
        next_attempt_at=next_attempt_at,
    )
    return written


class BatchFactory(Factory):
    """A batch of spend that went live long ago."""

    class Meta:
        model = Batch

    reference = factory.LazyFunction(lambda: opaque_reference("BAT"))
    kind = "spend"
    state = BatchState.LIVE
    source_digest = factory.Sequence(lambda n: f"{n:064x}")
    digest = "d" * 64
    started_at = LONG_AGO
    known_from = LONG_AGO.date()
    recorded_at = LONG_AGO


class OrganisationFactory(Factory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Harbour Trust {n}")
    matching_name = factory.LazyAttribute(lambda organisation: matching_name(organisation.name))


class PaymentFactory(Factory):
    class Meta:
        model = Payment

    batch = factory.SubFactory(BatchFactory)
    row_number = factory.Sequence(lambda n: n + 2)
    payer = "Wexmoor Council"
    organisation = factory.SubFactory(OrganisationFactory)
    supplier_name = factory.LazyAttribute(lambda payment: payment.organisation.name)
    paid_on = DAY
    month = factory.LazyAttribute(lambda payment: payment.paid_on.isoformat()[:7])
    amount = Decimal("250.00")


class AgreementFactory(Factory):
    """A contract that came with a batch of long ago, and of which nothing was said yet."""

    class Meta:
        model = Agreement

    batch = factory.SubFactory(BatchFactory, kind="contracts")
    kind = AgreementKind.CONTRACT
    origin = Origin.IMPORTED
    publisher = "Wexmoor Council"
    identity = factory.Sequence(lambda n: f"{n:064x}")


class VersionFactory(Factory):
    """What the batch with which an agreement came says of it."""

    class Meta:
        model = AgreementVersion

    agreement = factory.SubFactory(AgreementFactory)
    batch = factory.SelfAttribute("agreement.batch")
    row_number = factory.Sequence(lambda n: n + 2)
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")
    organisation = factory.SubFactory(OrganisationFactory)
    organisation_name = factory.LazyAttribute(lambda version: version.organisation.name)
    amount = Decimal("250.00")
    said = factory.LazyFunction(lambda: {"reference": "C-7", "title": "A night shelter"})

    @classmethod
    def _create(cls, *args, **kwargs):
        version = super()._create(*args, **kwargs)
        with arranging():
            say_when_versions_speak(version.batch)
        version.refresh_from_db()
        return version


class StewardshipFactory(Factory):
    """That a grant or contract manager has looked after an agreement for long."""

    class Meta:
        model = Stewardship

    agreement = factory.LazyFunction(lambda: VersionFactory().agreement)
    manager = factory.LazyFunction(lambda: official(Role.AGREEMENT_MANAGER))
    set_by = factory.SelfAttribute("manager")
    valid_from = LONG_AGO.date()
    recorded_at = LONG_AGO


class TermsFactory(Factory):
    class Meta:
        model = Terms

    agreement = factory.LazyFunction(lambda: StewardshipFactory().agreement)
    set_by = factory.SubFactory(UserFactory)
    valid_from = LONG_AGO.date()
    recorded_at = LONG_AGO


class ProviderContactFactory(Factory):
    class Meta:
        model = ProviderContact

    agreement = factory.LazyFunction(lambda: StewardshipFactory().agreement)
    name = "Orla Penn"
    email = "orla.penn@refuge.example"
    telephone = "01632 960123"
    set_by = factory.SubFactory(UserFactory)
    valid_from = LONG_AGO.date()
    recorded_at = LONG_AGO


class MatchingRuleFactory(Factory):
    """A rule in use: payments with a word in their purpose."""

    class Meta:
        model = MatchingRule

    name = "Shelter"
    agreement = factory.LazyFunction(lambda: VersionFactory().agreement)
    purpose = "shelter"
    saved_by = factory.SubFactory(UserFactory)
    saved_at = NOON
    recorded_at = NOON


class MatchFactory(Factory):
    """Proposed on the organisation and the day."""

    class Meta:
        model = Match

    payment = factory.SubFactory(PaymentFactory)
    agreement = factory.LazyFunction(lambda: VersionFactory().agreement)
    basis = Basis.DAYS
    proposed_at = NOON
    recorded_at = NOON


class MatchDecisionFactory(Factory):
    class Meta:
        model = MatchDecision

    match = factory.SubFactory(MatchFactory, state=MatchState.CONFIRMED)
    state = MatchState.CONFIRMED
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOON
    recorded_at = NOON


class WithholdingFactory(Factory):
    """An organisation that two people withheld, for somebody's safety."""

    class Meta:
        model = Withholding

    organisation = factory.SubFactory(OrganisationFactory)
    ground = Ground.SAFETY
    view_of = View.BODY
    reason = "Somebody is looking for them"
    review_on = factory.LazyFunction(lambda: DAY + timedelta(days=90))
    state = WithholdingState.IN_FORCE
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = NOON
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOON


class StoredFileFactory(Factory):
    """A small text, kept on the disk as the engine keeps it."""

    class Meta:
        model = StoredFile

    class Params:
        content = b"A letter."

    name = "letter.txt"
    kind = FileKind.TXT
    size = factory.LazyAttribute(lambda file: len(file.content))
    digest = factory.LazyAttribute(lambda file: sha256(file.content).hexdigest())
    about = "papers.document:DOC-2222222222"
    stored_by = factory.SubFactory(UserFactory)
    stored_at = NOON

    @factory.lazy_attribute
    def place(self):
        with kept([self.content], name=self.name) as made:
            return made.place


class DocumentFactory(Factory):
    """The signed contract of an agreement."""

    class Meta:
        model = Document

    class Params:
        content = b"The signed contract."

    agreement = factory.LazyFunction(lambda: VersionFactory().agreement)
    kind = DocumentKind.CONTRACT
    title = "Signed contract"
    dated_on = DAY
    added_by = factory.SubFactory(UserFactory)
    added_at = NOON
    reference = factory.LazyFunction(lambda: opaque_reference("DOC"))
    file = factory.SubFactory(
        StoredFileFactory,
        content=factory.SelfAttribute("..content"),
        about=factory.LazyAttribute(
            lambda file: f"papers.document:{file.factory_parent.reference}"
        ),
    )


class CopyFactory(Factory):
    """A copy of a contract that somebody prepared and sent to be checked."""

    class Meta:
        model = Copy

    class Params:
        content = pdf_of([["The redacted contract."]])

    agreement = factory.LazyFunction(lambda: VersionFactory(amount=Decimal(20_000)).agreement)
    kind = CopyKind.CONTRACT
    sent_digest = "e" * 64
    page_count = 1
    state = CopyState.SUBMITTED
    prepared_by = factory.SubFactory(UserFactory)
    prepared_at = NOON
    submitted_by = factory.SelfAttribute("prepared_by")
    submitted_at = NOON
    reference = factory.LazyFunction(lambda: opaque_reference("CPY"))
    file = factory.SubFactory(
        StoredFileFactory,
        content=factory.SelfAttribute("..content"),
        name="contract.pdf",
        kind=FileKind.PDF,
        about=factory.LazyAttribute(lambda file: f"papers.copy:{file.factory_parent.reference}"),
    )


def published_copy(**fields):
    """A copy that a second person checked."""
    checker = {"decided_by": UserFactory(), "decided_at": NOON, "published_at": NOON}
    return CopyFactory(state=CopyState.PUBLISHED, **{**checker, **fields})


class ExemptionFactory(Factory):
    """That the chief officer publishes a contract: proposed by somebody."""

    class Meta:
        model = Exemption

    agreement = factory.LazyFunction(lambda: VersionFactory(amount=Decimal(20_000)).agreement)
    kind = CopyKind.CONTRACT
    reason = Reason.HELD_ELSEWHERE
    view_of = View.BODY
    explanation = "The force let it"
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = NOON


class StatementVersionFactory(Factory):
    """What the privacy notice says since two people agreed on it."""

    class Meta:
        model = StatementVersion

    page = StandingPage.PRIVACY
    text = "We keep what you write for a year."
    state = VersionState.PUBLISHED
    written_by = factory.SubFactory(UserFactory)
    written_at = NOON
    submitted_at = NOON
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOON
    review_on = date(2027, 3, 4)


class DraftStatementFactory(StatementVersionFactory):
    """What somebody writes, and nobody else has seen."""

    state = VersionState.DRAFT
    submitted_at = decided_by = decided_at = review_on = None


class EnquiryFactory(Factory):
    """What somebody wrote about a payment, with an address to answer to."""

    class Meta:
        model = Enquiry

    subject = Subject.PAYMENT
    message = "The amount should be 80."
    name = "Sam Reader"
    email = "sam.reader@example.test"
    sent_with = factory.Sequence(lambda n: f"{n:064x}")
    received_at = NOON
    due_on = date(2026, 3, 18)


class FollowFactory(Factory):
    """Somebody who wants to know each day what is new among payments, and confirmed it."""

    class Meta:
        model = Follow

    email = "sam.reader@example.test"
    search = "/registers/spend/"
    rhythm = Rhythm.DAILY
    state = FollowState.CONFIRMED
    asked_at = confirmed_at = LONG_AGO


class AskedFollowFactory(FollowFactory):
    """What somebody asked for, and has not confirmed yet."""

    state = FollowState.ASKED
    asked_at, confirmed_at = NOON, None


class ImportedFileFactory(Factory):
    """The file in which a batch came, and who imported it."""

    class Meta:
        model = ImportedFile

    batch = factory.SubFactory(BatchFactory)
    file_name = "spend.csv"
    publisher = "Wexmoor Council"
    accepted = 1
    repaired = rejected = blank = 0
    total = Decimal("250.00")
    imported_by = factory.SubFactory(UserFactory)


class FindingFactory(Factory):
    """A private person's name in spend, that nobody has judged."""

    class Meta:
        model = Finding

    register = Register.SPEND
    publisher = "Wexmoor Council"
    code = "person-paid"
    field = "supplier_name"
    digest = factory.Sequence(lambda n: f"{n:064x}")
    blocks = True
    batch = factory.SubFactory(BatchFactory)


class SightingFactory(Factory):
    """A payment that says what a finding is about."""

    class Meta:
        model = Sighting

    finding = factory.SubFactory(FindingFactory)
    payment = factory.SubFactory(
        PaymentFactory, batch=factory.SelfAttribute("..finding.batch"), supplier_name="Jane Pole"
    )
    batch = factory.SelfAttribute("finding.batch")

"""Makers of test data. Each makes the plainest thing that is valid; tests say what matters."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from almoner.accounts.models import RoleConfirmation, RoleGrant, RoleHolding, User
from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.states import AgreementKind, Origin
from almoner.core.models import Batch
from almoner.core.references import opaque_reference
from almoner.core.states import BatchState
from almoner.organisations.models import Organisation, matching_name
from almoner.outbox.models import Delivery, Message, digest_of_text
from almoner.outbox.states import DeliveryState
from almoner.payments.models import Match, MatchDecision, MatchingRule, Payment
from almoner.payments.states import Basis, MatchState
from almoner.registers.grounds import Ground, View
from almoner.registers.kinds import Register
from almoner.registers.models import Finding, ImportedFile, Sighting, Withholding
from almoner.registers.states import WithholdingState
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

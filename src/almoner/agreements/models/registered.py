"""Agreements, and what was said of each, version by version."""

from datetime import date

import orjson
from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce

from almoner.agreements.states import AgreementKind, Origin
from almoner.core.models import Batch
from almoner.core.money import MoneyField
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging, unchanging_or_empty
from almoner.organisations.models import Organisation

# What was read of an agreement. Sealed: an edition must be able to say it again, byte for byte.
STATED = ("sheet", "row_number", "fingerprint", "organisation_name", "said")
AMOUNTS = (
    "amount",
    "annual_amount",
    "irrecoverable_vat_amount",
    "applied_for_amount",
    "paid_amount",
)
DAYS = (
    "awarded_on",
    "starts_on",
    "first_end_on",
    "current_end_on",
    "latest_end_on",
    "review_on",
)
FOR_EVER = date.max
# What a page of a whole register reads of each version, so that it need not look at the row.
SUMMED = ("amount", "made_on", "starts_on", "ends_on", "organisation", "agreement")
VERSIONS = "agreements_version"  # short, as the names of its seals begin with it
IDENTITY = ("reference", "kind", "origin", "publisher", "identity", "occurrence")


def agreement_reference() -> str:
    return opaque_reference("AGR", letters=12)


class Agreement(models.Model):
    """A grant or a contract: which one it is, and nothing of what it says.

    `identity` is the digest of what tells it from others in its publisher's register (see
    `identity`); `occurrence` tells apart those that are alike in that; the first is 1. It is seen
    once a version of it is live, and `batch` is the one with which it first came.

    `repeats` is the one of which it is only another row, as a person said of the row that said
    `repeated_words`: no register counts it while it says just that. It is what the last of its
    decisions says; those are the evidence.
    """

    reference = models.CharField(max_length=20, unique=True, default=agreement_reference)
    kind = models.CharField(max_length=20, choices=AgreementKind)
    origin = models.CharField(max_length=20, choices=Origin)
    publisher = models.CharField(max_length=200, blank=True)
    identity = models.CharField(max_length=64)
    occurrence = models.PositiveIntegerField(default=1)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeated")
    repeated_words = models.CharField(max_length=64, blank=True, default="", db_default="")

    is_staged = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agreements_agreement_is_one", fields=["identity", "occurrence"]
            )
        ]
        indexes = [models.Index(fields=["kind", "publisher"], name="agreements_by_publisher")]

    class Privacy:
        public = {"reference", "kind", "origin", "publisher", "batch"}
        internal = {"identity", "occurrence", "repeats", "repeated_words"}
        personal: set[str] = set()

    seals = [seal for column in IDENTITY for seal in unchanging("agreements_agreement", column)]

    def __str__(self) -> str:
        return self.reference


class AgreementVersion(models.Model):
    """What one row of a register says of an agreement, from the day its batch was known.

    It is evidence: a later file corrects it, never an edit. `said` holds what has no column, under
    the names in `fields`. Not sealed are our own findings: the organisation, and on which days it
    speaks for its agreement (see `readings`).
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=200, blank=True)
    row_number = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="agreement_versions"
    )
    organisation_name = models.CharField(max_length=500, blank=True)
    amount = MoneyField(null=True)
    annual_amount = MoneyField(null=True)
    irrecoverable_vat_amount = MoneyField(null=True)
    applied_for_amount = MoneyField(null=True)
    paid_amount = MoneyField(null=True)
    awarded_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    first_end_on = models.DateField(null=True)
    current_end_on = models.DateField(null=True)
    latest_end_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    said = models.JSONField(default=dict)
    made_on = models.GeneratedField(
        expression=Coalesce("awarded_on", "starts_on"),
        output_field=models.DateField(null=True),
        db_persist=True,
    )
    ends_on = models.GeneratedField(
        expression=Coalesce("current_end_on", "first_end_on"),
        output_field=models.DateField(null=True),
        db_persist=True,
    )

    kind = models.CharField(max_length=20, choices=AgreementKind, null=True)  # noqa: DJ001 - none until its batch is live
    known_from = models.DateField(null=True)
    known_to = models.DateField(null=True)
    told_from = models.DateField(null=True)
    told_to = models.DateField(null=True)

    is_staged = True

    class Meta:
        db_table = VERSIONS
        constraints = [
            models.UniqueConstraint(
                name="agreements_version_one_a_row", fields=["batch", "sheet", "row_number"]
            ),
            models.UniqueConstraint(
                name="agreements_version_one_a_batch", fields=["agreement", "batch"]
            ),
        ]
        indexes = [
            models.Index(fields=["made_on", "agreement"], name="agreements_by_day_made"),
            # Sums of a whole register on a day are read from one of these alone.
            models.Index(
                fields=["kind", "told_to", "told_from", *SUMMED], name="agreements_told_on_a_day"
            ),
            models.Index(
                fields=["kind", "known_to", "known_from", *SUMMED], name="agreements_known_on_a_day"
            ),
            models.Index(fields=["ends_on", "agreement"], name="agreements_by_end"),
            models.Index(fields=["organisation", "agreement"], name="agreements_by_organisation"),
        ]

    class Privacy:
        public = {"agreement", "batch", "sheet", "row_number", "organisation", "organisation_name"}
        public |= {*AMOUNTS, *DAYS, "made_on", "ends_on"}
        internal = {"kind", "known_from", "known_to", "told_from", "told_to"}
        internal |= {"fingerprint", "said"}  # `fields` says which of what is said is public
        personal: set[str] = set()

    seals = [
        *(seal for name in STATED for seal in unchanging(VERSIONS, name)),
        *(seal for name in (*AMOUNTS, *DAYS) for seal in unchanging_or_empty(VERSIONS, name)),
    ]

    def __str__(self) -> str:
        return f"{self.agreement}:{self.batch}"

    @property
    def called(self) -> str:
        """What it is called, or else whom it is with; empty where the register says neither."""
        return str(self.said.get("title") or self.organisation_name)

    def canonical(self) -> str:
        """All that was read of it, under the agreement's reference."""
        amounts = [None if (said := getattr(self, n)) is None else f"{said:.2f}" for n in AMOUNTS]
        days = [getattr(self, name) for name in DAYS]
        stated = [str(self.agreement), *(getattr(self, name) for name in STATED)]
        return orjson.dumps([*stated, *amounts, *days], option=orjson.OPT_SORT_KEYS).decode()


class RepetitionDecision(models.Model):
    """That a person said that a row is only another one of the same agreement, or that it is not:
    why, in their own words, and when. The last of an agreement speaks. `words` is the fingerprint
    of what both rows said.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="repetitions")
    of = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    is_repeated = models.BooleanField()
    words = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["recorded_at"], name="agreements_repetitions_by_time")]

    class Privacy:
        public: set[str] = set()
        internal = {"agreement", "of", "is_repeated", "words"}
        internal |= {"decided_by", "decided_at", "recorded_at"}
        personal = {"reason"}

    seals = append_only("agreements_repetitiondecision", key="id")

    def __str__(self) -> str:
        return f"{self.agreement}:{self.of}"

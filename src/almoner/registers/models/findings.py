"""What checks found in rows as they came in, which rows say it, and how people judged it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.agreements.models import AgreementVersion
from almoner.core.models import Batch
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging, unchanging_or_empty
from almoner.payments.models import Payment
from almoner.registers.kinds import Register
from almoner.registers.reasons import FindingState, Reason

JUDGED = ("reference", "register", "publisher", "code", "field", "digest", "blocks")


def finding_reference() -> str:
    return opaque_reference("FND")


def judgement_reference() -> str:
    return opaque_reference("JDG")


class Finding(models.Model):
    """What a check found in words that a publisher's register says: judged once for all the rows
    that say them, and for those that are still to come.

    The words stand in the rows alone; `digest` is of them (see `looking`). While one that `blocks`
    is not found safe, its rows are held. `state` is what the last judgement says; those are the
    evidence. `batch` is the one with which it first came.
    """

    reference = models.CharField(max_length=20, unique=True, default=finding_reference)
    register = models.CharField(max_length=20, choices=Register)
    publisher = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    blocks = models.BooleanField()
    state = models.CharField(max_length=20, choices=FindingState, default=FindingState.WAITING)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")

    is_staged = True

    class Meta:
        indexes = [
            models.Index(fields=["blocks", "state"], name="registers_findings_that_hold"),
            models.Index(fields=["register", "code", "state"], name="registers_findings_by_check"),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {*JUDGED, "state", "batch"}
        personal: set[str] = set()

    seals = [seal for name in JUDGED for seal in unchanging("registers_finding", name)]

    def __str__(self) -> str:
        return self.reference


class Sighting(models.Model):
    """That a row says what a finding is about. It comes with the row's batch."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="sightings")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="sightings")
    version = models.ForeignKey(
        AgreementVersion, models.PROTECT, null=True, related_name="sightings"
    )

    is_staged = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="registers_sighting_is_of_one_row",
                condition=Q(payment=None) ^ Q(version=None),
            ),
            models.UniqueConstraint(
                name="registers_sighting_is_one_a_payment", fields=["finding", "payment"]
            ),
            models.UniqueConstraint(
                name="registers_sighting_is_one_a_version", fields=["finding", "version"]
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"finding", "batch", "payment", "version"}
        personal: set[str] = set()

    # Editions rest on these, so they may be swept away before they are live, and not changed.
    seals = [
        *unchanging("registers_sighting", "finding_id"),
        *unchanging_or_empty("registers_sighting", "payment_id"),
        *unchanging_or_empty("registers_sighting", "version_id"),
    ]

    def __str__(self) -> str:
        return f"{self.finding}:{self.payment or self.version}"


class Judgement(models.Model):
    """What somebody decided of one finding, or of many of one check all at once."""

    reference = models.CharField(max_length=20, unique=True, default=judgement_reference)
    verdict = models.CharField(max_length=20, choices=FindingState)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    note = models.TextField(blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="registers_judgement_says_why_it_is_safe",
                condition=~Q(verdict=FindingState.SAFE) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="registers_judgement_says_which_other_reason",
                condition=~Q(reason=Reason.OTHER) | ~Q(note=""),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "verdict", "reason", "judged_by", "judged_at"}
        personal = {"note"}

    # The note alone is not sealed: whoever it speaks of may have to be forgotten.
    seals = [
        seal
        for name in ("reference", "verdict", "reason", "judged_by_id", "judged_at")
        for seal in unchanging("registers_judgement", name)
    ]

    def __str__(self) -> str:
        return self.reference


class JudgedFinding(models.Model):
    """That a judgement is of a finding. The last of a finding speaks."""

    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="judged")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="judged")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_judgement_is_of_a_finding_once", fields=["judgement", "finding"]
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"judgement", "finding"}
        personal: set[str] = set()

    seals = append_only(
        "registers_judgedfinding", key="id", unique=[("judgement_id", "finding_id")]
    )

    def __str__(self) -> str:
        return f"{self.judgement}:{self.finding}"

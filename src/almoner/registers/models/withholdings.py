"""What is withheld from the public, and what was taken out of editions for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.agreements.models import Agreement
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging, unchanging_or_empty
from almoner.organisations.models import Organisation
from almoner.registers.grounds import Ground, View
from almoner.registers.states import UNDER_WAY, WithholdingState

from .editions import Edition


def withholding_reference() -> str:
    return opaque_reference("WHD")


class Withholding(models.Model):
    """That an organisation, or an agreement, is not for the public: why, and in whose view.

    One person proposes it and another decides; so it is lifted, too. What it says stays inside:
    outside there are only counts.
    """

    reference = models.CharField(max_length=20, unique=True, default=withholding_reference)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=20, choices=Ground)
    view_of = models.CharField(max_length=20, choices=View)
    reason = models.TextField()
    review_on = models.DateField()
    state = models.CharField(max_length=20, choices=WithholdingState)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    lifting_reason = models.TextField(blank=True)
    lifting_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="registers_withholding_is_about_one_thing",
                condition=Q(organisation=None) ^ Q(agreement=None),
            ),
            models.CheckConstraint(
                name="registers_withholding_takes_two_people",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="registers_lifting_takes_two_people",
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("lifting_proposed_by")),
            ),
            models.UniqueConstraint(
                name="registers_organisation_is_withheld_once",
                fields=["organisation"],
                condition=Q(state__in=UNDER_WAY),
            ),
            models.UniqueConstraint(
                name="registers_agreement_is_withheld_once",
                fields=["agreement"],
                condition=Q(state__in=UNDER_WAY),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "organisation", "agreement", "ground", "view_of", "review_on"}
        internal |= {"state", "proposed_by", "proposed_at", "decided_by", "decided_at"}
        internal |= {"lifting_proposed_by", "lifted_by", "lifted_at"}
        personal = {"reason", "lifting_reason"}

    seals = [
        *unchanging("registers_withholding", "reference"),
        *unchanging("registers_withholding", "ground"),
        *unchanging_or_empty("registers_withholding", "organisation_id"),
        *unchanging_or_empty("registers_withholding", "agreement_id"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def thing(self) -> Organisation | Agreement:
        thing = self.organisation or self.agreement
        assert thing is not None
        return thing


class CoveredOrganisation(models.Model):
    """That an organisation was at one with what was withheld when that took effect, so that it is
    withheld with it: on that day, and for every edition made since, whoever is parted later.
    """

    withholding = models.ForeignKey(Withholding, models.PROTECT, related_name="covered")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_organisation_is_covered_once",
                fields=["withholding", "organisation"],
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"withholding", "organisation"}
        personal: set[str] = set()

    seals = append_only(
        "registers_coveredorganisation", key="id", unique=[("withholding_id", "organisation_id")]
    )

    def __str__(self) -> str:
        return f"{self.withholding}:{self.organisation}"


class Tombstone(models.Model):
    """That something was taken out of an edition: the digest of what stood there, and why.

    Until it has a replacement, nothing of the edition is served.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="tombstones")
    withholding = models.ForeignKey(Withholding, models.PROTECT, related_name="tombstones")
    ground = models.CharField(max_length=20, choices=Ground)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_tombstone_is_set_once", fields=["edition", "withholding"]
            )
        ]

    class Privacy:
        public = {"edition", "ground", "digest", "made_at"}
        internal = {"withholding"}
        personal: set[str] = set()

    seals = append_only("registers_tombstone", key="id", unique=[("edition_id", "withholding_id")])

    def __str__(self) -> str:
        return f"{self.edition}:{self.withholding}"


class Replacement(models.Model):
    """What is served of an edition since a tombstone: its rows without what was taken down."""

    tombstone = models.OneToOneField(Tombstone, models.PROTECT, related_name="replacement")
    row_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Privacy:
        public = {"tombstone", "row_count", "digest", "made_at"}
        internal: set[str] = set()
        personal: set[str] = set()

    seals = append_only("registers_replacement", key="id", unique=[("tombstone_id",)])

    def __str__(self) -> str:
        return str(self.tombstone)


class ReplacementFile(models.Model):
    """One file of a replacement, and the digest of its bytes."""

    replacement = models.ForeignKey(Replacement, models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_replacement_file_is_named_once", fields=["replacement", "name"]
            )
        ]

    class Privacy:
        public = {"replacement", "name", "size", "digest"}
        internal: set[str] = set()
        personal: set[str] = set()

    seals = append_only("registers_replacementfile", key="id", unique=[("replacement_id", "name")])

    def __str__(self) -> str:
        return f"{self.replacement}:{self.name}"

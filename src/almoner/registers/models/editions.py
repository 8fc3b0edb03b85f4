"""Editions, those on their way, and the standing authorities that let some out."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging
from almoner.publication.datasets import registry
from almoner.registers.states import OPEN, AuthorityState, PreparationState


def authority_reference() -> str:
    return opaque_reference("AUT")


class StandingAuthority(models.Model):
    """Leave to publish a duty's editions over some days without a second person each time.

    A publisher proposes it and another confirms. Nobody proposed it when the operator granted it:
    it is then in force at once, and shown as the operator's until two publishers confirm it.
    """

    reference = models.CharField(max_length=20, unique=True, default=authority_reference)
    duty = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField()
    state = models.CharField(max_length=20, choices=AuthorityState, default=AuthorityState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="registers_authority_ends_after_it_begins",
                condition=Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="registers_authority_proposer_does_not_decide",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="registers_authority_in_force_took_two_or_the_operator",
                condition=~Q(state=AuthorityState.IN_FORCE)
                | Q(proposed_by=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    class Privacy:
        public = {"reference", "duty", "valid_from", "valid_to", "state"}
        internal = {"proposed_by", "proposed_at", "decided_by", "decided_at", "ended_at"}
        personal: set[str] = set()

    seals = [
        *unchanging("registers_standingauthority", "reference"),
        *unchanging("registers_standingauthority", "duty"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_operators(self) -> bool:
        return self.proposed_by_id is None


class AuthorityConfirmation(models.Model):
    """A publisher's word that an authority which the operator granted is right. It takes two."""

    authority = models.ForeignKey(StandingAuthority, models.PROTECT, related_name="confirmations")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_each_publisher_confirms_once",
                fields=["authority", "confirmed_by"],
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"authority", "confirmed_by", "confirmed_at"}
        personal: set[str] = set()

    seals = append_only(
        "registers_authorityconfirmation", key="id", unique=[("authority_id", "confirmed_by_id")]
    )

    def __str__(self) -> str:
        return f"{self.authority_id}:{self.confirmed_by_id}"


class Edition(models.Model):
    """What was public of a period for a duty, frozen when the ledger ended at `line`.

    Its address (series, period, number) never changes. It is corrected by a later number, whose
    `correction` says what it puts right. `terms` keeps what else its bytes rest on: what the duty
    then covered, who published, and where. Those made before there were duties have none.

    A person approved it, or a standing authority did, and then no person.
    """

    reference = models.CharField(max_length=20, unique=True)
    dataset = models.CharField(max_length=40)
    period = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    authority = models.ForeignKey(
        StandingAuthority, models.PROTECT, null=True, related_name="editions"
    )
    duty = models.CharField(max_length=40, default="", blank=True)
    framework = models.CharField(max_length=64, default="", blank=True)
    form = models.PositiveSmallIntegerField(default=1)
    terms = models.JSONField(default=dict)
    correction = models.TextField(default="", blank=True)
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    line = models.BigIntegerField()
    line_hash = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_edition_is_numbered_once",
                fields=["dataset", "duty", "period", "number"],
            ),
            models.CheckConstraint(
                name="registers_edition_is_a_persons_or_an_authoritys",
                condition=Q(issued_by=None, authority__isnull=False)
                | Q(issued_by__isnull=False, authority=None),
            ),
        ]

    class Privacy:
        public = {"reference", "dataset", "period", "number", "issued_at"}
        public |= {"line", "line_hash", "row_count", "digest", "authority", "duty", "framework"}
        public |= {"form", "terms", "correction", "earlier"}
        internal = {"issued_by"}
        personal: set[str] = set()

    seals = [
        *append_only(
            "registers_edition",
            key="id",
            unique=[("reference",), ("dataset", "duty", "period", "number")],
        ),
        *unchanging("registers_edition", "reference"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def series(self) -> str:
        """What its address begins with: its duty, or its dataset if there was none."""
        return self.duty or self.dataset

    @property
    def title(self) -> str:
        """What it is, in the duty's own words of then, or else its dataset's."""
        if said := self.terms.get("title"):
            return str(said)
        return registry[self.dataset].title if self.dataset in registry else self.dataset


class EditionFile(models.Model):
    """One file of an edition, and the digest of its bytes."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_edition_file_is_named_once", fields=["edition", "name"]
            )
        ]

    class Privacy:
        public = {"edition", "name", "size", "digest"}
        internal: set[str] = set()
        personal: set[str] = set()

    seals = append_only("registers_editionfile", key="id", unique=[("edition_id", "name")])

    def __str__(self) -> str:
        return f"{self.edition}:{self.name}"


def preparation_reference() -> str:
    return opaque_reference("PRE")


class Preparation(models.Model):
    """An edition on its way: drafted when its period ends, submitted, approved by another person.

    `digest` is of the rows that were submitted: what is approved is what was submitted. Nobody
    drafted it if the house did. A correction says in `correction` what it puts right.
    """

    reference = models.CharField(max_length=20, unique=True, default=preparation_reference)
    duty = models.CharField(max_length=40)
    period = models.CharField(max_length=10)
    state = models.CharField(
        max_length=20, choices=PreparationState, default=PreparationState.DRAFTED
    )
    correction = models.TextField(default="", blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    drafted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, default="", blank=True)
    row_count = models.PositiveIntegerField(default=0)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    returned_because = models.TextField(default="", blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    edition = models.OneToOneField(Edition, models.PROTECT, null=True, related_name="preparation")
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_one_edition_of_a_period_is_prepared",
                fields=["duty", "period"],
                condition=Q(state__in=OPEN),
            ),
            models.CheckConstraint(
                name="registers_author_does_not_approve",
                condition=Q(approved_by=None)
                | (
                    (Q(drafted_by=None) | ~Q(drafted_by=F("approved_by")))
                    & (Q(submitted_by=None) | ~Q(submitted_by=F("approved_by")))
                ),
            ),
            models.CheckConstraint(
                name="registers_submitted_rows_are_known",
                condition=~Q(state__in=[PreparationState.SUBMITTED, PreparationState.APPROVED])
                | (Q(submitted_by__isnull=False, submitted_at__isnull=False) & ~Q(digest="")),
            ),
            models.CheckConstraint(
                name="registers_approved_is_an_edition",
                condition=Q(state=PreparationState.APPROVED, edition__isnull=False)
                | (~Q(state=PreparationState.APPROVED) & Q(edition=None)),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "duty", "period", "state", "correction", "drafted_by"}
        internal |= {"drafted_at", "submitted_by", "submitted_at", "digest", "row_count"}
        internal |= {"returned_by", "approved_by", "edition", "escalated_at"}
        personal = {"returned_because"}

    seals = [
        *unchanging("registers_preparation", "reference"),
        *unchanging("registers_preparation", "duty"),
        *unchanging("registers_preparation", "period"),
    ]

    def __str__(self) -> str:
        return self.reference


class Review(models.Model):
    """What somebody could mend in the rows of an edition on its way, as they were at a moment.

    Each of `faults` says its code and column, how many rows have it, and the references of the
    first. It can be made again, and holds nothing back.
    """

    preparation = models.OneToOneField(Preparation, models.CASCADE, related_name="review")
    faults = models.JSONField(default=list)
    made_at = models.DateTimeField()

    is_bookkeeping = True

    class Privacy:
        public: set[str] = set()
        internal = {"preparation", "faults", "made_at"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return str(self.preparation)

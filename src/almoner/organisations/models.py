"""Organisations, the identifiers they are known by, and what people decided of their likeness."""

import re
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.core.models import Batch
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging

from .states import Basis, Decided, LikenessState


def organisation_reference() -> str:
    return opaque_reference("ORG")


LONGEST_NAME = 500


@lru_cache(maxsize=50_000)  # a file names few suppliers many times
def matching_name(name: str) -> str:
    """The form in which two spellings of a name are compared: no case, punctuation or spacing."""
    words = re.sub(r"[\W_]+", " ", name.replace("&", " and ").casefold()).split()
    # Two names without a letter are not the same name; and folding may make one longer.
    return (" ".join(words) or name.strip())[:LONGEST_NAME]


class Organisation(models.Model):
    """A body, company, charity or trader that we have dealings with.

    It is named as its first source named it. Without a batch it was entered by hand; with one, it
    is seen once that batch is live.

    `merged_into` is the one that somebody said it is the same as; `survivor` is who speaks for it
    now, since that one may have been merged too. What was paid to it, or agreed with it, stays its
    own, so that parting puts back exactly what was; whoever reads organisations reads the survivor.
    """

    reference = models.CharField(max_length=20, unique=True, default=organisation_reference)
    name = models.CharField(max_length=LONGEST_NAME)
    matching_name = models.CharField(max_length=LONGEST_NAME, db_index=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    survivor = models.ForeignKey("self", models.PROTECT, null=True, related_name="members")

    is_staged = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisations_merged_has_a_survivor",
                condition=Q(merged_into=None, survivor=None)
                | Q(merged_into__isnull=False, survivor__isnull=False),
            ),
            models.CheckConstraint(
                name="organisations_merged_into_another",
                condition=~Q(merged_into=F("id")) & ~Q(survivor=F("id")),
            ),
        ]

    class Privacy:
        public = {"reference", "name", "merged_into", "survivor"}
        internal = {"matching_name", "batch"}
        personal: set[str] = set()

    seals = unchanging("organisations_organisation", "reference")

    def __str__(self) -> str:
        return self.reference


class Identifier(models.Model):
    """A name that some scheme gives an organisation.

    The scheme is an org-id list, such as GB-CHC for charities and GB-COH for companies. It comes
    again with a later batch only where the import that brought it was undone.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=120)
    value = models.CharField(max_length=200)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")

    is_staged = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisations_identifier_names_one_a_batch",
                fields=["scheme", "value", "batch"],
            ),
            models.UniqueConstraint(
                name="organisations_identifier_by_hand_names_one",
                fields=["scheme", "value"],
                condition=models.Q(batch=None),
            ),
        ]
        indexes = [models.Index(fields=["value", "scheme"], name="organisations_by_identifier")]

    class Privacy:
        public = {"organisation", "scheme", "value"}
        internal = {"batch"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.scheme}-{self.value}"


class Likeness(models.Model):
    """That two organisations may be one, as far as this is settled; without an `other`, that one
    may not be who a file took it for.

    There is one of any two, the earlier known first, so what was decided is not asked again.
    `state` is what the last of its decisions says; those are the evidence.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    other = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=40, choices=Basis)
    state = models.CharField(max_length=20, choices=LikenessState, default=LikenessState.OPEN)
    proposed_at = models.DateTimeField()

    is_bookkeeping = True  # what is proposed can be proposed again

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisations_likeness_is_one", fields=["organisation", "other"]
            ),
            models.UniqueConstraint(
                name="organisations_likeness_of_one_is_one",
                fields=["organisation"],
                condition=Q(other=None),
            ),
            models.CheckConstraint(
                name="organisations_likeness_is_in_order",
                condition=Q(other=None) | Q(organisation__lt=F("other")),
            ),
        ]
        indexes = [models.Index(fields=["state", "basis"], name="organisations_likeness_state")]

    class Privacy:
        public: set[str] = set()
        internal = {"organisation", "other", "basis", "state", "proposed_at"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.organisation}:{self.other}" if self.other else str(self.organisation)


class LikenessDecision(models.Model):
    """What a person decided of a likeness, when, and why in their own words. The last speaks.

    `survivor` is the one that spoke for both from then on, or until then.
    """

    likeness = models.ForeignKey(Likeness, models.PROTECT, related_name="decisions")
    decided = models.CharField(max_length=20, choices=Decided)
    survivor = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisations_decision_names_its_survivor",
                condition=Q(decided__in=[Decided.MERGED, Decided.PARTED], survivor__isnull=False)
                | Q(decided__in=[Decided.DIFFERENT, Decided.RIGHT], survivor=None),
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"likeness", "decided", "survivor", "decided_by", "decided_at", "recorded_at"}
        personal = {"reason"}

    seals = append_only("organisations_likenessdecision", key="id")

    def __str__(self) -> str:
        return f"{self.likeness}:{self.decided}"

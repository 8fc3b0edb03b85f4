"""Organisations, and the identifiers they are known by."""

import re
from functools import lru_cache

from django.db import models

from almoner.core.models import Batch
from almoner.core.references import opaque_reference
from almoner.core.seals import unchanging


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
    """

    reference = models.CharField(max_length=20, unique=True, default=organisation_reference)
    name = models.CharField(max_length=LONGEST_NAME)
    matching_name = models.CharField(max_length=LONGEST_NAME, db_index=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")

    is_staged = True

    class Privacy:
        public = {"reference", "name"}
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

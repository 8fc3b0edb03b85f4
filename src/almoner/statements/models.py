"""Versions of the body's standing pages."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, unchanging

from .licences import Licence
from .pages import StandingPage
from .states import OPEN, VersionState

LONGEST = 30_000
VERSIONS = "statements_version"


def version_reference() -> str:
    return opaque_reference("STA")


def digest_of(text: str, licence: str) -> str:
    """The digest of all that a version says."""
    return sha256(f"{licence}\n{text}".encode()).hexdigest()


class StatementVersion(models.Model):
    """What one of the standing pages says, from one person's hand. Another approves it.

    It may be written over while it is a draft. Once submitted it is evidence, whatever becomes of
    it: a page is changed by its next version.
    """

    reference = models.CharField(max_length=20, unique=True, default=version_reference)
    page = models.CharField(max_length=20, choices=StandingPage)
    text = models.TextField()
    licence = models.CharField(max_length=20, choices=Licence, blank=True)
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)
    review_on = models.DateField(null=True)

    class Meta:
        db_table = VERSIONS
        constraints = [
            models.UniqueConstraint(
                name="statements_page_has_one_version_open",
                fields=["page"],
                condition=Q(state__in=OPEN),
            ),
            models.CheckConstraint(
                name="statements_writer_does_not_approve",
                condition=Q(decided_by=None) | ~Q(decided_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="statements_published_took_two_and_has_a_review",
                condition=~Q(state=VersionState.PUBLISHED)
                | Q(
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    submitted_at__isnull=False,
                    review_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="statements_licence_is_of_its_page_alone",
                condition=Q(page=StandingPage.LICENCE) ^ Q(licence=""),
            ),
        ]
        indexes = [models.Index(fields=["page", "state"], name="statements_versions_of_page")]

    class Privacy:
        public = {"page", "text", "licence", "decided_at", "review_on"}
        internal = {"reference", "state", "written_by", "written_at", "submitted_at"}
        internal |= {"decided_by", "remark"}
        personal: set[str] = set()

    seals = [
        *unchanging(VERSIONS, "reference"),
        *unchanging(VERSIONS, "page"),
        *unchanging(VERSIONS, "written_by_id"),
        # What somebody else reads to approve it does not change meanwhile, nor ever again.
        *(
            Seal(
                VERSIONS,
                f"UPDATE OF {column}",
                when=f"OLD.state <> 'draft' AND OLD.{column} <> NEW.{column}",
            )
            for column in ("text", "licence")
        ),
        Seal(VERSIONS, "UPDATE OF state", when="OLD.state <> 'draft' AND NEW.state = 'draft'"),
        Seal(VERSIONS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def digest(self) -> str:
        return digest_of(self.text, self.licence)

"""Documents filled from a template: their sections by version, and what is said about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, append_only, unchanging, unchanging_or_empty
from almoner.documents.audiences import Audience
from almoner.documents.states import FillingState

from .templates import TemplateVersion

PERSON = settings.AUTH_USER_MODEL
FILLINGS = "documents_filling"
SECTIONS = "documents_sectiontext"
COMMENTS = "documents_comment"
FROZEN = ("template_id", "title", "frozen", "digest", "clause_count", "changed_count")


def filling_reference() -> str:
    return opaque_reference("FDC")


def comment_reference() -> str:
    return opaque_reference("CMT")


class Filling(models.Model):
    """A document that is written from a template, for the case that the ledger calls `about`.

    Finished, it is evidence: `frozen` holds its text and what it took from its case, by its
    digest. Reopened, it is a new one, which `follows` it.
    """

    reference = models.CharField(max_length=20, unique=True, default=filling_reference)
    template = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="fillings")
    about = models.CharField(max_length=200, db_index=True)
    title = models.CharField(max_length=200)
    number = models.PositiveIntegerField(default=1)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    state = models.CharField(max_length=20, choices=FillingState, default=FillingState.OPEN)
    begun_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    closed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    frozen = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    clause_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    is_on_current_template = models.BooleanField(null=True)  # when it was finished

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="documents_one_version_follows_another",
                fields=["follows"],
                condition=~Q(state=FillingState.DROPPED),
            ),
            models.CheckConstraint(
                name="documents_filling_that_is_finished_is_frozen",
                condition=Q(state__in=[FillingState.OPEN, FillingState.DROPPED])
                | (~Q(frozen="") & Q(closed_by__isnull=False, closed_at__isnull=False)),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "template", "about", "number", "follows", "state", "begun_by"}
        internal |= {"begun_at", "closed_by", "closed_at", "digest", "clause_count"}
        internal |= {"changed_count", "is_on_current_template"}
        personal = {"title", "frozen"}

    seals = [
        *unchanging(FILLINGS, "reference"),
        *unchanging(FILLINGS, "about"),
        *unchanging(FILLINGS, "number"),
        *unchanging_or_empty(FILLINGS, "follows_id"),
        *(
            Seal(
                FILLINGS,
                f"UPDATE OF {column}",
                when=f"OLD.state <> 'open' AND OLD.{column} <> NEW.{column}",
            )
            for column in FROZEN
        ),
        Seal(FILLINGS, "UPDATE OF state", when="OLD.state <> 'open' AND NEW.state = 'open'"),
        *(seal for seal in append_only(FILLINGS, key="id") if seal.act != "UPDATE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state == FillingState.OPEN


class SectionText(models.Model):
    """What one section of a document said, from one person's hand. Each saving adds one.

    `reason` is why a standard clause was changed.
    """

    filling = models.ForeignKey(Filling, models.PROTECT, related_name="texts")
    section = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    is_from_word = models.BooleanField(default=False)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="documents_one_text_of_a_section_has_a_number",
                fields=["filling", "section", "number"],
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"filling", "section", "number", "is_from_word", "written_by", "written_at"}
        personal = {"text", "reason"}

    seals = append_only(SECTIONS, key="id", unique=[("filling_id", "section", "number")])

    def __str__(self) -> str:
        return f"{self.filling_id}/{self.section}/{self.number}"


class Comment(models.Model):
    """What somebody said about a section, to the audience that they chose when they said it."""

    reference = models.CharField(max_length=20, unique=True, default=comment_reference)
    filling = models.ForeignKey(Filling, models.PROTECT, related_name="comments")
    section = models.CharField(max_length=60)
    text = models.TextField()
    audience = models.CharField(max_length=20, choices=Audience)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    resolved_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "filling", "section", "audience", "made_by", "made_at"}
        internal |= {"resolved_by", "resolved_at"}
        personal = {"text"}

    seals = [
        *(
            seal
            for column in ("reference", "filling_id", "section", "text", "audience", "made_by_id")
            for seal in unchanging(COMMENTS, column)
        ),
        *(seal for seal in append_only(COMMENTS, key="id") if seal.act != "UPDATE"),
    ]

    def __str__(self) -> str:
        return self.reference

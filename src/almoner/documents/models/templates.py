"""Versions of templates: the text by which documents are written, frozen."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.accounts.roles import Role
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging, unchanging_or_empty
from almoner.documents.shapes import Template
from almoner.documents.states import TemplateState
from almoner.documents.template_reading import read_template

PERSON = settings.AUTH_USER_MODEL
TEMPLATES = "documents_templateversion"
FROZEN = ("reference", "code", "number", "text", "digest", "title", "owner")


def template_reference() -> str:
    return opaque_reference("TPL")


class TemplateVersion(models.Model):
    """One version of a template, as text. A document keeps the version that it was begun on.

    What came with Almoner has no author, and becomes a row when a document is first begun on it.
    The body's own takes two people. `layout` is the body's own Word file, in which what is finished
    comes out, where it has one.
    """

    reference = models.CharField(max_length=20, unique=True, default=template_reference)
    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=40, choices=Role)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    layout = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=TemplateState)
    remark = models.TextField(blank=True)
    written_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="documents_template_numbers_do_not_repeat", fields=["code", "number"]
            ),
            models.UniqueConstraint(
                name="documents_one_version_of_a_template_is_in_force",
                fields=["code"],
                condition=Q(state=TemplateState.IN_FORCE),
            ),
            models.UniqueConstraint(
                name="documents_one_version_of_a_template_is_proposed",
                fields=["code"],
                condition=Q(state=TemplateState.PROPOSED),
            ),
            models.CheckConstraint(
                name="documents_template_author_does_not_approve",
                condition=Q(decided_by=None) | ~Q(decided_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="documents_template_in_force_took_two_and_has_a_review",
                condition=~Q(state=TemplateState.IN_FORCE)
                | Q(written_by__isnull=False, decided_by__isnull=False, review_on__isnull=False),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "code", "number", "title", "owner", "text", "digest", "layout"}
        internal |= {"state", "remark", "written_by", "written_at", "decided_by", "decided_at"}
        internal |= {"review_on"}
        personal: set[str] = set()

    seals = [
        *(seal for column in FROZEN for seal in unchanging(TEMPLATES, column)),
        *unchanging_or_empty(TEMPLATES, "layout_id"),
        *(seal for seal in append_only(TEMPLATES, key="id") if seal.act != "UPDATE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def template(self) -> Template:
        """What it says. It was read when it was written, so it reads."""
        return read_template(self.text, file=self.code)

    @property
    def is_confirmed(self) -> bool:
        """Whether two people of the body have said that this is how it writes."""
        return self.decided_at is not None and self.state != TemplateState.REFUSED

    def needs_review(self, on: date) -> bool:
        return bool(self.review_on and self.review_on <= on)

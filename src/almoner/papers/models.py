"""Documents of agreements, the copies of them to publish, and contracts of which none is owed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.agreements.models import Agreement
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging, unchanging_or_empty
from almoner.documents.looks import Look
from almoner.documents.models import StoredFile
from almoner.documents.pdfs import LEFT_BEHIND, TakenOut
from almoner.framework.grounds import View

from .kinds import CopyKind, DocumentKind, Reason, Redaction
from .states import UNDER_WAY, CopyState, DocumentState, ExemptionState

PERSON = settings.AUTH_USER_MODEL


def document_reference() -> str:
    return opaque_reference("DOC")


def copy_reference() -> str:
    return opaque_reference("CPY")


def exemption_reference() -> str:
    return opaque_reference("EXM")


def _kept(table: str) -> list[Any]:
    """Rows of which none is ever deleted."""
    return [seal for seal in append_only(table, key="id") if seal.act != "UPDATE"]


class Document(models.Model):
    """A document of an agreement, for officials only: it has no public address, ever.

    A newer one takes its place and leaves it as it was; removed, it stays, with the reason.
    """

    reference = models.CharField(max_length=20, unique=True, default=document_reference)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    title = models.CharField(max_length=200)
    dated_on = models.DateField()
    note = models.TextField(blank=True)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    state = models.CharField(max_length=20, choices=DocumentState, default=DocumentState.CURRENT)
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removal_reason = models.TextField(blank=True)
    removed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "agreement", "kind", "dated_on", "file", "replaces", "state"}
        internal |= {"added_by", "added_at", "removed_by", "removed_at"}
        personal = {"title", "note", "removal_reason"}

    seals = [
        *(
            seal
            for column in ("reference", "agreement_id", "kind", "file_id", "dated_on")
            for seal in unchanging("papers_document", column)
        ),
        *unchanging_or_empty("papers_document", "replaces_id"),
        *_kept("papers_document"),
    ]

    def __str__(self) -> str:
        return self.reference


class Copy(models.Model):
    """A copy of a contract, or of an invitation to tender, fit to publish: redacted, and checked
    by a second person. Its file is the very one that is published.

    `found` are the looks taken before the check; the words that gave something away stay until
    somebody has decided. `redactions` says on which grounds something is blacked out, if anything.
    """

    reference = models.CharField(max_length=20, unique=True, default=copy_reference)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="copies")
    kind = models.CharField(max_length=20, choices=CopyKind)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="copy")
    sent_digest = models.CharField(max_length=64)
    page_count = models.PositiveIntegerField()
    redactions = models.JSONField(default=list)
    explanation = models.TextField(blank=True)
    correction = models.TextField(blank=True)
    taken_out = models.JSONField(default=list)
    found = models.JSONField(default=list)
    judgement = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=CopyState, default=CopyState.DRAFTED)
    prepared_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    submitted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="papers_copy_is_not_checked_by_who_prepared_it",
                condition=Q(decided_by=None) | ~Q(decided_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="papers_copy_is_not_checked_by_who_submitted_it",
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="papers_copy_that_is_out_took_two",
                condition=~Q(state__in=[CopyState.PUBLISHED, CopyState.SUPERSEDED])
                | Q(
                    submitted_by__isnull=False,
                    decided_by__isnull=False,
                    published_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                name="papers_one_copy_is_under_way",
                fields=["agreement", "kind"],
                condition=Q(state__in=UNDER_WAY),
            ),
            models.UniqueConstraint(
                name="papers_one_copy_is_out",
                fields=["agreement", "kind"],
                condition=Q(state=CopyState.PUBLISHED),
            ),
        ]

    class Privacy:
        public = {"reference", "agreement", "kind", "file", "page_count", "redactions"}
        public |= {"published_at", "superseded_at"}
        internal = {"sent_digest", "taken_out", "state", "prepared_by", "prepared_at"}
        internal |= {"submitted_by", "submitted_at", "decided_by", "decided_at"}
        personal = {"explanation", "correction", "found", "judgement", "return_reason"}

    seals = [
        *(
            seal
            for column in ("reference", "agreement_id", "kind", "file_id", "sent_digest")
            for seal in unchanging("papers_copy", column)
        ),
        *_kept("papers_copy"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def looks(self) -> list[Look]:
        return [Look(**look) for look in self.found]

    @property
    def needs_judgement(self) -> bool:
        """Whether something was found that nobody may pass over without saying why."""
        return any(look.blocks for look in self.looks)

    @property
    def left_behind(self) -> list[str]:
        """What was not written anew with its pages, in words."""
        return [str(LEFT_BEHIND[TakenOut(one)]) for one in self.taken_out]

    @property
    def grounds(self) -> list[str]:
        """On which grounds something is blacked out, in words."""
        return [str(Redaction(ground).label) for ground in self.redactions]


class Exemption(models.Model):
    """That no copy of a contract, or of its invitation to tender, is to be published: why, and in
    whose view. One person proposes it and another decides; the contract stays in its register.
    """

    reference = models.CharField(max_length=20, unique=True, default=exemption_reference)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="exemptions")
    kind = models.CharField(max_length=20, choices=CopyKind)
    reason = models.CharField(max_length=20, choices=Reason)
    view_of = models.CharField(max_length=20, choices=View)
    explanation = models.TextField()
    state = models.CharField(max_length=20, choices=ExemptionState, default=ExemptionState.PROPOSED)
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="papers_exemption_takes_two_people",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="papers_exemption_in_force_was_decided",
                condition=~Q(state__in=[ExemptionState.IN_FORCE, ExemptionState.ENDED])
                | Q(decided_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="papers_contract_is_exempt_once",
                fields=["agreement", "kind"],
                condition=Q(state__in=[ExemptionState.PROPOSED, ExemptionState.IN_FORCE]),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "agreement", "kind", "reason", "view_of", "state", "proposed_by"}
        internal |= {"proposed_at", "decided_by", "decided_at", "ended_by", "ended_at"}
        personal = {"explanation"}

    seals = [
        *(
            seal
            for column in ("reference", "agreement_id", "kind", "reason", "view_of")
            for seal in unchanging("papers_exemption", column)
        ),
        *_kept("papers_exemption"),
    ]

    def __str__(self) -> str:
        return self.reference

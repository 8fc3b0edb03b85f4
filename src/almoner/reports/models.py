"""Reports: what each is of, the figures that somebody looked at in it, and what was issued."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.core.seals import Seal, append_only, unchanging
from almoner.documents.models import Filling

from .states import ReportState

PERSON = settings.AUTH_USER_MODEL
REPORTS = "reports_report"
FIXED = ("reference", "kind", "as_at", "reporter_id", "begun_at")
FROZEN = ("title", "panel", "issued_by_id", "issued_at", "filling_id", "figures", "digest")


class Report(models.Model):
    """A report of a kind, to somebody, as at a day. Its words are a document that is filled for it.

    Issued, it is evidence: `filling` is the document as it was finished, `figures` its figures
    with their sources as canonical JSON, and `digest` is of both.
    """

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    panel = models.CharField(max_length=200)
    as_at = models.DateField()
    reporter = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=ReportState, default=ReportState.DRAFT)
    filling = models.ForeignKey(Filling, models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    figures = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reports_issued_says_what_and_by_whom",
                condition=~Q(state=ReportState.ISSUED)
                | (
                    Q(filling__isnull=False, issued_by__isnull=False, issued_at__isnull=False)
                    & ~Q(digest="")
                ),
            ),
            models.CheckConstraint(
                name="reports_issued_by_another",
                condition=Q(issued_by=None) | ~Q(issued_by=models.F("reporter")),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "kind", "as_at", "reporter", "begun_at", "state", "filling"}
        internal |= {"issued_by", "issued_at", "figures", "digest"}
        personal = {"title", "panel"}

    seals = [
        *(seal for column in FIXED for seal in unchanging(REPORTS, column)),
        *(
            Seal(REPORTS, f"UPDATE OF {column}", when="OLD.state <> 'draft'")
            for column in (*FROZEN, "state")
        ),
        Seal(REPORTS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state == ReportState.DRAFT


class Look(models.Model):
    """That somebody looked at a figure of a report, and what it then was, as a text keeps it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="looks")
    key = models.CharField(max_length=120)
    value = models.TextField(blank=True)
    looked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"report", "key", "value", "looked_by", "looked_at"}
        personal: set[str] = set()

    seals = append_only("reports_look", key="id")

    def __str__(self) -> str:
        return f"{self.report_id}/{self.key}"

"""Recommendations as issued, what was answered, what shows that they are met, and the verdicts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.actions.models import Action
from almoner.audits.kinds import Answer, Finds
from almoner.core.dated import DatedFact
from almoner.core.seals import Seal, append_only, unchanging
from almoner.documents.models import StoredFile

from .reviews import Finding, Review

PERSON = settings.AUTH_USER_MODEL
RECOMMENDATIONS, TIES = "audits_recommendation", "audits_tiedcontrol"
FIXED = ("reference", "review_id", "issued_as", "recorded_by_id", "recorded_at")
FIXED_OF_TIES = ("recommendation_id", "code", "tied_by_id", "tied_at")
HOLD_DAYS = 30


class Recommendation(models.Model):
    """What an auditor recommends about a finding, as it was issued.

    `issued_as` is the number that the report gives it. What was agreed are actions like any other,
    which it asked for; `action` is the first of them, which leads: its owner answers for the whole.
    `hold_days` says how long the controls that it is tied
    to have to hold before it counts as fully implemented.
    """

    reference = models.CharField(max_length=20, unique=True)
    review = models.ForeignKey(Review, models.PROTECT, related_name="recommendations")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="recommendations")
    issued_as = models.CharField(max_length=40)
    text = models.TextField()
    priority = models.CharField(max_length=40)
    priority_title = models.CharField(max_length=500)
    hold_days = models.PositiveSmallIntegerField(default=HOLD_DAYS)
    action = models.OneToOneField(Action, models.PROTECT, null=True, related_name="recommendation")
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="audits_issued_under_one_number", fields=["review", "issued_as"]
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "review", "finding", "issued_as", "priority", "priority_title"}
        internal |= {"hold_days", "action", "recorded_by", "recorded_at"}
        personal = {"text"}

    seals = [
        *(seal for column in FIXED for seal in unchanging(RECOMMENDATIONS, column)),
        Seal(RECOMMENDATIONS, "UPDATE OF action_id", when="OLD.action_id IS NOT NULL"),
        Seal(RECOMMENDATIONS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference


class Response(DatedFact):
    """What management answers to a recommendation from a day: accepted, partly or rejected, why,
    and what it agrees to do.
    """

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="responses")
    answer = models.CharField(max_length=20, choices=Answer)
    reason = models.TextField(blank=True)
    agreed = models.TextField(blank=True)
    given_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                name="audits_refusal_says_why",
                condition=Q(answer=Answer.ACCEPTED) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="audits_acceptance_says_what",
                condition=Q(answer=Answer.REJECTED) | ~Q(agreed=""),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"recommendation", "answer", "given_by", "valid_from", "valid_to"}
        internal |= {"recorded_at"}
        personal = {"reason", "agreed"}

    seals = append_only("audits_response", key="id")

    def __str__(self) -> str:
        return f"{self.recommendation_id}:{self.answer}"


class Verdict(DatedFact):
    """What an auditor found of a recommendation from a day, with the reasons.

    It is apart from what management says. `given_in` is the follow-up review that tested it.
    """

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="verdicts")
    finds = models.CharField(max_length=30, choices=Finds)
    reasons = models.TextField()
    given_in = models.ForeignKey(Review, models.PROTECT, null=True, related_name="verdicts_given")
    given_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(name="audits_verdict_has_reasons", condition=~Q(reasons="")),
        ]
        indexes = [models.Index(fields=["recommendation", "recorded_at"], name="audits_verdicts")]

    class Privacy:
        public: set[str] = set()
        internal = {"recommendation", "finds", "given_in", "given_by", "valid_from", "valid_to"}
        internal |= {"recorded_at"}
        personal = {"reasons"}

    seals = append_only("audits_verdict", key="id")

    def __str__(self) -> str:
        return f"{self.recommendation_id}:{self.finds}"


class TiedControl(models.Model):
    """That a control measures a recommendation: while it is broken, nothing is implemented."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="tied_controls")
    code = models.CharField(max_length=60)
    tied_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    tied_at = models.DateTimeField()
    untied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="audits_control_is_tied_once",
                fields=["recommendation", "code"],
                condition=Q(untied_at=None),
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"recommendation", "code", "tied_by", "tied_at", "untied_at"}
        personal: set[str] = set()

    seals = [
        *(seal for column in FIXED_OF_TIES for seal in unchanging(TIES, column)),
        Seal(TIES, "UPDATE OF untied_at", when="OLD.untied_at IS NOT NULL"),
        Seal(TIES, "DELETE"),
    ]

    def __str__(self) -> str:
        return f"{self.recommendation_id}:{self.code}"


class Evidence(models.Model):
    """What shows how a recommendation stands: a file, or a thing of this system by its name.

    `digest` is the file's or, of a thing, that of the last line of the ledger about it when it was
    named. A later version replaces an earlier one, which stays.
    """

    reference = models.CharField(max_length=20, unique=True)
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    thing = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    dated_on = models.DateField()
    covers_from = models.DateField(null=True)
    covers_to = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audits_evidence_is_a_file_or_a_thing",
                condition=Q(file__isnull=False, thing="") | (Q(file=None) & ~Q(thing="")),
            ),
            models.CheckConstraint(
                name="audits_evidence_covers_days_in_order",
                condition=Q(covers_from=None)
                | Q(covers_to=None)
                | Q(covers_to__gte=F("covers_from")),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "recommendation", "file", "thing", "digest", "version"}
        internal |= {"replaces", "dated_on", "covers_from", "covers_to", "expires_on"}
        internal |= {"added_by", "added_at", "recorded_at"}
        personal = {"title"}

    seals = [
        *append_only(
            "audits_evidence", key="id", unique=[("reference",), ("file_id",), ("replaces_id",)]
        ),
        *unchanging("audits_evidence", "reference"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_replaced(self) -> bool:
        """Whether a later version has come; asked for along with `replaced_by`."""
        return hasattr(self, "replaced_by")

"""Risks, how each was assessed from when, and who accepted it until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.core.dated import DatedFact
from almoner.core.seals import Seal, append_only, unchanging

from .scores import SCALE, Impact, Likelihood
from .states import RiskState

PERSON = settings.AUTH_USER_MODEL
RISKS = "risks_risk"
FIXED = ("reference", "about", "is_restricted", "recorded_by_id", "opened_at")
SCORES = ("inherent_likelihood", "inherent_impact", "current_likelihood", "current_impact")


class Risk(models.Model):
    """Something that may go wrong: with what, and whether it still may.

    `about` is the ledger's name of the case, such as `commissions.commission:COM-2026-014`; empty
    where it is the body's. It is text, so that any higher app has risks. A restricted one is for
    its owner, who recorded it, approvers and the auditor alone.
    """

    reference = models.CharField(max_length=20, unique=True)
    about = models.CharField(max_length=200, blank=True, db_index=True)
    is_restricted = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=RiskState, default=RiskState.OPEN)
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="risks_closed_says_why_and_by_whom",
                condition=~Q(state=RiskState.CLOSED)
                | (Q(closed_by__isnull=False, closed_at__isnull=False) & ~Q(closing_reason="")),
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "about", "is_restricted", "state", "recorded_by", "opened_at"}
        internal |= {"closed_by", "closed_at"}
        personal = {"closing_reason"}

    seals = [
        *(seal for column in FIXED for seal in unchanging(RISKS, column)),
        Seal(RISKS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state == RiskState.OPEN


class Assessment(DatedFact):
    """How a risk was seen from a day: of which category it is, cause, event and effect, how bad
    before anything is done about it (inherent), now (current) and once all is done that is planned
    (target), who owns it, and by when it is looked at again.

    The category is one of the framework's; none, where nobody has said. So is a target.

    It is never edited: whoever looks again adds the next.
    """

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="assessments")
    cause = models.TextField()
    event = models.TextField()
    effect = models.TextField()
    inherent_likelihood = models.PositiveSmallIntegerField(choices=Likelihood)
    inherent_impact = models.PositiveSmallIntegerField(choices=Impact)
    current_likelihood = models.PositiveSmallIntegerField(choices=Likelihood)
    current_impact = models.PositiveSmallIntegerField(choices=Impact)
    inherent_score = models.GeneratedField(
        expression=F("inherent_likelihood") * F("inherent_impact"),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    current_score = models.GeneratedField(
        expression=F("current_likelihood") * F("current_impact"),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    category = models.CharField(max_length=40, blank=True, default="", db_default="")
    target_likelihood = models.PositiveSmallIntegerField(choices=Likelihood, null=True)
    target_impact = models.PositiveSmallIntegerField(choices=Impact, null=True)
    target_score = models.GeneratedField(
        expression=F("target_likelihood") * F("target_impact"),
        output_field=models.PositiveSmallIntegerField(null=True),
        db_persist=True,
    )
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    review_on = models.DateField()
    assessed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    # By `escalation.standing_of`: whether it is the one that speaks.
    speaks: bool

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                name="risks_scores_are_from_1_to_5",
                condition=Q(**{f"{name}__in": list(SCALE) for name in SCORES}),
            ),
            models.CheckConstraint(
                name="risks_target_is_whole_or_none",
                condition=Q(target_likelihood=None, target_impact=None)
                | (
                    Q(target_likelihood__isnull=False, target_impact__isnull=False)
                    & Q(target_likelihood__in=list(SCALE), target_impact__in=list(SCALE))
                ),
            ),
            models.CheckConstraint(
                name="risks_reviewed_after_it_was_assessed",
                condition=Q(review_on__gte=F("valid_from")),
            ),
        ]
        indexes = [models.Index(fields=["risk", "recorded_at"], name="risks_assessments_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"risk", *SCORES, "inherent_score", "current_score", "owner", "review_on"}
        internal |= {"category", "target_likelihood", "target_impact", "target_score"}
        internal |= {"assessed_by", "valid_from", "valid_to", "recorded_at"}
        personal = {"cause", "event", "effect"}

    seals = append_only("risks_assessment", key="id")

    def __str__(self) -> str:
        return str(self.risk)


class Acceptance(models.Model):
    """That an approver accepts a risk as it stands, why, and until when.

    It holds for no higher score than the one that they looked at.
    """

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="acceptances")
    score = models.PositiveSmallIntegerField()
    reason = models.TextField()
    until = models.DateField()
    accepted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    accepted_on = models.DateField()
    accepted_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="risks_accepted_for_a_while", condition=Q(until__gte=F("accepted_on"))
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"risk", "score", "until", "accepted_by"}
        internal |= {"accepted_on", "accepted_at", "recorded_at"}
        personal = {"reason"}

    seals = append_only("risks_acceptance", key="id")

    def __str__(self) -> str:
        return f"{self.risk_id}:{self.score}"

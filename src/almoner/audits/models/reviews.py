"""Reviews, how far each has got, how it rated, and what it found."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.audits.kinds import ReviewKind
from almoner.audits.states import ReviewState
from almoner.core.dated import DatedFact
from almoner.core.seals import Seal, append_only, unchanging

PERSON = settings.AUTH_USER_MODEL
REVIEWS, FINDINGS = "audits_review", "audits_finding"
FIXED = ("reference", "kind", "title", "opened_by_id", "opened_at")
FIXED_OF_FINDINGS = ("reference", "review_id", "number", "recorded_by_id", "recorded_at")


class Review(models.Model):
    """That an auditor looks at something, and says in a report how it stands.

    `lead` leads it; `sponsor` is the official who answers for what is looked at. `carried_out_by`
    says who looks, which may be a firm from outside. A follow-up `follows` an earlier review and
    tests its recommendations again.
    """

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=ReviewKind)
    title = models.CharField(max_length=200)
    scope = models.TextField()
    carried_out_by = models.CharField(max_length=200)
    lead = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    sponsor = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    state = models.CharField(max_length=20, choices=ReviewState, default=ReviewState.PLANNED)
    issued_on = models.DateField(null=True)
    follow_up_on = models.DateField(null=True)
    opened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audits_review_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="audits_sponsor_is_not_the_lead", condition=~Q(sponsor=F("lead"))
            ),
            models.CheckConstraint(
                name="audits_follow_up_says_of_what",
                condition=~Q(kind=ReviewKind.FOLLOW_UP) | Q(follows__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "follow_up_on"], name="audits_reviews_by_day")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "kind", "title", "carried_out_by", "lead", "sponsor", "starts_on"}
        internal |= {"ends_on", "follows", "state", "issued_on", "follow_up_on"}
        internal |= {"opened_by", "opened_at"}
        personal = {"scope"}

    seals = [
        *(seal for column in FIXED for seal in unchanging(REVIEWS, column)),
        Seal(REVIEWS, "UPDATE OF issued_on", when="OLD.issued_on IS NOT NULL"),
        Seal(REVIEWS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_issued(self) -> bool:
        return self.issued_on is not None


class ReviewStep(DatedFact):
    """How far a review had got from a day, and what was said of it then."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=ReviewState)
    text = models.TextField(blank=True)
    taken_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta(DatedFact.Meta):
        constraints = [*DatedFact.Meta.constraints]
        indexes = [models.Index(fields=["review", "recorded_at"], name="audits_steps_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"review", "state", "taken_by", "valid_from", "valid_to", "recorded_at"}
        personal = {"text"}

    seals = append_only("audits_reviewstep", key="id")

    def __str__(self) -> str:
        return f"{self.review_id}:{self.state}"


class Rating(DatedFact):
    """How what was looked at is rated from a day: by its own report, or anew by a follow-up."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="ratings")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=500)
    given_in = models.ForeignKey(Review, models.PROTECT, related_name="ratings_given")
    given_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        constraints = [*DatedFact.Meta.constraints]

    class Privacy:
        public: set[str] = set()
        internal = {"review", "code", "title", "given_in", "given_by"}
        internal |= {"valid_from", "valid_to", "recorded_at"}
        personal: set[str] = set()

    seals = append_only("audits_rating", key="id")

    def __str__(self) -> str:
        return f"{self.review_id}:{self.code}"


class Finding(models.Model):
    """What a review found: what is so, and what may come of it.

    It may be reworded until its report is final. `repeats` names the earlier one that it finds
    again; `sample` what it was found in.
    """

    reference = models.CharField(max_length=20, unique=True)
    review = models.ForeignKey(Review, models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    risk = models.TextField(blank=True)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeated_by")
    sample = models.ForeignKey("audits.Sample", models.PROTECT, null=True, related_name="findings")
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="audits_findings_are_numbered", fields=["review", "number"]
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "review", "number", "repeats", "sample", "recorded_by"}
        internal |= {"recorded_at"}
        personal = {"title", "text", "risk"}

    seals = [
        *(seal for column in FIXED_OF_FINDINGS for seal in unchanging(FINDINGS, column)),
        Seal(FINDINGS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

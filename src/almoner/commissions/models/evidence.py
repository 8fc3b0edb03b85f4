"""What gates ask for: the route test, who was consulted, what was assessed, why it is no split."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.commissions.kinds import AssessmentKind, ConsultationKind
from almoner.commissions.route_test import Instrument
from almoner.commissions.states import AssessmentState, ConsultationState, RouteTestState
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging

from .cases import Commission, never_deleted

PERSON = settings.AUTH_USER_MODEL


def consultation_reference() -> str:
    return opaque_reference("CON")


def assessment_reference() -> str:
    return opaque_reference("ASM")


class RouteTest(models.Model):
    """The answers to the law's questions about a case, and what follows: a grant or a contract.

    `reasons` say why, where the answers pull both ways. A later test overtakes it.
    """

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="route_tests")
    answers = models.JSONField()
    instrument = models.CharField(max_length=20, choices=Instrument)
    reasons = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=RouteTestState, default=RouteTestState.SIGNED)
    signed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="commissions_one_route_test_holds",
                fields=["commission"],
                condition=Q(state=RouteTestState.SIGNED),
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"commission", "answers", "instrument", "state", "signed_by", "signed_at"}
        personal = {"reasons"}

    seals = [
        *(
            seal
            for column in ("commission_id", "answers", "instrument", "reasons", "signed_by_id")
            for seal in unchanging("commissions_routetest", column)
        ),
        *never_deleted("commissions_routetest"),
    ]

    def __str__(self) -> str:
        return f"{self.commission_id}:{self.instrument}"


class Consultation(models.Model):
    """Who was asked for a case, when, and what they said. Of market engagement also what every
    supplier was told alike.
    """

    reference = models.CharField(max_length=20, unique=True, default=consultation_reference)
    commission = models.ForeignKey(Commission, models.PROTECT, related_name="consultations")
    kind = models.CharField(max_length=20, choices=ConsultationKind)
    who = models.CharField(max_length=200)
    asked = models.TextField()
    asked_on = models.DateField()
    told_alike = models.TextField(blank=True)
    said = models.TextField(blank=True)
    unchanged_because = models.TextField(blank=True)
    state = models.CharField(
        max_length=20, choices=ConsultationState, default=ConsultationState.ASKED
    )
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="commissions_suppliers_are_told_alike",
                condition=~Q(kind=ConsultationKind.MARKET) | ~Q(told_alike=""),
            ),
            models.CheckConstraint(
                name="commissions_answer_says_something",
                condition=~Q(state=ConsultationState.ANSWERED) | ~Q(said=""),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "commission", "kind", "asked_on", "state", "recorded_by"}
        internal |= {"recorded_at", "answered_by", "answered_at"}
        personal = {"who", "asked", "told_alike", "said", "unchanged_because"}

    seals = [
        *unchanging("commissions_consultation", "reference"),
        *unchanging("commissions_consultation", "commission_id"),
        *unchanging("commissions_consultation", "asked"),
        *never_deleted("commissions_consultation"),
    ]

    def __str__(self) -> str:
        return self.reference


class Requirement(models.Model):
    """Something that a case must deliver, as worded from a moment, and because of whom.

    A later wording of the same number takes its place; none is edited.
    """

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="requirements")
    number = models.PositiveIntegerField()
    wording = models.TextField()
    because_of = models.ForeignKey(
        Consultation, models.PROTECT, null=True, related_name="requirements"
    )
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"commission", "number", "because_of", "written_by", "written_at"}
        personal = {"wording"}

    seals = append_only("commissions_requirement", key="id")

    def __str__(self) -> str:
        return f"{self.commission_id}:{self.number}"


class Assessment(models.Model):
    """What a case does to people who share a characteristic, or to their data. Whoever wrote it
    does not sign it.
    """

    reference = models.CharField(max_length=20, unique=True, default=assessment_reference)
    commission = models.ForeignKey(Commission, models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=20, choices=AssessmentKind)
    answers = models.JSONField()
    state = models.CharField(max_length=20, choices=AssessmentState, default=AssessmentState.DRAFT)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="commissions_assessment_is_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("written_by")),
            ),
            models.UniqueConstraint(
                name="commissions_one_assessment_is_in_draft",
                fields=["commission", "kind"],
                condition=Q(state=AssessmentState.DRAFT),
            ),
            models.UniqueConstraint(
                name="commissions_one_assessment_holds",
                fields=["commission", "kind"],
                condition=Q(state=AssessmentState.SIGNED),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "commission", "kind", "state", "written_by", "written_at"}
        internal |= {"signed_by", "signed_at"}
        personal = {"answers"}

    seals = [
        *unchanging("commissions_assessment", "reference"),
        *unchanging("commissions_assessment", "commission_id"),
        *unchanging("commissions_assessment", "answers"),
        *never_deleted("commissions_assessment"),
    ]

    def __str__(self) -> str:
        return self.reference


class SplittingAnswer(models.Model):
    """Why cases that reach a line only together were not split to avoid it.

    `found` is the digest of what was noticed when it was given: of anything more it says nothing.
    """

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="splitting_answers")
    found = models.CharField(max_length=64)
    reason = models.TextField()
    answered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"commission", "found", "answered_by", "answered_at"}
        personal = {"reason"}

    seals = append_only("commissions_splittinganswer", key="id")

    def __str__(self) -> str:
        return f"{self.commission_id}:{self.found[:12]}"

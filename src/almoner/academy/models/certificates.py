"""Certificates, the short assessments before some of them, and cover for want of one."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from almoner.academy.states import CertificateState
from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, append_only, unchanging

from .courses import PERSON, Course, CourseVersion
from .workshops import Booking

CERTIFICATES, COVERS = "academy_certificate", "academy_emergencycover"
FIXED = ("number", "person_id", "version_id", "course_id", "issued_on", "expires_on", "recorded_at")


def certificate_number() -> str:
    return opaque_reference("CRT", letters=14)


class Certificate(models.Model):
    """That somebody took a course, until a day. Anybody who has its number may ask whether it
    holds; whose it is, they are told only if its holder wants that.
    """

    number = models.CharField(max_length=20, unique=True, default=certificate_number)
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="certificates")
    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="+")
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="certificate")
    issued_on = models.DateField()
    expires_on = models.DateField()
    issued_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    is_named = models.BooleanField(default=False)
    state = models.CharField(
        max_length=20, choices=CertificateState, default=CertificateState.ISSUED
    )
    revoked_on = models.DateField(null=True)
    revoked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    revocation = models.CharField(max_length=500, blank=True)
    known_revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="academy_certificate_runs_out_later",
                condition=Q(expires_on__gte=F("issued_on")),
            ),
            models.CheckConstraint(
                name="academy_revoked_has_its_day",
                condition=Q(state=CertificateState.ISSUED, revoked_on=None, known_revoked_at=None)
                | Q(
                    state=CertificateState.REVOKED,
                    revoked_on__isnull=False,
                    known_revoked_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="academy_nobody_certifies_themselves", condition=~Q(issued_by=F("person"))
            ),
        ]
        indexes = [models.Index(fields=["person", "course"], name="academy_certificates_of")]

    class Privacy:
        public = {"number", "course", "issued_on", "expires_on", "state", "revoked_on"}
        internal = {"version", "issued_by", "recorded_at", "is_named", "revoked_by"}
        internal |= {"known_revoked_at"}
        personal = {"person", "booking", "revocation"}

    seals = [
        *(seal for column in FIXED for seal in unchanging(CERTIFICATES, column)),
        Seal(CERTIFICATES, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.number

    def holds_on(self, day: date) -> bool:
        return self.state == CertificateState.ISSUED and self.issued_on <= day <= self.expires_on


class Attempt(models.Model):
    """Somebody's answers to the short assessment of a course, and what came of them."""

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="+")
    answers = models.JSONField()
    score = models.PositiveSmallIntegerField()
    has_passed = models.BooleanField()
    taken_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "version"], name="academy_attempts_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"version", "taken_at"}
        personal = {"person", "answers", "score", "has_passed"}

    seals = append_only("academy_attempt", key="id")

    def __str__(self) -> str:
        return f"{self.person_id}:{self.version_id}"


def cover_reference() -> str:
    return opaque_reference("COV")


class EmergencyCover(models.Model):
    """That somebody may do, until a day, what asks for a certificate that they do not hold yet.

    The course is named by its code: a framework may ask for one that nobody teaches yet.
    """

    reference = models.CharField(max_length=20, unique=True, default=cover_reference)
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    course_code = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    first_day = models.DateField()
    until = models.DateField()
    granted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    known_ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="academy_cover_ends_after_it_begins", condition=Q(until__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="academy_nobody_covers_themselves", condition=~Q(granted_by=F("person"))
            ),
        ]
        indexes = [models.Index(fields=["person", "course_code"], name="academy_covers_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "course_code", "first_day", "until", "granted_by", "granted_at"}
        internal |= {"recorded_at", "ended_on", "known_ended_at"}
        personal = {"person", "reason"}

    seals = [
        *unchanging(COVERS, "reference"),
        *unchanging(COVERS, "person_id"),
        *unchanging(COVERS, "reason"),
        *unchanging(COVERS, "until"),
        *unchanging(COVERS, "granted_by_id"),
        Seal(COVERS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

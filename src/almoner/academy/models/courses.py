"""Courses, and the versions of what each teaches."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.core.seals import Seal, append_only, unchanging

PERSON = settings.AUTH_USER_MODEL
COURSES = "academy_course"
LONGEST = 10_000


class Course(models.Model):
    """Something that the academy teaches. A framework asks for it by its code."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Privacy:
        public = {"code", "title"}
        internal = {"owner", "opened_by", "opened_at"}
        personal: set[str] = set()

    seals = [*unchanging(COURSES, "code"), Seal(COURSES, "DELETE")]

    def __str__(self) -> str:
        return self.code


class CourseVersion(models.Model):
    """What a course teaches from a day on. It is evidence: what somebody learnt stands as it was.

    `questions` are those of its short assessment, if it has one: each with its answers and which of
    them is right. Without a pass mark there is none.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    text = models.TextField()
    competencies = models.JSONField(default=list)
    valid_months = models.PositiveSmallIntegerField()
    pass_mark = models.PositiveSmallIntegerField(null=True)
    questions = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    published_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"], name="academy_each_version_has_its_number"
            ),
            models.CheckConstraint(
                name="academy_pass_mark_is_of_a_hundred",
                condition=Q(pass_mark=None) | Q(pass_mark__gte=1, pass_mark__lte=100),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"course", "number", "first_day", "text", "competencies", "valid_months"}
        internal |= {"pass_mark", "questions", "digest", "published_by", "published_at"}
        personal: set[str] = set()

    seals = append_only("academy_courseversion", key="id", unique=[("course_id", "number")])

    def __str__(self) -> str:
        return f"{self.course_id}:{self.number}"

    @property
    def has_assessment(self) -> bool:
        return self.pass_mark is not None

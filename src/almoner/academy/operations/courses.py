"""Courses: opened, and said anew in versions."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.academy.content import Content
from almoner.academy.events import CourseEvent
from almoner.academy.models import Course, CourseVersion
from almoner.academy.policies import may_run_academy
from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require


@operation
def open_course(code: str, *, title: str, owner: User, by: User, at: datetime) -> Course:
    """Take a course into the catalogue. It teaches nothing until a version of it is published.

    Raises PermissionDenied or ValidationError.
    """
    require(may_run_academy(by, on=day_of(at)))
    if Course.objects.filter(code=code).exists():
        raise ValidationError({"code": _("Another course has this code.")})
    if not title.strip():
        raise ValidationError({"title": _("Say what the course is called.")})
    course = Course.objects.create(
        code=code, title=title.strip(), owner=owner, opened_by=by, opened_at=at
    )
    record(CourseEvent.OPENED, about=course, by=by, at=at)
    return course


@operation
def publish_course_version(
    course: Course, content: Content, *, first_day: date, by: User, at: datetime
) -> CourseVersion:
    """Say what a course teaches from a day on, not before today. What it taught stays as it was.

    Raises PermissionDenied or ValidationError.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    require(may_run_academy(by, on=day_of(at)))
    if first_day < day_of(at):
        raise ValidationError({"first_day": _("This day has passed. Give today or one to come.")})
    content.check()
    version = CourseVersion.objects.create(
        course=course,
        number=course.versions.count() + 1,
        first_day=first_day,
        text=content.text.strip(),
        competencies=list(content.competencies),
        valid_months=content.valid_months,
        pass_mark=content.pass_mark,
        questions=[question.kept() for question in content.questions],
        digest=content.digest,
        published_by=by,
        published_at=at,
    )
    facts = {"version": version.number, "first_day": first_day, "text": version.digest}
    record(CourseEvent.PUBLISHED, about=course, by=by, at=at, **facts)
    return version

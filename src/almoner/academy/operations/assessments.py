"""The short assessment that some courses end with."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.academy.events import AttemptEvent
from almoner.academy.models import Attempt, CourseVersion
from almoner.academy.policies import may_see_academy
from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require


@operation
def take_assessment(
    version: CourseVersion, answers: Sequence[int], *, by: User, at: datetime
) -> Attempt:
    """Answer the questions of a course, each by the number of an answer. Every attempt is kept.

    Raises PermissionDenied or ValidationError.
    """
    require(may_see_academy(by, on=day_of(at)))
    if version.pass_mark is None:
        raise ValidationError(_("This course has no assessment."))
    if len(answers) != len(version.questions):
        raise ValidationError(_("Answer each question."))
    right = sum(
        said == question["right"] for said, question in zip(answers, version.questions, strict=True)
    )
    score = right * 100 // len(version.questions)
    attempt = Attempt.objects.create(
        person=by,
        version=version,
        answers=list(answers),
        score=score,
        has_passed=score >= version.pass_mark,
        taken_at=at,
    )
    record(AttemptEvent.TAKEN, about=version.course, by=by, at=at)
    return attempt

"""Assessments of equality and of data protection: one person writes, another signs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.commissions.digests import digest_of
from almoner.commissions.events import AssessmentEvent
from almoner.commissions.kinds import AssessmentKind
from almoner.commissions.models import Assessment, Commission
from almoner.commissions.policies import may_sign_assessment, may_work_on_case
from almoner.commissions.screening import flaws_of
from almoner.commissions.states import ASSESSMENT_LIFECYCLE, AssessmentState
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .cases import lock_case


@operation
def draft_assessment(
    commission: Commission,
    kind: AssessmentKind,
    answers: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
) -> Assessment:
    """Write an assessment, in place of an earlier draft. It may be unfinished: it is not signed.

    Raises PermissionDenied.
    """
    commission = lock_case(commission)
    require(may_work_on_case(by, commission, on=day_of(at)))
    earlier = Assessment.objects.filter(
        commission=commission, kind=kind, state=AssessmentState.DRAFT
    )
    earlier.update(state=AssessmentState.OVERTAKEN)
    assessment = Assessment(commission=commission, kind=kind, answers=dict(answers))
    assessment.written_by, assessment.written_at = by, at
    assessment.save(force_insert=True)
    record(AssessmentEvent.DRAFTED, about=assessment, by=by, at=at, what=kind)
    return assessment


@operation
def sign_assessment(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """Sign a finished assessment that somebody else wrote; an earlier one is overtaken.

    Raises PermissionDenied, ValidationError or IllegalTransition.
    """
    lock_case(assessment.commission)
    assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    require(may_sign_assessment(by, assessment, on=day_of(at)))
    ASSESSMENT_LIFECYCLE.check(assessment.state, AssessmentState.SIGNED)
    if flaws := flaws_of(assessment.kind, assessment.answers):
        said = _("It is not finished: %(flaws)s.") % {"flaws": ", ".join(flaws)}
        raise ValidationError(said)
    earlier = Assessment.objects.filter(
        commission=assessment.commission, kind=assessment.kind, state=AssessmentState.SIGNED
    )
    earlier.update(state=AssessmentState.OVERTAKEN)
    assessment.state = AssessmentState.SIGNED
    assessment.signed_by, assessment.signed_at = by, at
    assessment.save(update_fields=["state", "signed_by", "signed_at"])
    facts = {"what": AssessmentKind(assessment.kind), "answers": digest_of(assessment.answers)}
    record(AssessmentEvent.SIGNED, about=assessment, by=by, at=at, **facts)
    return assessment

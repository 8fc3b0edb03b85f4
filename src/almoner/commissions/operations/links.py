"""Cases that have to do with each other, and why they are not one that was split."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.commissions.events import CaseEvent
from almoner.commissions.kinds import LinkKind
from almoner.commissions.models import Commission, Link, SplittingAnswer
from almoner.commissions.policies import may_answer_splitting, may_see_case, may_work_on_case
from almoner.commissions.splits import noticed_of
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .cases import lock_case


@operation
def link_cases(
    commission: Commission, other: Commission, *, kind: LinkKind, by: User, at: datetime
) -> Link:
    """Say that a case has to do with another, which whoever says so must be able to see.

    Raises PermissionDenied or ValidationError.
    """
    commission = lock_case(commission)
    require(may_work_on_case(by, commission, on=day_of(at)))
    require(may_see_case(by, other, on=day_of(at)))
    if other.pk == commission.pk:
        raise ValidationError(_("A case has nothing to do with itself. Name another."))
    if Link.objects.filter(commission=commission, other=other, kind=kind).exists():
        raise ValidationError(_("That is said of them already."))
    link = Link(commission=commission, other=other, kind=kind, added_by=by, added_at=at)
    link.save(force_insert=True)
    facts = {"other": other.reference, "how": kind}
    record(CaseEvent.LINKED, about=commission, by=by, at=at, **facts)
    return link


@operation
def answer_splitting(
    commission: Commission, *, found: str, reason: str, by: User, at: datetime
) -> SplittingAnswer:
    """Say why what was noticed is no splitting to avoid a line.

    `found` is the digest of what was on the page: if it has changed since, whoever answers is told.
    Raises PermissionDenied or ValidationError.
    """
    commission = lock_case(commission)
    require(may_answer_splitting(by, commission, on=day_of(at)))
    noticed = noticed_of(commission)
    if not noticed.splits:
        raise ValidationError(_("Nothing is noticed that asks for a reason."))
    if noticed.digest != found:
        raise ValidationError(_("What was noticed has changed. Read it again, then answer."))
    if not reason.strip():
        raise ValidationError(_("Say why this is not one case that was split."))
    answer = SplittingAnswer(commission=commission, found=found, reason=reason)
    answer.answered_by, answer.answered_at = by, at
    answer.save(force_insert=True)
    record(CaseEvent.SPLITTING_ANSWERED, about=commission, by=by, at=at, found=found)
    return answer

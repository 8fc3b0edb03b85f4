"""Who is asked for a case, what they said, and which requirement changed because of it."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.commissions.events import ConsultationEvent
from almoner.commissions.kinds import ConsultationKind
from almoner.commissions.models import Commission, Consultation, Requirement
from almoner.commissions.policies import may_work_on_case
from almoner.commissions.states import CONSULTATION_LIFECYCLE, ConsultationState
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .cases import lock_case

NEW = 0  # the number of a requirement that has none yet


@operation
def record_consultation(consultation: Consultation, *, by: User, at: datetime) -> Consultation:
    """Record that people were asked, or research begun. Of market engagement it says what every
    supplier was told alike. Raises PermissionDenied or ValidationError.
    """
    lock_case(consultation.commission)
    require(may_work_on_case(by, consultation.commission, on=day_of(at)))
    if not consultation.who.strip() or not consultation.asked.strip():
        raise ValidationError(_("Say who was asked, and what."))
    is_market = consultation.kind == ConsultationKind.MARKET
    if is_market and not consultation.told_alike.strip():
        raise ValidationError(_("Say what every supplier was told alike."))
    if consultation.asked_on > day_of(at):
        raise ValidationError(_("Record it once they have been asked: the day is still to come."))
    consultation.state = ConsultationState.ASKED
    consultation.recorded_by, consultation.recorded_at = by, at
    consultation.save(force_insert=True)
    kind = ConsultationKind(consultation.kind)
    record(ConsultationEvent.RECORDED, about=consultation, by=by, at=at, what=kind)
    return consultation


@operation
def answer_consultation(
    consultation: Consultation,
    *,
    said: str,
    wordings: Mapping[int, str],
    unchanged_because: str = "",
    by: User,
    at: datetime,
) -> Consultation:
    """Record what they said, and the requirements that it changed: new wordings by number, 0 for
    one that is new. Where nothing changed, why not.

    Raises PermissionDenied, ValidationError or IllegalTransition.
    """
    lock_case(consultation.commission)
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    commission = consultation.commission
    require(may_work_on_case(by, commission, on=day_of(at)))
    CONSULTATION_LIFECYCLE.check(consultation.state, ConsultationState.ANSWERED)
    _check_answer(said, wordings, unchanged_because)
    consultation.said, consultation.unchanged_because = said, unchanged_because
    consultation.state = ConsultationState.ANSWERED
    consultation.answered_by, consultation.answered_at = by, at
    consultation.save(
        update_fields=["said", "unchanged_because", "state", "answered_by", "answered_at"]
    )
    _write(commission, wordings, consultation, by=by, at=at)
    count = len(wordings)
    record(ConsultationEvent.ANSWERED, about=consultation, by=by, at=at, requirements=count)
    return consultation


def _check_answer(said: str, wordings: Mapping[int, str], unchanged_because: str) -> None:
    if not said.strip():
        raise ValidationError(_("Say what they said, or what was found."))
    if not wordings and not unchanged_because.strip():
        raise ValidationError(_("Say which requirement changed because of it, or why none did."))
    if not all(words.strip() for words in wordings.values()):
        raise ValidationError(_("A requirement says something."))


def _write(
    commission: Commission,
    wordings: Mapping[int, str],
    consultation: Consultation,
    *,
    by: User,
    at: datetime,
) -> None:
    last = commission.requirements.aggregate(last=Max("number"))["last"] or 0
    for number, wording in wordings.items():
        if number > last:
            raise ValidationError(_("There is no requirement of that number."))
        Requirement.objects.create(
            commission=commission,
            number=last + 1 if number == NEW else number,
            wording=wording,
            because_of=consultation,
            written_by=by,
            written_at=at,
        )

"""Editions on their way: drafted when a period ends, submitted, sent back, lapsed, withdrawn."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.actors import Actor
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.framework.calendar import Span
from almoner.framework.duties import Duty
from almoner.registers.due_editions import due_on, duty_behind, is_prepared_here
from almoner.registers.events import EditionEvent
from almoner.registers.frozen import Rows, rows_now, summed
from almoner.registers.ladder import Rung, is_climbed
from almoner.registers.models import Preparation
from almoner.registers.policies import (
    may_return_edition,
    may_submit_edition,
    may_withdraw_preparation,
)
from almoner.registers.queries import editions_of
from almoner.registers.states import OPEN, PREPARATION_LIFECYCLE, PreparationState


@operation
def draft_edition(duty: Duty, period: Span, *, by: Actor, at: datetime) -> Preparation:
    """Begin a period's edition, for its owner to review. The house does so when the period ends.

    Raises PermissionDenied for a person, or ValidationError if it is too early, if it is published
    or on its way already, or if nothing here makes its rows.
    """
    if isinstance(by, User):
        require(may_submit_edition(by, duty, on=day_of(at)))
    _refuse_what_cannot_be(duty, period, at=at)
    if editions_of(duty.code).filter(period=str(period)).exists():
        raise ValidationError(_("This period is published. A mistake in it is corrected."))
    return _begun(duty, period, by=by, at=at)


@operation
def begin_correction(
    duty: Duty, period: Span, *, reason: str, by: User, at: datetime
) -> Preparation:
    """Begin another edition of a published period, which says what it puts right.

    Raises PermissionDenied or ValidationError.
    """
    require(may_submit_edition(by, duty, on=day_of(at)))
    _refuse_what_cannot_be(duty, period, at=at)
    if not reason.strip():
        raise ValidationError(_("Say what is put right. The edition will say so too."))
    if not editions_of(duty.code).filter(period=str(period)).exists():
        raise ValidationError(_("Nothing of this period is published, so nothing is corrected."))
    return _begun(duty, period, by=by, at=at, correction=reason.strip())


def submit_edition(preparation: Preparation, *, by: User, at: datetime) -> Preparation:
    """Put an edition before a second person, as its rows are now.

    Raises PermissionDenied, IllegalTransition, or ValidationError.
    """
    duty = duty_behind(preparation, on=day_of(at))
    require(may_submit_edition(by, duty, on=day_of(at)))
    PREPARATION_LIFECYCLE.check(preparation.state, PreparationState.SUBMITTED)
    # Outside the transaction: rows may be many, and they are frozen by their line.
    rows = summed(rows_now(duty, preparation.period, on=day_of(at)))
    return record_submission(preparation, rows, by=by, at=at)


@operation
def record_submission(
    preparation: Preparation, rows: Rows, *, by: User, at: datetime
) -> Preparation:
    """Keep which rows were submitted, and by whom. Raises PermissionDenied, IllegalTransition."""
    preparation = locked_preparation(preparation)
    require(may_submit_edition(by, duty_behind(preparation, on=day_of(at)), on=day_of(at)))
    PREPARATION_LIFECYCLE.check(preparation.state, PreparationState.SUBMITTED)

    preparation.state = PreparationState.SUBMITTED
    preparation.submitted_by, preparation.submitted_at = by, at
    preparation.row_count, preparation.digest = rows.count, rows.digest
    preparation.returned_by, preparation.returned_because = None, ""
    preparation.save()
    facts = {**_of(preparation), "rows": rows.count, "digest": rows.digest}
    record(EditionEvent.SUBMITTED, about=preparation, by=by, at=at, **facts)
    return preparation


@operation
def return_edition(preparation: Preparation, *, reason: str, by: User, at: datetime) -> Preparation:
    """Send a submitted edition back, saying why. The reason stays here, not in the ledger.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    preparation = locked_preparation(preparation)
    require(may_return_edition(by, duty_behind(preparation, on=day_of(at)), on=day_of(at)))
    PREPARATION_LIFECYCLE.check(preparation.state, PreparationState.RETURNED)
    if not reason.strip():
        raise ValidationError(_("Say why it goes back."))

    preparation.state = PreparationState.RETURNED
    preparation.returned_by, preparation.returned_because = by, reason.strip()
    preparation.save()
    facts = {"period": preparation.period, "digest": preparation.digest}
    record(EditionEvent.RETURNED, about=preparation, by=by, at=at, **facts)
    return preparation


@operation
def lapse_submission(
    preparation: Preparation, *, found: str, by: Actor, at: datetime
) -> Preparation:
    """Let a submission lapse, because its rows are no longer what was submitted.

    Raises IllegalTransition.
    """
    preparation = locked_preparation(preparation)
    PREPARATION_LIFECYCLE.check(preparation.state, PreparationState.LAPSED)

    preparation.state = PreparationState.LAPSED
    preparation.save(update_fields=["state"])
    facts = {"period": preparation.period, "submitted": preparation.digest, "found": found}
    record(EditionEvent.LAPSED, about=preparation, by=by, at=at, **facts)
    return preparation


@operation
def withdraw_preparation(preparation: Preparation, *, by: User, at: datetime) -> Preparation:
    """Give a correction up. Raises PermissionDenied or IllegalTransition."""
    preparation = locked_preparation(preparation)
    duty = duty_behind(preparation, on=day_of(at))
    require(may_withdraw_preparation(by, preparation, duty, on=day_of(at)))
    PREPARATION_LIFECYCLE.check(preparation.state, PreparationState.WITHDRAWN)

    preparation.state = PreparationState.WITHDRAWN
    preparation.save(update_fields=["state"])
    record(EditionEvent.WITHDRAWN, about=preparation, by=by, at=at, period=preparation.period)
    return preparation


@operation
def climb_ladder(preparation: Preparation, rung: Rung, *, by: Actor, at: datetime) -> Preparation:
    """Note that an edition comes near its day, falls due or is late, so that whoever is to hear of
    it does, once.

    Raises IllegalTransition if that was noted, or if the edition is out or given up.
    """
    preparation = locked_preparation(preparation)
    if preparation.state not in OPEN or is_climbed(preparation, rung):
        raise IllegalTransition(_("It is out, or whoever is to hear of it has heard."))
    if rung.event == EditionEvent.ESCALATED:
        preparation.escalated_at = at
        preparation.save(update_fields=["escalated_at"])
    facts = {"period": preparation.period, "due_on": due_on(preparation, on=day_of(at))}
    record(rung.event, about=preparation, by=by, at=at, **facts)
    return preparation


def locked_preparation(preparation: Preparation) -> Preparation:
    found = Preparation.objects.select_related("drafted_by", "submitted_by")
    return found.select_for_update(of=("self",)).get(pk=preparation.pk)


def _begun(
    duty: Duty, period: Span, *, by: Actor, at: datetime, correction: str = ""
) -> Preparation:
    preparation = Preparation(
        duty=duty.code,
        period=str(period),
        correction=correction,
        drafted_by=by if isinstance(by, User) else None,
        drafted_at=at,
    )
    preparation.validate_constraints()  # says in words that one is on its way
    preparation.save(force_insert=True)
    record(EditionEvent.DRAFTED, about=preparation, by=by, at=at, **_of(preparation))
    return preparation


def _refuse_what_cannot_be(duty: Duty, period: Span, *, at: datetime) -> None:
    if not is_prepared_here(duty):
        raise ValidationError(
            _("%(duty)s has no editions here: nothing makes its rows yet.") % {"duty": duty.code}
        )
    if _has_not_ended(period, day_of(at)):
        raise ValidationError(
            _("%(period)s has not ended yet: its edition can be made after %(last)s.")
            % {"period": period, "last": f"{period.last_day:%-d %B %Y}"}
        )


def _has_not_ended(period: Span, day: date) -> bool:
    return period.last_day >= day


def _of(preparation: Preparation) -> dict[str, object]:
    return {"duty": preparation.duty, "period": preparation.period}

"""Who came to a workshop, and what they thought of it."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.academy.evaluating import MOST, QUESTIONS
from almoner.academy.events import WorkshopEvent
from almoner.academy.models import Attendance, Booking, Evaluation, Workshop
from almoner.academy.policies import may_evaluate, may_record_attendance
from almoner.academy.states import BookingState, Outcome
from almoner.accounts.models import User
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .workshops import lock_workshop


@operation
def record_attendance(
    workshop: Workshop, outcomes: Mapping[str, Outcome], *, by: User, at: datetime
) -> int:
    """Say of bookings, by reference, whether their people came; says of how many. What was recorded
    otherwise before stays beside it. Nobody who holds a certificate for it is made absent: that is
    revoked first. Raises PermissionDenied or ValidationError.
    """
    workshop = lock_workshop(workshop)
    require(may_record_attendance(by, workshop, at=at, on=day_of(at)))
    booked = workshop.bookings.filter(state=BookingState.BOOKED).select_related("certificate")
    known = {booking.reference: booking for booking in booked}
    if set(outcomes) - set(known):
        raise ValidationError(_("Somebody of these has no place at this workshop."))
    changed = [known[name] for name, said in outcomes.items() if known[name].outcome != said]
    for booking in changed:
        _check_certificate(booking)
        booking.outcome = outcomes[booking.reference]
        booking.save(update_fields=["outcome"])
        Attendance.objects.create(
            booking=booking,
            outcome=booking.outcome,
            recorded_by=by,
            happened_at=at,
            recorded_at=server_now(),
        )
    facts = {"people": len(changed)}
    record(WorkshopEvent.ATTENDANCE_RECORDED, about=workshop, by=by, at=at, **facts)
    return len(changed)


@operation
def evaluate_workshop(
    booking: Booking, *, scores: Mapping[str, int], words: str, by: User, at: datetime
) -> Evaluation:
    """Say, as somebody who came, what one thought of it. Only sums of it are shown.

    Raises PermissionDenied or ValidationError.
    """
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    require(may_evaluate(by, booking, on=day_of(at)))
    if set(scores) != set(QUESTIONS) or not all(1 <= one <= MOST for one in scores.values()):
        raise ValidationError(_("Answer each question."))
    evaluation = Evaluation.objects.create(
        booking=booking, scores=dict(scores), words=words.strip(), given_at=at
    )
    record(WorkshopEvent.EVALUATED, about=booking.workshop, by=by, at=at)
    return evaluation


def _check_certificate(booking: Booking) -> None:
    if booking.outcome == Outcome.ATTENDED and hasattr(booking, "certificate"):
        raise ValidationError(
            _("Somebody of these holds a certificate for having come. Revoke that first.")
        )

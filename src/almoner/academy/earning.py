"""Who has earned a certificate, and until when it holds."""

from calendar import monthrange
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import Attempt, Booking, Workshop
from .states import Outcome


def earned_of(workshop: Workshop) -> QuerySet[Booking]:
    """Those who came to a workshop, passed where that is asked, and hold no certificate for it."""
    return _earned(workshop.bookings.filter(certificate=None)).select_related("person")


def earned(booking: Booking) -> bool:
    return _earned(Booking.objects.filter(pk=booking.pk)).exists()


def _earned(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    passed = Attempt.objects.filter(
        person=OuterRef("person"), version=OuterRef("workshop__version"), has_passed=True
    )
    no_assessment = Q(workshop__version__pass_mark=None)
    came = bookings.filter(outcome=Outcome.ATTENDED)
    return came.filter(no_assessment | Exists(passed)).order_by("pk")


def last_day(first: date, months: int) -> date:
    """The last day on which what begins on a day holds for so many months."""
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    ends = date(year, month, min(first.day, monthrange(year, month)[1]))
    return ends - timedelta(days=1)

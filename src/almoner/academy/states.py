"""The lives of workshops, of places at them and of certificates."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class WorkshopState(TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open for booking")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


WORKSHOP_LIFECYCLE = Lifecycle(
    {
        WorkshopState.PLANNED: {WorkshopState.OPEN, WorkshopState.CANCELLED},
        WorkshopState.OPEN: {WorkshopState.HELD, WorkshopState.CANCELLED},
        WorkshopState.HELD: set(),
        WorkshopState.CANCELLED: set(),
    }
)
TO_COME = (WorkshopState.PLANNED, WorkshopState.OPEN)


class BookingState(TextChoices):
    WAITING = "waiting", _("On the waiting list")
    BOOKED = "booked", _("Booked")
    GIVEN_UP = "given-up", _("Given up")


BOOKING_LIFECYCLE = Lifecycle(
    {
        BookingState.WAITING: {BookingState.BOOKED, BookingState.GIVEN_UP},
        BookingState.BOOKED: {BookingState.GIVEN_UP},
        BookingState.GIVEN_UP: set(),
    }
)


class Outcome(TextChoices):
    """Whether somebody came."""

    ATTENDED = "attended", _("Attended")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Excused")


class CertificateState(TextChoices):
    """Whether it has run out is a matter of the day."""

    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")


CERTIFICATE_LIFECYCLE = Lifecycle(
    {
        CertificateState.ISSUED: {CertificateState.REVOKED},
        CertificateState.REVOKED: set(),
    }
)

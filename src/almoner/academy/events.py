"""What can happen in the academy. Lines say people by reference, and no result of anybody."""

from almoner.core.events import COUNT, DAY, DIGEST, REFERENCE, EventKind

PERSON = {"person": REFERENCE}


class CourseEvent(EventKind):
    OPENED = "course.opened"
    PUBLISHED = "course.published", {"version": COUNT, "first_day": DAY, "text": DIGEST}


class WorkshopEvent(EventKind):
    PLANNED = "workshop.planned", {"on": DAY, "places": COUNT}
    OPENED = "workshop.opened"
    CHANGED = "workshop.changed", {"on": DAY, "places": COUNT}
    HELD = "workshop.held"
    CANCELLED = "workshop.cancelled"
    REMINDED = "workshop.reminded", {"people": COUNT}
    ATTENDANCE_RECORDED = "workshop.attendance-recorded", {"people": COUNT}
    EVALUATED = "workshop.evaluated"


class BookingEvent(EventKind):
    BOOKED = "booking.booked", PERSON
    WAITED = "booking.waited", PERSON
    MOVED_UP = "booking.moved-up", PERSON
    GIVEN_UP = "booking.given-up", PERSON


class CertificateEvent(EventKind):
    ISSUED = "certificate.issued", {**PERSON, "until": DAY}
    REVOKED = "certificate.revoked"
    NAMED = "certificate.named"
    UNNAMED = "certificate.unnamed"


class AttemptEvent(EventKind):
    TAKEN = "attempt.taken"


class CoverEvent(EventKind):
    GRANTED = "cover.granted", {**PERSON, "until": DAY}
    ENDED = "cover.ended", {"on": DAY}


class CalendarEvent(EventKind):
    LINKED = "training-calendar.linked"

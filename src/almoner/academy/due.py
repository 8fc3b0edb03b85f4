"""What the academy asks of whom: to come, to say what one thought, to renew, to record who came."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.moments import end_of, start_of
from almoner.core.references import name_of

from .events import BookingEvent, CertificateEvent, CourseEvent, WorkshopEvent
from .models import Booking, Certificate
from .queries import workshops
from .standings import SOON, certificates_on
from .states import BookingState, Outcome, WorkshopState

OF_WORKSHOPS = (CourseEvent, WorkshopEvent, BookingEvent)
A_MONTH = timedelta(days=30)
A_WEEK, A_FORTNIGHT = timedelta(days=7), timedelta(days=14)
FEWEST = 3  # people, below which a workshop is looked at again


@declare_due_changed_by(*OF_WORKSHOPS)
def places_at_workshops(worker: Worker, on: date) -> Iterator[Due]:
    """One's own workshops of the next month."""
    mine = Booking.objects.filter(
        state=BookingState.BOOKED,
        person__reference__in=people_of(worker),
        workshop__state=WorkshopState.OPEN,
        workshop__starts_at__gte=start_of(on),
        workshop__starts_at__lt=end_of(on + A_MONTH),
    )
    for booking in mine.select_related("workshop__version__course").order_by("pk"):
        workshop = booking.workshop
        what = _("Come to the workshop: %(course)s")
        said = what % {"course": workshop.version.course.title}
        yield Due(name_of(workshop), said, "read", workshop.on)


@declare_due_changed_by(*OF_WORKSHOPS)
def workshops_to_evaluate(worker: Worker, on: date) -> Iterator[Due]:
    """Those of the last fortnight to which one came and of which one said nothing."""
    came = Booking.objects.filter(
        outcome=Outcome.ATTENDED,
        evaluation=None,
        person__reference__in=people_of(worker),
        workshop__starts_at__gte=start_of(on - A_FORTNIGHT),
    )
    for booking in came.select_related("workshop__version__course").order_by("pk"):
        what = _("Say what you thought of the workshop: %(course)s")
        said = what % {"course": booking.workshop.version.course.title}
        yield Due(name_of(booking), said, "evaluate", booking.workshop.on + A_FORTNIGHT)


@declare_due_changed_by(CourseEvent, CertificateEvent)
def certificates_to_renew(worker: Worker, on: date) -> Iterator[Due]:
    """Certificates that run out within sixty days, unless there is a later one of the course."""
    held = certificates_on(on).filter(person__reference__in=people_of(worker))
    latest: dict[tuple[int, int], Certificate] = {}
    for one in held.select_related("course").order_by("expires_on", "pk"):
        latest[one.person_id, one.course_id] = one
    for one in latest.values():
        if one.expires_on <= on + SOON:
            said = _("Renew your certificate: %(course)s") % {"course": one.course.title}
            yield Due(name_of(one.course), said, "book", one.expires_on)


@declare_due_changed_by(*OF_WORKSHOPS)
def attendance_to_record(worker: Worker, on: date) -> Iterator[Due]:
    """For academy leads all workshops that are over, for a trainer their own: who came?"""
    over = workshops().filter(starts_at__lt=start_of(on))
    to_do = Q(state=WorkshopState.OPEN) | Q(state=WorkshopState.HELD, unsaid__gt=0)
    over = over.filter(to_do, *_of(worker))
    for workshop in over.order_by("starts_at", "pk"):
        said = _("Say who came: %(course)s") % {"course": workshop.version.course.title}
        yield Due(name_of(workshop), said, "record", workshop.on + A_WEEK)


@declare_due_changed_by(*OF_WORKSHOPS)
def workshops_with_few(worker: Worker, on: date) -> Iterator[Due]:
    """For academy leads, workshops of the next fortnight to which hardly anybody comes."""
    if Role.ACADEMY_LEAD not in worker.roles:
        return
    near = workshops().filter(
        Q(taken__lt=FEWEST) & Q(taken__lt=F("capacity")),
        state=WorkshopState.OPEN,
        starts_at__gte=start_of(on),
        starts_at__lt=end_of(on + A_FORTNIGHT),
    )
    for workshop in near.order_by("starts_at", "pk"):
        said = _("Few have booked: %(course)s") % {"course": workshop.version.course.title}
        yield Due(name_of(workshop), said, "read", workshop.on)


def _of(worker: Worker) -> list[Q]:
    if Role.ACADEMY_LEAD in worker.roles:
        return []
    return [Q(trainer__reference__in=people_of(worker))]

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
def ones_own_workshops(worker: Worker, on: date) -> Iterator[Due]:
    """Those of the next month to come to, and those of the last fortnight to say what one thought
    of: one query, since everybody asks it.
    """
    to_come = Q(
        outcome="",
        workshop__state=WorkshopState.OPEN,
        workshop__starts_at__gte=start_of(on),
        workshop__starts_at__lt=end_of(on + A_MONTH),
    )
    to_evaluate = Q(
        outcome=Outcome.ATTENDED,
        evaluation=None,
        workshop__starts_at__gte=start_of(on - A_FORTNIGHT),
    )
    mine = Booking.objects.filter(
        to_come | to_evaluate,
        state=BookingState.BOOKED,
        person__reference__in=people_of(worker),
    )
    for booking in mine.select_related("workshop__version__course").order_by("pk"):
        workshop, course = booking.workshop, booking.workshop.version.course
        if booking.outcome:
            said = _("Say what you thought of the workshop: %(course)s") % {"course": course.title}
            yield Due(name_of(booking), said, "evaluate", workshop.on + A_FORTNIGHT)
        else:
            said = _("Come to the workshop: %(course)s") % {"course": course.title}
            yield Due(name_of(workshop), said, "read", workshop.on)


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
def workshops_to_look_after(worker: Worker, on: date) -> Iterator[Due]:
    """For a trainer, their own that are over: who came? For academy leads, everybody's, and those
    of the next fortnight to which hardly anybody comes.
    """
    over = Q(state=WorkshopState.OPEN) | Q(state=WorkshopState.HELD, unsaid__gt=0)
    wanted = over & Q(starts_at__lt=start_of(on))
    if Role.ACADEMY_LEAD in worker.roles:
        few = Q(taken__lt=FEWEST) & Q(taken__lt=F("capacity"))
        near = Q(starts_at__gte=start_of(on), starts_at__lt=end_of(on + A_FORTNIGHT))
        wanted |= few & near & Q(state=WorkshopState.OPEN)
    else:
        wanted &= Q(trainer__reference__in=people_of(worker))
    for workshop in workshops().filter(wanted).order_by("starts_at", "pk"):
        course = {"course": workshop.version.course.title}
        if workshop.on < on:
            said = _("Say who came: %(course)s") % course
            yield Due(name_of(workshop), said, "record", workshop.on + A_WEEK)
        else:
            yield Due(
                name_of(workshop), _("Few have booked: %(course)s") % course, "read", workshop.on
            )

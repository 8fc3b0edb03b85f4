"""Places at workshops: taken, waited for and given up; and the link to one's own calendar."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.academy.events import BookingEvent, CalendarEvent
from almoner.academy.letters import tell_of_place, tell_of_waiting
from almoner.academy.models import Booking, CalendarLink, Workshop
from almoner.academy.policies import may_book, may_give_up, may_see_academy
from almoner.academy.queries import booking_of, next_waiting, places_taken
from almoner.academy.states import BOOKING_LIFECYCLE, BookingState, WorkshopState
from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation, together
from almoner.core.verdicts import require


@operation
def book_place(workshop: Workshop, person: User, *, by: User, at: datetime) -> Booking:
    """Give somebody a place or, where none is left, the last turn in the waiting list. They are
    told. Raises PermissionDenied or ValidationError.
    """
    workshop = _lock(workshop)
    require(may_book(by, person, workshop, at=at, on=day_of(at)))
    if booking_of(person, workshop):
        raise ValidationError(_("They have a place, or wait for one, already."))
    is_free = places_taken(workshop) < workshop.capacity
    booking = Booking.objects.create(
        workshop=workshop,
        person=person,
        state=BookingState.BOOKED if is_free else BookingState.WAITING,
        asked_by=by,
        asked_at=at,
    )
    (tell_of_place if is_free else tell_of_waiting)(booking, at=at)
    kind = BookingEvent.BOOKED if is_free else BookingEvent.WAITED
    record(kind, about=booking, by=by, at=at, person=person.reference)
    return booking


def give_up_place(booking: Booking, *, by: User, at: datetime) -> Booking:
    """Give a place, or a turn, back. Whoever waits longest gets the place, and is told.

    Raises PermissionDenied or IllegalTransition.
    """
    with together():
        booking = _give_up(booking, by=by, at=at)
        move_up(booking.workshop, by=by, at=at)
    return booking


@operation
def _give_up(booking: Booking, *, by: User, at: datetime) -> Booking:
    workshop = _lock(booking.workshop)
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    booking.workshop = workshop
    require(may_give_up(by, booking, at=at, on=day_of(at)))
    BOOKING_LIFECYCLE.check(booking.state, BookingState.GIVEN_UP)
    booking.state, booking.given_up_at = BookingState.GIVEN_UP, at
    booking.save(update_fields=["state", "given_up_at"])
    facts = {"person": booking.person.reference}
    record(BookingEvent.GIVEN_UP, about=booking, by=by, at=at, **facts)
    return booking


def move_up(workshop: Workshop, *, by: User, at: datetime) -> None:
    """Give the free places of a workshop to those who wait longest."""
    workshop = _lock(workshop)
    if workshop.state != WorkshopState.OPEN:
        return
    for _place in range(workshop.capacity - places_taken(workshop)):
        waiting = next_waiting(workshop)
        if waiting is None:
            return
        _move_up(waiting, workshop, by=by, at=at)


@operation
def _move_up(booking: Booking, workshop: Workshop, *, by: User, at: datetime) -> None:
    booking.workshop = workshop
    BOOKING_LIFECYCLE.check(booking.state, BookingState.BOOKED)
    booking.state = BookingState.BOOKED
    booking.save(update_fields=["state"])
    tell_of_place(booking, at=at)
    facts = {"person": booking.person.reference}
    record(BookingEvent.MOVED_UP, about=booking, by=by, at=at, **facts)


@operation
def renew_calendar_link(*, by: User, at: datetime) -> CalendarLink:
    """Make a link by which one's own calendar fetches one's workshops; an earlier one is dead."""
    require(may_see_academy(by, on=day_of(at)))
    before = CalendarLink.objects.select_for_update().filter(person=by).first()
    number = before.number + 1 if before else 1
    link, _is_first = CalendarLink.objects.update_or_create(
        person=by, defaults={"number": number, "made_at": at}
    )
    record(CalendarEvent.LINKED, about=by, by=by, at=at)
    return link


def _lock(workshop: Workshop) -> Workshop:
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    return Workshop.objects.select_related("version__course").get(pk=workshop.pk)

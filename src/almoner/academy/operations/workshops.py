"""Workshops: planned, opened for booking, changed, held or cancelled."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.academy.events import WorkshopEvent
from almoner.academy.letters import remind, tell_of_cancelling, tell_of_change
from almoner.academy.models import Booking, Course, Workshop
from almoner.academy.policies import may_record_attendance, may_run_academy
from almoner.academy.queries import bookings_of_workshop, places_taken, version_on
from almoner.academy.states import TO_COME, WORKSHOP_LIFECYCLE, BookingState, WorkshopState
from almoner.accounts.models import User
from almoner.core.actors import Actor
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation, together
from almoner.core.references import next_reference
from almoner.core.verdicts import require

from .bookings import move_up


@dataclass(frozen=True, slots=True)
class Plan:
    """When and where a workshop is, who gives it and for how many."""

    starts_at: datetime
    ends_at: datetime
    capacity: int
    trainer: User
    place: str = ""
    link: str = ""

    def check(self) -> None:
        """Raise ValidationError, by field, unless somebody could come."""
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends": _("It ends before it starts. Give a later time.")})
        if self.capacity < 1:
            raise ValidationError({"capacity": _("Give at least one place.")})
        if not self.place and not self.link:
            raise ValidationError({"place": _("Say where it is: a place, or a link.")})


@operation
def plan_workshop(course: Course, plan: Plan, *, by: User, at: datetime) -> Workshop:
    """Plan a workshop of what a course teaches on that day. Nobody can book until it is opened.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_run_academy(by, on=on))
    plan.check()
    if plan.starts_at <= at:
        raise ValidationError({"day": _("It would have begun already. Give a later day or time.")})
    version = version_on(course, on=day_of(plan.starts_at))
    if version is None:
        raise ValidationError(_("No version of the course holds on that day. Publish one first."))
    workshop = Workshop.objects.create(
        reference=next_reference("WSH", on=on),
        version=version,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        place=plan.place,
        link=plan.link,
        capacity=plan.capacity,
        trainer=plan.trainer,
        planned_by=by,
        planned_at=at,
        known_at=server_now(),
    )
    record(WorkshopEvent.PLANNED, about=workshop, by=by, at=at, **_facts(workshop))
    return workshop


@operation
def open_workshop(workshop: Workshop, *, by: User, at: datetime) -> Workshop:
    """Let people book. Raises PermissionDenied or IllegalTransition."""
    workshop = lock_workshop(workshop)
    require(may_run_academy(by, on=day_of(at)))
    _become(workshop, WorkshopState.OPEN)
    workshop.save(update_fields=["state"])
    record(WorkshopEvent.OPENED, about=workshop, by=by, at=at)
    return workshop


def change_workshop(workshop: Workshop, plan: Plan, *, by: User, at: datetime) -> Workshop:
    """Give it another time, place, trainer or number of places. Those who have a place are told;
    where there are more places, those who wait longest get them.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    with together():
        workshop = _change(workshop, plan, by=by, at=at)
        move_up(workshop, by=by, at=at)
    return workshop


@operation
def _change(workshop: Workshop, plan: Plan, *, by: User, at: datetime) -> Workshop:
    workshop = lock_workshop(workshop)
    require(may_run_academy(by, on=day_of(at)))
    if workshop.state not in TO_COME or workshop.starts_at <= at:
        raise IllegalTransition(f"{workshop} is {workshop.state}, or has begun")
    plan.check()
    if plan.starts_at <= at:
        raise ValidationError({"day": _("It would have begun already. Give a later day or time.")})
    if plan.capacity < places_taken(workshop):
        raise ValidationError({"capacity": _("More people than that have a place already.")})
    before = (workshop.starts_at, workshop.ends_at, workshop.place, workshop.link)
    workshop.starts_at, workshop.ends_at = plan.starts_at, plan.ends_at
    workshop.place, workshop.link = plan.place, plan.link
    workshop.capacity, workshop.trainer = plan.capacity, plan.trainer
    workshop.reminded_at = None
    workshop.save()
    if before != (workshop.starts_at, workshop.ends_at, workshop.place, workshop.link):
        for booking in _whom_it_concerns(workshop):
            tell_of_change(booking, at=at)
    record(WorkshopEvent.CHANGED, about=workshop, by=by, at=at, **_facts(workshop))
    return workshop


@operation
def close_workshop(workshop: Workshop, *, by: User, at: datetime) -> Workshop:
    """Say that it was held. Who came is recorded before or after.

    Raises PermissionDenied or IllegalTransition.
    """
    workshop = lock_workshop(workshop)
    require(may_record_attendance(by, workshop, at=at, on=day_of(at)))
    _become(workshop, WorkshopState.HELD)
    workshop.known_held_at = server_now()
    workshop.save(update_fields=["state", "known_held_at"])
    record(WorkshopEvent.HELD, about=workshop, by=by, at=at)
    return workshop


@operation
def cancel_workshop(workshop: Workshop, *, words: str, by: User, at: datetime) -> Workshop:
    """Say that it does not take place, and why. Whoever booked or waits is told.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    workshop = lock_workshop(workshop)
    require(may_run_academy(by, on=day_of(at)))
    _become(workshop, WorkshopState.CANCELLED)
    if not words.strip():
        raise ValidationError({"words": _("Say why it does not take place.")})
    workshop.cancelled_because = words.strip()
    workshop.save(update_fields=["state", "cancelled_because"])
    for booking in _whom_it_concerns(workshop):
        tell_of_cancelling(booking, at=at)
    record(WorkshopEvent.CANCELLED, about=workshop, by=by, at=at)
    return workshop


@operation
def remind_of_workshop(workshop: Workshop, *, by: Actor, at: datetime) -> Workshop:
    """Remind everybody who has a place, once."""
    workshop = lock_workshop(workshop)
    booked = _whom_it_concerns(workshop, BookingState.BOOKED)
    workshop.reminded_at = at
    workshop.save(update_fields=["reminded_at"])
    for booking in booked:
        remind(booking, at=at)
    record(WorkshopEvent.REMINDED, about=workshop, by=by, at=at, people=len(booked))
    return workshop


def lock_workshop(workshop: Workshop) -> Workshop:
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    return Workshop.objects.select_related("version__course", "trainer").get(pk=workshop.pk)


def _whom_it_concerns(workshop: Workshop, *states: BookingState) -> list[Booking]:
    wanted = states or (BookingState.BOOKED, BookingState.WAITING)
    found = list(bookings_of_workshop(workshop).filter(state__in=wanted))
    for booking in found:
        booking.workshop = workshop
    return found


def _become(workshop: Workshop, state: WorkshopState) -> None:
    WORKSHOP_LIFECYCLE.check(workshop.state, state)
    workshop.state = state


def _facts(workshop: Workshop) -> dict[str, object]:
    return {"on": workshop.on, "places": workshop.capacity}

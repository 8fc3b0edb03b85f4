"""What is written to those who have a place at a workshop, or wait for one."""

from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.actors import System
from almoner.core.moments import LONDON
from almoner.core.references import name_of
from almoner.outbox.operations import queue_message
from almoner.outbox.topics import Topic, declare_topic

from .models import Booking, Workshop

ACADEMY = System("academy")
PLACE = declare_topic(Topic("workshop-place", gettext_lazy("A place at a workshop")))
WAITING = declare_topic(Topic("workshop-waiting", gettext_lazy("Waiting for a place")))
CHANGED = declare_topic(Topic("workshop-changed", gettext_lazy("A workshop was changed")))
CANCELLED = declare_topic(Topic("workshop-cancelled", gettext_lazy("A workshop was cancelled")))
REMINDER = declare_topic(
    Topic("workshop-reminder", gettext_lazy("A workshop is near"), is_passing=True)
)


def tell_of_place(booking: Booking, *, at: datetime) -> None:
    _write(booking, PLACE, _("You have a place"), at=at)


def tell_of_waiting(booking: Booking, *, at: datetime) -> None:
    said = _("It is full. You are on the waiting list, and are told if a place becomes free.")
    _write(booking, WAITING, said, at=at)


def tell_of_change(booking: Booking, *, at: datetime) -> None:
    _write(booking, CHANGED, _("Its time, place or link has changed"), at=at)


def tell_of_cancelling(booking: Booking, *, at: datetime) -> None:
    _write(booking, CANCELLED, _("It will not take place"), at=at)


def remind(booking: Booking, *, at: datetime) -> None:
    _write(booking, REMINDER, _("You have a place at a workshop that is near"), at=at)


def when_in_words(workshop: Workshop) -> str:
    starts, ends = workshop.starts_at.astimezone(LONDON), workshop.ends_at.astimezone(LONDON)
    return _("%(day)s, %(from)s to %(to)s") % {
        "day": date_format(starts, "l j F Y"),
        "from": time_format(starts.time(), "H:i"),
        "to": time_format(ends.time(), "H:i"),
    }


def _write(booking: Booking, topic: Topic, said: str, *, at: datetime) -> None:
    workshop, person = booking.workshop, booking.person
    title = workshop.version.course.title
    where = [line for line in (workshop.place, workshop.link) if line]
    lines = [
        said if said.endswith(".") else f"{said}.",
        "",
        title,
        when_in_words(workshop),
        *where,
        "",
        _("Look at it, put it into your calendar or give up your place here:"),
        f"{settings.ADDRESS}/workspace/academy/workshops/{workshop}/",
        "",
    ]
    queue_message(
        topic=topic.code,
        about=name_of(booking),
        to_actor=person.actor,
        address=person.email,
        subject=f"{title}: {said.removesuffix('.')}",
        body="\n".join(lines),
        by=ACADEMY,
        at=at,
    )

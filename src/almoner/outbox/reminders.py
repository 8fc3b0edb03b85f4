"""The daily reminder: one e-mail a person a day, of what is due to them and what is overdue."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on, worker_of
from almoner.core.actors import NIGHTLY
from almoner.core.due import Due, due_to
from almoner.core.moments import LONDON, day_of
from almoner.core.operations import bookkeeping

from .models import Message, Reminder
from .operations import queue_message
from .topics import Topic, declare_topic

REMINDER = declare_topic(Topic("reminder", gettext_lazy("What is due"), is_passing=True))
FIRST_HOUR = 6  # nobody's telephone rings at midnight


def remind_everyone(*, at: datetime) -> int:
    """Remind each official of what is due, once a day, and say how many were reminded."""
    if at.astimezone(LONDON).hour < FIRST_HOUR:
        return 0
    on = day_of(at)
    holders = holdings_on(on).values("holder")
    people = User.objects.filter(pk__in=holders, is_active=True).order_by("pk")
    return sum(_remind(person, on=on, at=at) is not None for person in people)


def _remind(person: User, *, on: date, at: datetime) -> Message | None:
    if Reminder.objects.filter(actor=person.actor, on=on).exists():
        return None
    everything = due_to(worker_of(person, on=on), on=on)
    items = [due for due in everything if due.due_on is None or due.due_on <= on]
    return remind_person(person, items, on=on, at=at) if items else None


@bookkeeping
def remind_person(person: User, items: Sequence[Due], *, on: date, at: datetime) -> Message | None:
    """Queue somebody's reminder of a day, once. None when they have had it."""
    _reminder, is_first = Reminder.objects.get_or_create(actor=person.actor, on=on)
    if not is_first:
        return None
    return queue_message(
        topic=REMINDER.code,
        to_actor=person.actor,
        address=person.email,
        subject=_("Due on %(day)s: %(count)d") % {"day": _written(on), "count": len(items)},
        body=_text(items, on=on),
        by=NIGHTLY,
        at=at,
    )


def _text(items: Sequence[Due], *, on: date) -> str:
    address = f"{settings.ADDRESS}{settings.LOGIN_REDIRECT_URL}"
    lines = [_line(due, on=on) for due in items]
    return "\n".join([_("This is due to you:"), "", *lines, "", _("Do it here:"), address, ""])


def _line(due: Due, *, on: date) -> str:
    if due.due_on is None:
        return f"- {due.what}"
    when = _("today") if due.due_on == on else _("overdue since %s") % _written(due.due_on)
    return f"- {due.what} ({when})"


def _written(day: date) -> str:
    return date_format(day, "j F Y")

"""Word by e-mail of what is due: the house's daily reminder, or the digest that somebody chose.

One message a person a day, whichever it is. What is urgent is sent on its day whatever they chose.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on, worker_of
from almoner.core.actors import NIGHTLY
from almoner.core.due import Due, due_to
from almoner.core.moments import day_of, is_night
from almoner.core.operations import bookkeeping

from .models import Message, Reminder
from .operations import queue_message
from .queries import rhythms_of
from .rhythms import DigestRhythm, is_its_day
from .topics import Topic, declare_topic

REMINDER = declare_topic(Topic("reminder", gettext_lazy("What is due"), is_passing=True))
DIGEST = declare_topic(
    Topic("digest", gettext_lazy("What is due, by choice"), is_written_late=True)
)
AHEAD = timedelta(days=7)


def remind_everyone(*, at: datetime) -> int:
    """Remind each official of what is due, once a day, and say how many were reminded."""
    if is_night(at):
        return 0
    on = day_of(at)
    holders = holdings_on(on).values("holder")
    people = list(User.objects.filter(pk__in=holders, is_active=True).order_by("pk"))
    chosen = rhythms_of(people)
    reminded = [_remind(person, chosen[person.pk], on=on, at=at) for person in people]
    return sum(one is not None for one in reminded)


def _remind(person: User, rhythm: DigestRhythm, *, on: date, at: datetime) -> Message | None:
    if Reminder.objects.filter(actor=person.actor, on=on).exists():
        return None
    everything = due_to(worker_of(person, on=on), on=on)
    if is_its_day(rhythm, on=on):
        return send_digest(person, on=on, at=at) if told_in_digest(everything, on=on) else None
    items = [due for due in everything if due.due_on is None or due.due_on <= on]
    if rhythm != DigestRhythm.AS_THE_HOUSE:
        items = [due for due in everything if due.is_urgent]
    return remind_person(person, items, on=on, at=at) if items else None


def told_in_digest(everything: Iterable[Due], *, on: date) -> list[Due]:
    """What a digest tells: what is urgent, overdue or due now, and what falls due in seven days."""
    last = on + AHEAD
    return [d for d in everything if d.is_urgent or d.due_on is None or d.due_on <= last]


@bookkeeping
def send_digest(person: User, *, on: date, at: datetime) -> Message | None:
    """Queue somebody's digest of a day, once; not a word of it is kept, for it is written when it
    is sent. None when they have had word that day.
    """
    if not _is_first(person, on=on):
        return None
    subject = _("Due on %(day)s") % {"day": _written(on)}
    return _queue(person, DIGEST, subject=subject, body="", at=at)


@bookkeeping
def remind_person(person: User, items: Sequence[Due], *, on: date, at: datetime) -> Message | None:
    """Queue somebody's reminder of a day, once. None when they have had it."""
    if not _is_first(person, on=on):
        return None
    subject = _("Due on %(day)s: %(count)d") % {"day": _written(on), "count": len(items)}
    return _queue(person, REMINDER, subject=subject, body=_text(items, on=on), at=at)


def _is_first(person: User, *, on: date) -> bool:
    _reminder, is_first = Reminder.objects.get_or_create(actor=person.actor, on=on)
    return is_first


def _queue(person: User, topic: Topic, *, subject: str, body: str, at: datetime) -> Message:
    return queue_message(
        topic=topic.code,
        to_actor=person.actor,
        address=person.email,
        subject=subject,
        body=body,
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
    if due.due_on > on:
        return f"- {due.what} ({_written(due.due_on)})"
    when = _("today") if due.due_on == on else _("overdue since %s") % _written(due.due_on)
    return f"- {due.what} ({when})"


def _written(day: date) -> str:
    return date_format(day, "j F Y")

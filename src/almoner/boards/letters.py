"""What is written to those who sit on a board. Mail names no item: some are restricted."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.core.actors import System
from almoner.core.moments import LONDON
from almoner.core.references import name_of
from almoner.outbox.operations import queue_message
from almoner.outbox.topics import Topic, declare_topic

from .models import Meeting
from .queries import seats_of, terms_of

BOARDS = System("boards")
CALLED = declare_topic(Topic("meeting-called", gettext_lazy("Papers of a meeting")))
MOVED = declare_topic(Topic("meeting-moved", gettext_lazy("A meeting was moved")))
CANCELLED = declare_topic(Topic("meeting-cancelled", gettext_lazy("A meeting was cancelled")))


def tell_of_call(meeting: Meeting, *, is_late: bool, at: datetime) -> None:
    said = _("Late papers are out") if is_late else _("Agenda and papers are out")
    _write(meeting, CALLED, said, at=at)


def tell_of_move(meeting: Meeting, *, at: datetime) -> None:
    _write(meeting, MOVED, _("Its time or place has changed"), at=at)


def tell_of_cancelling(meeting: Meeting, *, at: datetime) -> None:
    _write(meeting, CANCELLED, _("It will not take place"), at=at)


def when_in_words(meeting: Meeting) -> str:
    starts, ends = meeting.starts_at.astimezone(LONDON), meeting.ends_at.astimezone(LONDON)
    return _("%(day)s, %(from)s to %(to)s") % {
        "day": date_format(starts, "l j F Y"),
        "from": time_format(starts.time(), "H:i"),
        "to": time_format(ends.time(), "H:i"),
    }


def _whom(meeting: Meeting) -> Iterator[User]:
    for seat in seats_of(meeting.board, on=meeting.on):
        if seat.person.is_active:
            yield seat.person


def _write(meeting: Meeting, topic: Topic, said: str, *, at: datetime) -> None:
    name = terms_of(meeting.board, on=meeting.on).name
    where = [line for line in (meeting.place, meeting.link) if line]
    lines = [f"{said}.", "", name, when_in_words(meeting), *where, ""]
    lines += [_("Read them, ask beforehand, or send apologies here:")]
    lines += [f"{settings.ADDRESS}/workspace/meetings/{meeting}/", ""]
    for person in _whom(meeting):
        queue_message(
            topic=topic.code,
            about=name_of(meeting),
            to_actor=person.actor,
            address=person.email,
            subject=f"{name}: {said}",
            body="\n".join(lines),
            by=BOARDS,
            at=at,
        )

"""Meetings: planned singly or by a rhythm, called with their papers, moved, cancelled."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.boards.events import MeetingEvent
from almoner.boards.freezing import digest_of, live_brief, paper_text
from almoner.boards.letters import tell_of_call, tell_of_cancelling, tell_of_move
from almoner.boards.models import Board, Item, Meeting, Paper
from almoner.boards.policies import may_prepare, may_run_boards
from almoner.boards.queries import items_of, meetings_of, terms_of
from almoner.boards.restriction import is_for_few
from almoner.boards.states import MEETING_LIFECYCLE, TO_COME, BoardState, MeetingState
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of, deadline
from almoner.core.operations import operation, together
from almoner.core.references import next_reference
from almoner.core.rhythms import days_of
from almoner.core.verdicts import require

from .locking import lock_meeting


@dataclass(frozen=True, slots=True)
class When:
    """When and where a meeting is."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""

    def check(self) -> None:
        """Raise ValidationError, by field, unless somebody could come."""
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends": _("It ends before it starts. Give a later time.")})
        if not self.place and not self.link:
            raise ValidationError({"place": _("Say where it is: a place, or a link.")})


@operation
def plan_meeting(board: Board, when: When, *, by: User, at: datetime) -> Meeting:
    """Plan one meeting. Raises PermissionDenied or ValidationError."""
    on = day_of(at)
    require(may_run_boards(by, on=on))
    when.check()
    board = Board.objects.select_for_update().get(pk=board.pk)
    if board.state != BoardState.SITTING:
        raise ValidationError(_("This board meets no more."))
    _check_day(meetings_of(board), when, at=at)
    meeting = Meeting(reference=next_reference("MTG", on=on), board=board)
    _set(meeting, when)
    meeting.planned_by, meeting.planned_at, meeting.recorded_at = by, at, server_now()
    meeting.save(force_insert=True)
    record(MeetingEvent.PLANNED, about=meeting, by=by, at=at, on=meeting.on)
    return meeting


def days_to_plan(board: Board, *, first: date, last: date) -> list[date]:
    """The days between two on which a board would meet by its rhythm, and for which no meeting is
    planned: none within two days of another, which was moved there.
    """
    terms = terms_of(board, on=first)
    if terms.rhythm is None:
        return []
    there = [one.on for one in meetings_of(board).exclude(state=MeetingState.CANCELLED)]
    near = timedelta(days=2)
    days = days_of(terms.rhythm, first, last)
    return [day for day in days if not any(abs(day - other) <= near for other in there)]


def plan_meetings(board: Board, days: list[date], *, by: User, at: datetime) -> list[Meeting]:
    """Plan the meetings of these days, at the time and place of the terms: all or none.

    Raises PermissionDenied or ValidationError.
    """
    planned = []
    with together():
        for day in days:
            terms = terms_of(board, on=day)
            starts = deadline(day, terms.starts_at)
            ends = starts + timedelta(minutes=terms.minutes)
            when = When(starts, ends, terms.place or _("To be said"))
            planned.append(plan_meeting(board, when, by=by, at=at))
    return planned


@operation
def reschedule_meeting(meeting: Meeting, when: When, *, by: User, at: datetime) -> Meeting:
    """Give a meeting another time or place. Its members are told.

    Raises PermissionDenied or ValidationError.
    """
    meeting = lock_meeting(meeting)
    require(may_prepare(by, meeting, on=day_of(at)))
    when.check()
    _check_day(meetings_of(meeting.board).exclude(pk=meeting.pk), when, at=at)
    _set(meeting, when)
    meeting.save(update_fields=["starts_at", "ends_at", "place", "link"])
    tell_of_move(meeting, at=at)
    record(MeetingEvent.MOVED, about=meeting, by=by, at=at, on=meeting.on)
    return meeting


@operation
def call_meeting(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Send agenda and papers out: each paper is drawn as its thing now stands and frozen, and the
    members are told. Called again, the papers of items put down since go out as late ones.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    meeting = lock_meeting(meeting)
    require(may_prepare(by, meeting, on=day_of(at)))
    is_late = meeting.state == MeetingState.CALLED
    if not is_late:
        MEETING_LIFECYCLE.check(meeting.state, MeetingState.CALLED)
    items = [one for one in items_of(meeting) if not hasattr(one, "paper")]
    if not items:
        raise ValidationError(_("There is nothing to send. Put something on the agenda first."))
    for item in items:
        _freeze(item, is_late=is_late, by=by, at=at)
    meeting.papers = _digest_of_papers(meeting)
    if not is_late:
        meeting.state, meeting.called_by, meeting.called_at = MeetingState.CALLED, by, at
    meeting.save(update_fields=["state", "called_by", "called_at", "papers"])
    tell_of_call(meeting, is_late=is_late, at=at)
    kind = MeetingEvent.LATE_PAPERS if is_late else MeetingEvent.CALLED
    record(kind, about=meeting, by=by, at=at, papers=meeting.papers, count=len(items))
    return meeting


@operation
def cancel_meeting(meeting: Meeting, *, words: str, by: User, at: datetime) -> Meeting:
    """Say that it does not take place, and why. Its members are told.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    meeting = lock_meeting(meeting)
    require(may_run_boards(by, on=day_of(at)))
    MEETING_LIFECYCLE.check(meeting.state, MeetingState.CANCELLED)
    if not words.strip():
        raise ValidationError({"words": _("Say why it does not take place.")})
    meeting.state, meeting.cancelled_because = MeetingState.CANCELLED, words.strip()
    meeting.save(update_fields=["state", "cancelled_because"])
    tell_of_cancelling(meeting, at=at)
    record(MeetingEvent.CANCELLED, about=meeting, by=by, at=at)
    return meeting


def _check_day(others: QuerySet[Meeting], when: When, *, at: datetime) -> None:
    if when.starts_at <= at:
        raise ValidationError({"day": _("It would have begun already. Give a later day or time.")})
    to_come = others.filter(state__in=TO_COME)
    if any(one.on == day_of(when.starts_at) for one in to_come):
        raise ValidationError({"day": _("It meets on that day already.")})


def _set(meeting: Meeting, when: When) -> None:
    meeting.starts_at, meeting.ends_at = when.starts_at, when.ends_at
    meeting.place, meeting.link = when.place.strip(), when.link.strip()


def _freeze(item: Item, *, is_late: bool, by: User, at: datetime) -> None:
    if not item.is_restricted and is_for_few(item.about):  # since it was put down
        item.is_restricted = True
        item.save(update_fields=["is_restricted"])
    text = paper_text(item, live_brief(item, on=day_of(at)))
    Paper.objects.create(
        item=item,
        text=text,
        digest=digest_of(text),
        sent_by=by,
        sent_at=at,
        recorded_at=server_now(),
        is_late=is_late,
    )


def _digest_of_papers(meeting: Meeting) -> str:
    papers = Paper.objects.filter(item__meeting=meeting).order_by("pk")
    return digest_of("".join(papers.values_list("digest", flat=True)))

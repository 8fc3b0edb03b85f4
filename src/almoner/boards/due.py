"""What boards ask of whom: of the secretary papers and minutes, of members to read and to come, of
the chair to confirm and to rule, of who presents an item an answer. One question tells all.

A seat is somebody's own, and so is a paper that they present: whoever deputises for them reads and
says nothing here in their place, and is asked for nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from almoner.accounts.due import person_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.moments import start_of
from almoner.core.references import name_of
from almoner.core.workdays import working_days_after

from .events import BoardEvent, ItemEvent, MeetingEvent, MinuteEvent
from .kinds import CHAIRING
from .models import Meeting
from .queries import seats_on, terms_on
from .states import InterestState, ItemState, MeetingState, MinuteState

A_MONTH = timedelta(days=30)
TO_MINUTE = 5  # working days after a meeting, by which its minutes are written
LISTED = Q(items__state=ItemState.LISTED)


@declare_due_changed_by(BoardEvent, MeetingEvent, ItemEvent, MinuteEvent)
def what_meetings_ask(worker: Worker, on: date) -> Iterator[Due]:
    me = person_of(worker)
    for meeting in _told(me, on):
        said = {"board": meeting.name}
        if Role.BOARD_SECRETARY in worker.roles:
            yield from _of_secretary(meeting, said, on)
        if meeting.part:
            yield from _of_member(meeting, said)
        if meeting.mine_to_answer:
            what = _("Answer a question about your paper: %(board)s") % said
            yield Due(name_of(meeting), what, "answer", meeting.on)


def _told(me: str, on: date) -> QuerySet[Meeting]:
    """Meetings about which something may be due, with what tells it."""
    seat = seats_on(on).filter(board=OuterRef("board"), person__reference=me)
    terms = terms_on(on).filter(board=OuterRef("board"))
    near = Q(state=MeetingState.PLANNED, starts_at__lt=start_of(on + A_MONTH))
    open_ones = near | Q(state__in=[MeetingState.CALLED, MeetingState.HELD])
    unanswered = Q(items__questions__isnull=False, items__questions__answer="")
    told = {
        "part": Subquery(seat.values("part")[:1]),
        "name": Subquery(terms.values("name")[:1]),
        "papers_days": Subquery(terms.values("papers_days")[:1]),
        "mine_to_answer": _items(unanswered & Q(items__presenter__reference=me)),
        "unminuted": _items(Q(items__minute=None)),
        "drafts": _items(Q(items__minute__state=MinuteState.DRAFT)),
        "unruled": _items(Q(items__interests__state=InterestState.DECLARED)),
    }
    found = Meeting.objects.filter(open_ones).annotate(**told)
    return found.order_by("starts_at", "pk")


def _items(which: Q) -> Count:
    return Count("items", filter=LISTED & which, distinct=True)


def _of_secretary(meeting: Meeting, said: dict[str, str], on: date) -> Iterator[Due]:
    if meeting.state == MeetingState.PLANNED:
        last = working_days_after(meeting.on, -meeting.papers_days)
        yield Due(name_of(meeting), _("Send out the papers: %(board)s") % said, "call", last)
    elif meeting.state == MeetingState.CALLED and meeting.on < on:
        what = _("Say who was at the meeting: %(board)s") % said
        yield Due(name_of(meeting), what, "hold", working_days_after(meeting.on, 1))
    elif meeting.unminuted and meeting.state == MeetingState.HELD:
        what = _("Write the minutes: %(board)s") % said
        yield Due(name_of(meeting), what, "minute", working_days_after(meeting.on, TO_MINUTE))


def _of_member(meeting: Meeting, said: dict[str, str]) -> Iterator[Due]:
    if meeting.state == MeetingState.CALLED:
        what = _("Read the papers and come: %(board)s") % said
        yield Due(name_of(meeting), what, "read", meeting.on)
    if meeting.part not in CHAIRING:
        return
    if meeting.unruled:
        what = _("Say whether somebody may stay for an item: %(board)s") % said
        yield Due(name_of(meeting), what, "rule", meeting.on)
    if meeting.drafts and meeting.state == MeetingState.HELD:
        what = _("Confirm what came of the meeting: %(board)s") % said
        last = working_days_after(meeting.on, TO_MINUTE)
        yield Due(name_of(meeting), what, "confirm", last)
    elif meeting.state == MeetingState.HELD and not meeting.unminuted:
        yield Due(name_of(meeting), _("Agree the minutes: %(board)s") % said, "agree")

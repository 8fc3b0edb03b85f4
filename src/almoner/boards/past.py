"""Meetings of a board as they stood on a day that is past: when each was to be, how far it had got,
and what the minutes of it said.

By which terms a board sat and who sat on it are dated facts: see `queries.terms_as_at`. Of the
rest, what has but one moment had happened when the day ended, or it had not.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q

from almoner.core.moments import end_of
from almoner.core.past import Stood, lines_by
from almoner.core.references import name_of

from .events import ItemEvent, MeetingEvent
from .kinds import Outcome
from .models import Board, Item, ItemText, Meeting, MinuteText
from .states import MeetingState

DAYS = (MeetingEvent.PLANNED, MeetingEvent.MOVED)
BECAME = {
    MeetingEvent.PLANNED: MeetingState.PLANNED,
    MeetingEvent.CALLED: MeetingState.CALLED,
    MeetingEvent.HELD: MeetingState.HELD,
    MeetingEvent.AGREED: MeetingState.AGREED,
    MeetingEvent.CANCELLED: MeetingState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class MeetingThen:
    """A meeting as a day left it: the day for which it was planned, and how far it had got."""

    meeting: Meeting
    day: date
    stood: Stood


@dataclass(frozen=True, slots=True)
class ItemThen:
    """An item that stood on an agenda, as it was called. `words` are the last that its minute had,
    and an outcome is one only once it was confirmed.
    """

    item: Item
    title: str
    words: str
    outcome: Outcome | None


def meetings_then(board: Board, *, on: date, is_as_at: bool) -> list[MeetingThen]:
    """The meetings of a board that had been planned when a day ended, by day: two questions.

    `is_as_at` leaves out what was written down only later.
    """
    found = {name_of(one): one for one in Meeting.objects.filter(board=board)}
    kinds = [str(kind) for kind in (*BECAME, MeetingEvent.MOVED)]
    lines = lines_by(on, is_as_at=is_as_at).filter(about__in=list(found), kind__in=kinds)
    days: dict[str, date] = {}
    states: dict[str, MeetingState] = {}
    for line in lines.order_by("number"):
        if line.kind in DAYS:
            days[line.about] = date.fromisoformat(line.facts["on"])
        if line.kind in BECAME:
            states[line.about] = BECAME[MeetingEvent(line.kind)]
    told = [MeetingThen(found[name], days[name], Stood(states[name])) for name in states]
    return sorted(told, key=lambda one: (one.day, one.meeting.pk))


def items_then(meeting: Meeting, *, on: date, is_as_at: bool) -> list[ItemThen]:
    """What stood on its agenda when a day ended, with what had been minuted: four questions."""
    end = end_of(on)
    wordings = MinuteText.objects.filter(_known(end, is_as_at=is_as_at)).order_by("number")
    found = Item.objects.filter(meeting=meeting, listed_at__lt=end).select_related("minute")
    if is_as_at:
        found = found.filter(recorded_at__lt=end)
    titles = ItemText.objects.filter(_known(end, is_as_at=is_as_at)).order_by("number")
    said = (Prefetch("texts", titles), Prefetch("minute__texts", wordings))
    listed = found.prefetch_related(*said).order_by("place", "pk")
    items = {name_of(one): one for one in listed}
    gone = lines_by(on, is_as_at=is_as_at).filter(kind=ItemEvent.WITHDRAWN, about__in=list(items))
    withdrawn = set(gone.values_list("about", flat=True))
    return [_then(one, end) for name, one in items.items() if name not in withdrawn]


def _known(end: datetime, *, is_as_at: bool) -> Q:
    """Of wordings: written when a day ended and, as at that day, on record."""
    written = Q(written_at__lt=end)
    return written & Q(recorded_at__lt=end) if is_as_at else written


def _then(item: Item, end: datetime) -> ItemThen:
    titles = [one.title for one in item.texts.all()]
    title = titles[-1] if titles else item.title
    if not hasattr(item, "minute"):
        return ItemThen(item, title, "", None)
    words = [one.words for one in item.minute.texts.all()]
    confirmed_at = item.minute.confirmed_at
    is_confirmed = confirmed_at is not None and confirmed_at < end
    outcome = Outcome(item.minute.outcome) if is_confirmed else None
    return ItemThen(item, title, words[-1] if words else "", outcome)

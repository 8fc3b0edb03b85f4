"""What an agenda might have on it: standing items, the last minutes, what was put off, what is due.

The secretary chooses. Nothing is put on an agenda by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.core.due import Sitting, due_to_board
from almoner.core.references import name_of

from .kinds import Origin, Outcome, Purpose
from .models import Item, Meeting, Terms
from .queries import items_of, last_meeting, terms_of
from .restriction import is_for_few
from .states import ItemState, MeetingState, MinuteState

A_QUARTER = timedelta(days=92)  # how far a board looks back that has not met before


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that an agenda might have on it. `due_on` is the day by which it is wanted."""

    origin: Origin
    title: str
    purpose: Purpose
    about: str = ""
    due_on: date | None = None
    is_restricted: bool = False
    carried_from: Item | None = None

    @property
    def key(self) -> str:
        """By what a form names it."""
        return str(self.carried_from or self.about or self.title)


def proposals_for(meeting: Meeting, *, on: date) -> list[Proposal]:
    """What might go onto an agenda and is not there, in the order in which it would stand."""
    terms, there = terms_of(meeting.board, on=meeting.on), list(items_of(meeting))
    titles = {one.title for one in there if not one.about}
    abouts = {one.about for one in there if one.about}
    carried = {one.carried_from_id for one in there}
    return [
        one
        for one in _all_for(meeting, terms, on)
        if not (
            one.about in abouts
            or (one.carried_from and one.carried_from.pk in carried)
            or (not one.about and not one.carried_from and one.title in titles)
        )
    ]


def sitting_of(meeting: Meeting, terms: Terms) -> Sitting:
    """The board of a meeting as one that asks what is due to it."""
    before = last_meeting(meeting.board, before=meeting.starts_at)
    since = before.on if before else meeting.on - A_QUARTER
    return Sitting(meeting.board.code, frozenset(terms.watched), since)


def _all_for(meeting: Meeting, terms: Terms, on: date) -> Iterator[Proposal]:
    for title in terms.standing:
        yield Proposal(Origin.STANDING, title, Purpose.DISCUSSION)
    before = last_meeting(meeting.board, before=meeting.starts_at)
    if before:
        title = _("Minutes of %(day)s, and matters arising") % {
            "day": date_format(before.on, "j F Y")
        }
        yield Proposal(Origin.STANDING, title, Purpose.DECISION, about=name_of(before))
    for item in put_off(meeting):
        yield Proposal(
            Origin.CARRIED,
            item.title,
            Purpose(item.purpose),
            about=item.about,
            is_restricted=item.is_restricted,
            carried_from=item,
        )
    for due in due_to_board(sitting_of(meeting, terms), on=on):
        restricted = is_for_few(due.about)
        called = f"{due.what}: {due.called}" if due.called and not restricted else due.what
        yield Proposal(
            Origin.DUE,
            called,
            Purpose.DECISION,
            about=due.about,
            due_on=due.due_on,
            is_restricted=restricted,
        )


def put_off(meeting: Meeting) -> list[Item]:
    """Items of earlier meetings of the board that were deferred, and stand on no agenda since."""
    deferred = Item.objects.filter(
        meeting__board=meeting.board,
        meeting__starts_at__lt=meeting.starts_at,
        minute__outcome=Outcome.DEFERRED,
        minute__state=MinuteState.CONFIRMED,
    )
    again = Item.objects.filter(carried_from=OuterRef("pk"), state=ItemState.LISTED)
    stands = Exists(again.exclude(meeting__state=MeetingState.CANCELLED))
    return list(
        deferred.exclude(stands).select_related("meeting").order_by("meeting__starts_at", "place")
    )

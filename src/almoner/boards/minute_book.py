"""The minutes of a meeting as they are read: item by item for one reader, and as a document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.moments import day_of
from almoner.documents.blocks import blocks_of
from almoner.documents.outputs.html import drawn
from almoner.documents.shapes import Section
from almoner.documents.written import Part, Written

from .kinds import Presence
from .letters import when_in_words
from .models import Attendance, Item, Meeting
from .policies import items_readable_by
from .queries import is_apart, items_of, terms_of, with_words
from .states import MeetingState


@dataclass(frozen=True, slots=True)
class Minuted:
    """An item as the minutes tell of it to one reader. What is minuted apart is told to those who
    may read the item alone.
    """

    item: Item
    is_apart: bool
    is_read: bool

    @property
    def title(self) -> str:
        if self.is_apart and not self.is_read:
            return _("Minuted apart")
        return self.item.title

    @property
    def words(self) -> str:
        return (self.item.said or "") if self.is_read or not self.is_apart else ""

    @property
    def drawn(self) -> SafeString:
        """Its words as HTML, with the few marks that texts have."""
        return drawn(blocks_of(self.words))

    @property
    def conditions_by(self) -> date | None:
        return self.item.minute.conditions_by if self.outcome else None

    @property
    def is_confirmed(self) -> bool:
        return hasattr(self.item, "minute") and self.item.minute.is_confirmed

    @property
    def outcome(self) -> str:
        if not self.words:
            return ""
        return str(self.item.minute.get_outcome_display())


def minutes_for(reader: User, meeting: Meeting, *, on: date) -> list[Minuted]:
    """Each item, as its minute may be told to a reader of the papers."""
    items = list(with_words(items_of(meeting)).prefetch_related("interests"))
    readable = items_readable_by(reader, meeting, items, on=on)
    return [Minuted(one, is_apart(one), one.pk in readable) for one in items]


def attendance_at(meeting: Meeting) -> list[Attendance]:
    """Who was there, who sent apologies, and who stayed away: each by name."""
    said = Attendance.objects.filter(meeting=meeting).select_related("person")
    order = [Presence.PRESENT, Presence.APOLOGIES, Presence.ABSENT]
    return sorted(said, key=lambda one: (order.index(Presence(one.presence)), one.person.name))


def minutes_written(meeting: Meeting, minuted: Iterable[Minuted], *, on: date) -> Written:
    """The minutes as a document, with what a reader was told of each item."""
    name = terms_of(meeting.board, on=meeting.on).name
    return Written(
        title=f"{name}, {date_format(meeting.on, 'j F Y')}",
        kind=_("Minutes of a meeting"),
        reference=str(meeting),
        number=1,
        body=settings.BODY_NAME,
        parts=[_part(one) for one in minuted],
        is_draft=meeting.state != MeetingState.AGREED,
        made_on=on.isoformat(),
        facts=list(_facts(meeting)),
        digest=meeting.minutes,
    )


def _part(one: Minuted) -> Part:
    heading = f"{one.item.place}. {one.title}"
    said = f"{one.words}\n\n**{one.outcome}**" if one.words else ""
    if not said and one.is_apart and not one.is_read:
        said = _("This item is minuted apart, for those who were in it.")
    section = Section(code=f"item-{one.item.place}", heading=heading, guidance=heading)
    return Part(section, heading, said, blocks_of(said))


def _facts(meeting: Meeting) -> Iterator[tuple[str, str]]:
    yield _("When"), when_in_words(meeting)
    if meeting.place:
        yield _("Where"), meeting.place
    said = attendance_at(meeting)
    for presence in Presence:
        names = [_called(one) for one in said if one.presence == presence]
        if names:
            yield str(presence.label), ", ".join(names)
    if meeting.agreed_at and meeting.agreed_by:
        words = _("%(day)s, by %(name)s") % {
            "day": date_format(day_of(meeting.agreed_at), "j F Y"),
            "name": meeting.agreed_by.name,
        }
        yield _("Agreed"), words
        yield _("Digest"), meeting.minutes


def _called(one: Attendance) -> str:
    return f"{one.person.name} ({one.get_part_display() if one.part else _('in attendance')})"

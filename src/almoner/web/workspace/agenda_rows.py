"""The agenda of a meeting as one reader sees it, and whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from almoner.accounts.models import User
from almoner.boards.models import Item, Meeting, Terms
from almoner.boards.policies import items_readable_by
from almoner.boards.queries import items_with_all
from almoner.boards.states import OUT, InterestState, MeetingState
from almoner.core.workdays import working_days_after
from almoner.documents.briefs import drawers
from almoner.web.words import day

OVER = {
    MeetingState.CANCELLED: gettext_lazy("Nothing: it was cancelled."),
    MeetingState.AGREED: gettext_lazy("Nothing: its minutes are agreed."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An item as one reader sees it. `turn` is its place among those that stand there."""

    item: Item
    turn: int
    is_read: bool
    is_out: bool

    @property
    def title(self) -> str:
        if self.item.is_restricted and not self.is_read:
            return _("Restricted item")
        return self.item.title

    @property
    def paper(self) -> str:
        """Whether its paper is frozen, drawn live, or there is none."""
        if hasattr(self.item, "paper"):
            return "frozen"
        return "live" if self.has_brief or self.files else "none"

    @property
    def is_sent(self) -> bool:
        """Whether there is something to read that went out, and not its title alone."""
        return self.paper == "frozen" and (self.has_brief or self.files > 0)

    @property
    def has_brief(self) -> bool:
        return self.item.about.partition(":")[0] in drawers

    @property
    def files(self) -> int:
        return sum(one.removed_at is None for one in self.item.files.all())

    @property
    def unanswered(self) -> int:
        return sum(not one.answer for one in self.item.questions.all())

    @property
    def unruled(self) -> int:
        said = self.item.interests.all()
        return sum(one.state == InterestState.DECLARED for one in said)

    @property
    def minute(self) -> str:
        return self.item.minute.state if hasattr(self.item, "minute") else ""


def agenda_rows(meeting: Meeting, reader: User, *, on: date) -> list[Row]:
    items = list(items_with_all(meeting))
    readable = items_readable_by(reader, meeting, items, on=on)
    return [
        Row(one, turn, one.pk in readable, _is_out(one, reader))
        for turn, one in enumerate(items, start=1)
    ]


def _is_out(item: Item, reader: User) -> bool:
    said = item.interests.all()
    return any(one.person_id == reader.pk and one.state in OUT for one in said)


def papers_wanted_by(meeting: Meeting, terms: Terms) -> date:
    """The last day on which papers go out in time."""
    return working_days_after(meeting.on, -terms.papers_days)


def next_step(meeting: Meeting, terms: Terms, rows: Sequence[Row], *, at: datetime) -> str:
    """What is to be done next, and by whom, in a sentence."""
    if meeting.state == MeetingState.PLANNED:
        if not rows:
            return _("The secretary puts the agenda together.")
        last = {"day": day(papers_wanted_by(meeting, terms))}
        return _("The secretary sends out agenda and papers by %(day)s.") % last
    if meeting.state == MeetingState.CALLED:
        return _before_or_after(meeting, at=at)
    return (
        _after(rows)
        if meeting.state == MeetingState.HELD
        else str(OVER[MeetingState(meeting.state)])
    )


def _before_or_after(meeting: Meeting, *, at: datetime) -> str:
    if at >= meeting.starts_at:
        return _("The secretary says that it was held, and who was there.")
    said = {"day": day(meeting.on)}
    return _("Members read the papers, ask beforehand, and come on %(day)s.") % said


def _after(rows: Sequence[Row]) -> str:
    if count := sum(not one.minute for one in rows):
        words = ngettext(
            "The secretary writes the minute of %(n)d item.",
            "The secretary writes the minutes of %(n)d items.",
            count,
        )
        return words % {"n": count}
    if count := sum(one.minute == "draft" for one in rows):
        words = ngettext(
            "The chair confirms what came of %(n)d item.",
            "The chair confirms what came of %(n)d items.",
            count,
        )
        return words % {"n": count}
    return _("The chair says that the minutes are agreed.")

"""Boards that sit, and meetings at a point of their way."""

from datetime import UTC, datetime, time, timedelta

from almoner.accounts.roles import Role
from almoner.boards.kinds import Outcome, Part, Presence, Purpose, Watched
from almoner.boards.models import Board, Item, Meeting
from almoner.boards.operations import (
    Charter,
    Wanted,
    call_meeting,
    hold_meeting,
    list_item,
    plan_meeting,
    seat_member,
    set_up_board,
    write_minute,
)
from almoner.boards.operations.calling import When
from almoner.boards.queries import seats_of
from almoner.core.rhythms import Often
from tests.factories import official

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = NOON.date()
STARTS = datetime(2026, 3, 17, 10, tzinfo=UTC)
AFTER = STARTS + timedelta(hours=3)
MONTHLY = Charter(
    name="Procurement, contracts and grants oversight board",
    purpose="It looks at every commission before the commissioner does.",
    quorum=3,
    often=Often.MONTHLY,
    weekday=1,
    ordinal=3,
    begins_on=DAY,
    starts_at=time(10),
    minutes=120,
    place="Committee room 2",
    standing=["Conflicts of interest", "Any other business"],
    watched=[Watched.CASES, Watched.RISKS],
)


def secretary(**user):
    return official(Role.BOARD_SECRETARY, **user)


def member(**user):
    return official(Role.MEMBER, **user)


def seat(board, person, part=Part.MEMBER, *, by=None, at=NOON, **fields):
    fields = {"from_day": DAY, **fields}
    return seat_member(board, person, part, by=by or board.set_up_by, at=at, **fields)


def empty_board(*, by=None, code="oversight-board", charter=MONTHLY):
    """A board on which nobody sits yet."""
    return set_up_board(code, charter, by=by or secretary(), at=NOON)


def board(*, chair=None, members=3, **fields):
    """A board with a chair, a deputy chair and some members."""
    made = empty_board(**fields)
    seat(made, chair or official(Role.APPROVER), Part.CHAIR)
    seat(made, member(), Part.DEPUTY_CHAIR)
    for _n in range(members):
        seat(made, member())
    return made


def chair_of(board):
    return next(one.person for one in seats_of(board, on=DAY) if one.part == Part.CHAIR)


def members_of(board):
    return [one.person for one in seats_of(board, on=DAY) if one.part == Part.MEMBER]


def planned(on=None, *, starts_at=STARTS):
    """A meeting that is planned, of this board or of one of its own."""
    on = on or board()
    when = When(starts_at, starts_at + timedelta(hours=2), "Committee room 2")
    return plan_meeting(on, when, by=on.set_up_by, at=NOON)


def item(meeting, title="Any other business", **fields):
    wanted = Wanted(**{"title": title, "purpose": Purpose.DISCUSSION, **fields})
    return fresh_item(list_item(meeting, wanted, by=meeting.board.set_up_by, at=NOON))


def called(meeting=None, **fields):
    """A meeting whose papers are out: with one item, unless it has some."""
    meeting = meeting or planned(**fields)
    if not meeting.items.exists():
        item(meeting)
    return fresh(call_meeting(meeting, by=meeting.board.set_up_by, at=NOON))


def held(meeting=None, *, absent=(), **fields):
    """A meeting at which everybody was but these."""
    meeting = meeting or called(**fields)
    there = {
        one.person: Presence.ABSENT if one.person in absent else Presence.PRESENT
        for one in seats_of(meeting.board, on=meeting.on)
    }
    return fresh(hold_meeting(meeting, there, by=meeting.board.set_up_by, at=AFTER))


def minuted(item, outcome=Outcome.NOTED, words="It was noted.", **fields):
    by = item.meeting.board.set_up_by
    write_minute(item, words=words, outcome=outcome, by=by, at=AFTER, **fields)
    return fresh_item(item)


def fresh(meeting):
    return Meeting.objects.select_related("board").get(pk=meeting.pk)


def fresh_item(item):
    found = Item.objects.select_related("meeting__board", "paper", "minute")
    return found.get(pk=item.pk)


def fresh_board(board):
    return Board.objects.get(pk=board.pk)

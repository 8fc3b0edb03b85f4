"""Which boards a scenario has, when they met, and what was minuted."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from almoner.accounts.models import User
from almoner.boards.kinds import Part, Presence
from almoner.boards.models import Board, Meeting
from almoner.boards.operations import (
    Charter,
    Wanted,
    agree_minutes,
    call_meeting,
    confirm_minute,
    hold_meeting,
    list_item,
    plan_meeting,
    seat_member,
    set_up_board,
    write_minute,
)
from almoner.boards.operations.calling import When
from almoner.boards.queries import items_of, meetings_of, seats_of
from almoner.cli.demonstration.stages import Act, at
from almoner.core.moments import day_of, deadline
from almoner.core.references import name_of
from almoner.core.rhythms import Often
from almoner.reports.models import Report

from .people import called
from .said import BoardSaid, ItemSaid, MeetingSaid, Scenario


def boards(scenario: Scenario) -> Iterator[Act]:
    for n, one in enumerate(scenario.boards):
        yield Act(at(one.set_up_on, 9, 20 + n % 20), partial(_set_up, one))


def meeting(scenario: Scenario) -> Iterator[Act]:
    """Called, held and minuted, agreed, each on its day."""
    known = {one.code: one for one in scenario.boards}
    for said in scenario.meetings:
        board = known[said.board]
        # After a report that was begun on that day.
        yield Act(at(said.called_on, 17, 45), partial(_call, said, board))
        if said.is_minuted:
            starts = deadline(said.held_on, board.starts)
            over = starts + timedelta(minutes=board.minutes)
            yield Act(over, partial(_minute, said, board))
        if said.agreed_on:
            yield Act(at(said.agreed_on, 12), partial(_agree, said))


def _set_up(said: BoardSaid, moment: datetime) -> None:
    by, on = called(said.secretary), day_of(moment)
    charter = Charter(
        name=said.name,
        purpose=said.purpose,
        quorum=said.quorum,
        starts_at=said.starts,
        minutes=said.minutes,
        often=said.often,
        weekday=said.weekday,
        ordinal=said.ordinal,
        begins_on=None if said.often == Often.NONE else on,
        place=said.place,
        partner=said.partner,
        papers_days=said.papers_days,
        standing=list(said.standing),
        watched=list(said.watched),
    )
    board = set_up_board(said.code, charter, by=by, at=moment)
    for one in said.seats:
        seat_member(
            board,
            called(one.person),
            one.part,
            from_day=on,
            from_body=one.from_body,
            by=by,
            at=moment,
        )


def _call(said: MeetingSaid, board: BoardSaid, moment: datetime) -> None:
    by, held_by = called(board.secretary), Board.objects.get(code=said.board)
    starts = deadline(said.held_on, board.starts)
    ends = starts + timedelta(minutes=board.minutes)
    planned = plan_meeting(held_by, When(starts, ends, board.place), by=by, at=moment)
    for item in said.items:
        list_item(planned, _wanted(item), by=by, at=moment)
    call_meeting(planned, by=by, at=moment)


def _wanted(said: ItemSaid) -> Wanted:
    about = name_of(Report.objects.get(title=said.report)) if said.report else ""
    return Wanted(
        title=said.title,
        purpose=said.purpose,
        asks=said.asks,
        about=about,
        presenter=called(said.presenter) if said.presenter else None,
    )


def _minute(said: MeetingSaid, board: BoardSaid, moment: datetime) -> None:
    """It is held, and what was said of each item is written down and confirmed."""
    by, held = called(board.secretary), _held(said)
    there = {
        seat.person: Presence.APOLOGIES if seat.person.username in said.absent else Presence.PRESENT
        for seat in seats_of(held.board, on=said.held_on)
    }
    held = hold_meeting(held, there, by=by, at=moment)
    told = {item.title: item for item in said.items}
    for item in items_of(held):
        one = told[item.title]
        write_minute(item, words=one.words, outcome=one.outcome, by=by, at=moment)
        confirm_minute(item, by=_in_the_chair(held, there), at=moment)


def _agree(said: MeetingSaid, moment: datetime) -> None:
    held = _held(said)
    there = {one.person: Presence(one.presence) for one in held.attendances.all()}
    agree_minutes(held, by=_in_the_chair(held, there), at=moment)


def _held(said: MeetingSaid) -> Meeting:
    board = Board.objects.get(code=said.board)
    return next(one for one in meetings_of(board) if one.on == said.held_on)


def _in_the_chair(held: Meeting, there: dict[User, Presence]) -> User:
    seats = {seat.part: seat.person for seat in seats_of(held.board, on=held.on)}
    chair = seats[Part.CHAIR]
    return chair if there[chair] == Presence.PRESENT else seats[Part.DEPUTY_CHAIR]

"""What cannot be told of a scenario's boards and their meetings, each with its place."""

from collections.abc import Iterator

from almoner.boards.kinds import CHAIRING, VOTING
from almoner.core.rhythms import ORDINALS
from almoner.core.workdays import FRIDAY

from .said import BoardSaid, MeetingSaid, Scenario


def mistakes_of_boards(scenario: Scenario) -> Iterator[str]:
    codes = [one.code for one in scenario.boards]
    for n, board in enumerate(scenario.boards, start=1):
        if codes.index(board.code) != n - 1:
            yield f"board {n}, code: another board is called {board.code}. Give it one of its own."
        yield from _of_terms(f"board {n}", board)
        yield from _of_seats(f"board {n}", board)
    known = {one.code: one for one in scenario.boards}
    for n, meeting in enumerate(scenario.meetings, start=1):
        place = f"meeting {n}"
        if meeting.board not in known:
            yield f"{place}, board: there is no board called {meeting.board}."
            continue
        yield from _of_days(place, meeting, known[meeting.board])
        yield from _of_those_there(place, meeting, known[meeting.board])
        yield from _of_reports(place, meeting, scenario)


def _of_terms(place: str, board: BoardSaid) -> Iterator[str]:
    if min(board.quorum, board.minutes) < 1:
        yield f"{place}, quorum and minutes: give 1 at least."
    if board.weekday not in range(FRIDAY + 1):
        yield f"{place}, weekday: give 0 for Monday up to 4 for Friday."
    if board.ordinal not in ORDINALS:
        yield f"{place}, ordinal: give 1 to 4, or -1 for the last."


def _of_reports(place: str, meeting: MeetingSaid, scenario: Scenario) -> Iterator[str]:
    begun = {one.title: one.begun_on for one in scenario.reports}
    for item in meeting.items:
        if item.report and item.report not in begun:
            yield f"{place}, report: there is no report called {item.report}."
        elif item.report and begun[item.report] > meeting.called_on:
            yield f"{place}, report: {item.report} is begun after the papers went out."


def _of_seats(place: str, board: BoardSaid) -> Iterator[str]:
    if len({seat.person for seat in board.seats}) < len(board.seats):
        yield f"{place}, seat: give each person one."
    for part in CHAIRING:
        if sum(seat.part == part for seat in board.seats) > 1:
            yield f"{place}, seat: give at most one of them the part {part}."


def _of_days(place: str, meeting: MeetingSaid, board: BoardSaid) -> Iterator[str]:
    if meeting.called_on < board.set_up_on:
        yield f"{place}, called-on: the board is set up on {board.set_up_on}. Give a later day."
    if meeting.held_on <= meeting.called_on:
        yield f"{place}, held-on: give a day after its papers went out, {meeting.called_on}."
    if meeting.agreed_on and meeting.agreed_on <= meeting.held_on:
        yield f"{place}, agreed-on: give a day after {meeting.held_on}, when it was held."
    if not meeting.items:
        yield f"{place}, item: give what stood on its agenda."
    titles = {item.title for item in meeting.items}
    if len(titles) < len(meeting.items):
        yield f"{place}, item: give each a title of its own."
    if meeting.agreed_on and not meeting.is_minuted:
        yield f"{place}, agreed-on: nothing is minuted. Give the words of each item."


def _of_those_there(place: str, meeting: MeetingSaid, board: BoardSaid) -> Iterator[str]:
    seats = {seat.person: seat.part for seat in board.seats}
    for name in meeting.absent:
        if name not in seats:
            yield f"{place}, absent: {name} does not sit on {meeting.board}."
    if not meeting.is_minuted:
        return
    if not all(item.words for item in meeting.items):
        yield f"{place}, words: give those of each item, or of none."
    there = [part for name, part in seats.items() if name not in meeting.absent]
    if not set(CHAIRING) & {*there}:
        yield f"{place}, absent: neither the chair nor a deputy chair was there to confirm."
    if sum(part in VOTING for part in there) < board.quorum:
        yield f"{place}, absent: too few were there for a quorum of {board.quorum}."

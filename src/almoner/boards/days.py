"""On which day a board met last: rooms that stand above ask what moved since."""

from datetime import date, datetime

from almoner.core.moments import day_of, end_of

from .kinds import Watched
from .models import Board, Meeting
from .queries import sitting_boards


def last_days(on: date) -> dict[int, date]:
    """By board, the day of the last meeting that was held, as at a day."""
    found = Meeting.objects.filter(held_at__lt=end_of(on)).order_by("starts_at", "pk")
    days: dict[int, datetime] = dict(found.values_list("board", "starts_at"))
    return {board: day_of(moment) for board, moment in days.items()}


def last_meeting_of(code: str, *, on: date) -> date | None:
    """That of the board that the framework calls so."""
    board = Board.objects.filter(code=code).first()
    return last_days(on).get(board.pk) if board else None


def last_met_over(watched: Watched, *, on: date) -> date | None:
    """That of whichever board that looks after something met last."""
    boards = [terms.board_id for terms in sitting_boards(on) if watched in terms.watched]
    days = last_days(on)
    return max((days[board] for board in boards if board in days), default=None)

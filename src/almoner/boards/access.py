"""Who may read a board, a meeting and the paper of an item by its reference."""

from datetime import date

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict

from .models import Board, Item, Meeting
from .policies import may_read_board, may_read_item, may_see_boards


@declare_reader("boards.board")
def may_read_the_board(user: User, reference: str, on: date) -> Verdict:
    board = Board.objects.filter(reference=reference).first()
    return may_read_board(user, board, on=on) if board else may_see_boards(user, on=on)


@declare_reader("boards.meeting")
def may_read_the_meeting(user: User, reference: str, on: date) -> Verdict:
    meeting = Meeting.objects.select_related("board").filter(reference=reference).first()
    return may_read_board(user, meeting.board, on=on) if meeting else may_see_boards(user, on=on)


@declare_reader("boards.item")
def may_read_the_item(user: User, reference: str, on: date) -> Verdict:
    item = Item.objects.select_related("meeting__board").filter(reference=reference).first()
    return may_read_item(user, item, on=on) if item else may_see_boards(user, on=on)

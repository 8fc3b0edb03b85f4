"""Who may read a board, a meeting and the paper of an item by its reference."""

from datetime import date

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict

from .models import Board, Item, Meeting
from .policies import may_read_board, may_read_item, may_read_live, may_see_boards


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
    """A file of an item is read like its paper: by few until that is out."""
    item = (
        Item.objects.select_related("meeting__board", "paper").filter(reference=reference).first()
    )
    if item is None:
        return may_see_boards(user, on=on)
    may_read = may_read_item if hasattr(item, "paper") else may_read_live
    return may_read(user, item, on=on)

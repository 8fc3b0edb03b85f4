"""What may be brought before a board: what the secretary may read, and what awaits the board.

The paper of an item tells of its thing whoever may read the paper. So what few may read comes
before a board only where it is the board's turn, or comes back to it.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.access import may_read
from almoner.accounts.models import User
from almoner.core.due import due_to_board
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .agendas import sitting_of
from .models import Item, Meeting
from .queries import items_of, terms_of

TWICE = gettext_lazy("This stands on the agenda already.")


def is_listed(meeting: Meeting, about: str) -> bool:
    """Whether an item of the agenda is about the thing of this name in the ledger."""
    return bool(about) and items_of(meeting).filter(about=about).exists()


def may_bring(user: User, meeting: Meeting, about: str, *, on: date) -> Verdict:
    """Whether an item may be about the thing of this name in the ledger."""
    if not about or may_read(user, about, on=on):
        return ALLOWED
    if Item.objects.filter(meeting__board=meeting.board_id, about=about).exists():
        return ALLOWED
    sitting = sitting_of(meeting, terms_of(meeting.board, on=meeting.on))
    if any(due.about == about for due in due_to_board(sitting, on=on)):
        return ALLOWED
    return refused(_("You may not read this, and it does not await the board."))

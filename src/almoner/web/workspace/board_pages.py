"""What the pages of boards and meetings have in common: what an address names, to whoever may
read it, and one page for every form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.timezone import localdate, now

from almoner.accounts.access import read_restricted
from almoner.boards.models import Board, Item, Meeting
from almoner.boards.policies import may_read_board, may_read_item, may_see_boards
from almoner.boards.queries import terms_of
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.web.requests import StaffRequest

# The item by which the board had it again, where it was put off.
CARRIED = {
    "carried_on_to": Subquery(
        Item.objects.filter(carried_from=OuterRef("pk")).order_by("-pk").values("reference")[:1]
    )
}
CHANGE = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Ask:
    """What the page of a form says around it. What cannot be taken back is warned of."""

    title: str | Promise
    send: str | Promise
    words: str | Promise = ""
    warning: str | Promise = ""
    is_grave: bool = False


def board_or_404(request: StaffRequest, reference: str) -> Board:
    """The board that an address names, to whoever may read about it."""
    on = localdate()
    require(may_see_boards(request.user, on=on))
    board = get_object_or_404(Board.objects.all(), reference=reference)
    require(may_read_board(request.user, board, on=on))
    return board


def meeting_or_404(request: StaffRequest, reference: str) -> Meeting:
    """The meeting that an address names, to whoever may read about its board."""
    on = localdate()
    require(may_see_boards(request.user, on=on))
    found = Meeting.objects.select_related("board", "called_by", "agreed_by")
    meeting = get_object_or_404(found, reference=reference)
    require(may_read_board(request.user, meeting.board, on=on))
    return meeting


def item_or_404(request: StaffRequest, reference: str) -> Item:
    """The item that an address names, to whoever may read its paper. That somebody read a
    restricted one is noted, and that they were refused.
    """
    on = localdate()
    require(may_see_boards(request.user, on=on))
    found = Item.objects.select_related(
        "meeting__board",
        "presenter",
        "listed_by",
        "paper",
        "minute__confirmed_by",
        "carried_from__meeting",
    ).annotate(**CARRIED)
    item = get_object_or_404(found, reference=reference)
    if item.is_restricted:
        read_restricted(request.user, name_of(item), at=now())
    require(may_read_item(request.user, item, on=on))
    return item


def sent(request: StaffRequest) -> Any:
    """What a form was sent with; nothing, where it was only asked for."""
    return request.POST if request.method == "POST" else None


def done(form: Any, do: Callable[[], Any]) -> bool:
    """Whether it was done. Where the operation found a mistake, its form shows it by field."""
    try:
        do()
    except ValidationError as mistake:
        by_field = getattr(mistake, "error_dict", {})
        unknown = set(by_field) - set(form.fields)
        form.add_error(None, ValidationError(mistake.messages) if unknown else mistake)
        return False
    return True


def where(thing: Board | Meeting | Item) -> dict[str, Any]:
    """The way from the list of boards to a thing, for its crumbs."""
    item = thing if isinstance(thing, Item) else None
    meeting = item.meeting if item else thing if isinstance(thing, Meeting) else None
    board = meeting.board if meeting else thing
    assert isinstance(board, Board)
    terms = terms_of(board, on=meeting.on if meeting else localdate())
    return {"board": board, "terms": terms, "meeting": meeting, "item": item}


def form_page(
    request: StaffRequest, thing: Board | Meeting | Item | None, form: Any, ask: Ask
) -> HttpResponse:
    """A page that is one form."""
    page = {**(where(thing) if thing else {}), "form": form, "ask": ask}
    return render(request, "workspace/boards/form.html", page)

"""The boards, one board, its past, and the calendar of their meetings."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from almoner.accounts.models import User
from almoner.actions.queries import actions_visible_to
from almoner.boards.briefs import actions_of_board
from almoner.boards.kinds import Watched
from almoner.boards.models import Board, Meeting
from almoner.boards.overviews import (
    meetings_attended_by,
    meetings_past,
    meetings_to_come,
    overviews,
    terms_readable_by,
)
from almoner.boards.past import meetings_then
from almoner.boards.policies import may_run_boards, may_see_boards
from almoner.boards.queries import (
    boards_watching,
    meetings_of,
    seats_as_at,
    seats_of,
    seats_on,
    terms_as_at,
    terms_of,
    terms_on,
)
from almoner.boards.states import TO_COME, BoardState
from almoner.core.once import reading
from almoner.core.periods import Month
from almoner.core.rhythms import in_words
from almoner.core.verdicts import require
from almoner.web.calendars import calendar
from almoner.web.copies import as_download
from almoner.web.forms.boards import (
    DISSOLVED,
    MINE,
    PAST,
    BoardFilters,
    MeetingFilters,
    PastBoardForm,
)
from almoner.web.lists import page_of
from almoner.web.meeting_calendars import happening
from almoner.web.requests import StaffRequest

from .board_pages import board_or_404
from .past_days import Asked

NEXT = 6  # of the meetings to come that the page of a board shows; the calendar shows all
PAST_MEETINGS = 30  # of a past day, the last of which it was known
ACTIONS = 25


@require_safe
def boards(request: StaffRequest) -> HttpResponse:
    """The boards that sit, who chairs each, and when it meets next; or those that are dissolved."""
    on, me, form = localdate(), request.user, BoardFilters(request.GET)
    require(may_see_boards(me, on=on))
    are_dissolved = form.is_valid() and form.cleaned_data["state"] == DISSOLVED
    state = BoardState.DISSOLVED if are_dissolved else BoardState.SITTING
    with reading():
        page = page_of(request, terms_readable_by(me, on=on).filter(board__state=state))
        shown = {
            "form": form,
            "are_dissolved": are_dissolved,
            "page": page,
            "rows": overviews(page, me, on=on, at=now()),
            "may_run": may_run_boards(me, on=on),
        }
    return render(request, "workspace/boards/list.html", shown)


@require_safe
def board_calendar(request: StaffRequest) -> HttpResponse:
    """Meetings to come, or past, month by month."""
    on, at, me = localdate(), now(), request.user
    require(may_see_boards(me, on=on))
    with reading():
        named = [(one.board.code, one.name) for one in terms_readable_by(me, on=on)]
        form = MeetingFilters(request.GET, boards=named)
        said = form.cleaned_data if form.is_valid() else {}
        asked = meetings_past if said.get("when") == PAST else meetings_to_come
        found = asked(me, on=on, at=at)
        if said.get("whose") == MINE:
            found = found.filter(board__in=boards_watching(me, on=on))
        if code := said.get("board"):
            found = found.filter(board__code=code)
        page = page_of(request, found)
        shown = {"form": form, "page": page, "months": by_month(page)}
    return render(request, "workspace/boards/calendar.html", shown)


def by_month(found: Iterable[Meeting]) -> list[tuple[Month, list[Meeting]]]:
    """Meetings in order, under the months in which they are."""
    months = groupby(found, lambda one: Month.containing(one.on))
    return [(month, list(ones)) for month, ones in months]


@require_safe
def board(request: StaffRequest, reference: str) -> HttpResponse:
    """Its terms in words, who sits on it, its meetings, and what is still to be done."""
    on, at, me = localdate(), now(), request.user
    with reading():
        shown = board_or_404(request, reference)
        runs = may_run_boards(me, on=on) and shown.state == BoardState.SITTING
        to_come = meetings_of(shown).filter(state__in=TO_COME, ends_at__gte=at)
        page = {
            **_told(shown, terms_of(shown, on=on), seats_of(shown, on=on)),
            "to_come": to_come[:NEXT],
            "past": meetings_of(shown).filter(ends_at__lt=at).reverse()[:NEXT],
            **_actions(shown, me, on=on),
            "today": on,
            "may_run": runs,
        }
    return render(request, "workspace/boards/board.html", page)


def _told(shown: Board, terms: Any, seats: Any) -> dict[str, Any]:
    rhythm = terms.rhythm if terms else None
    return {
        "board": shown,
        "terms": terms,
        "rhythm": in_words(rhythm) if rhythm else _("only when it is called"),
        "watched": [Watched(one).label for one in terms.watched] if terms else [],
        "seats": seats,
    }


def _actions(shown: Board, me: User, *, on: date) -> dict[str, Any]:
    """Those that a reader may read: of a board, more may read than of what came of its items."""
    seen = actions_visible_to(me, on=on).order_by().values("pk")
    still_open = [
        one for one in actions_of_board(shown.pk).filter(pk__in=seen) if one.is_unfinished
    ]
    slipped = {one.pk: max((one.due_on - one.first_due_on).days, 0) for one in still_open}
    rows = [(one, slipped[one.pk]) for one in still_open[:ACTIONS]]
    return {"actions": rows, "count_of_actions": len(still_open)}


@require_safe
def board_as_at(request: StaffRequest, reference: str) -> HttpResponse:
    """By which terms a board sat on a day, and who sat on it."""
    form = PastBoardForm(request.GET, today=localdate())
    asked = Asked.by(form)
    with reading():
        shown = board_or_404(request, reference)
        terms, seats = (terms_as_at, seats_as_at) if asked.is_as_at else (terms_on, seats_on)
        held = terms(asked.on).filter(board=shown).first()
        sat = seats(asked.on).filter(board=shown).order_by("part", "person__name")
        met = meetings_then(shown, on=asked.on, is_as_at=asked.is_as_at)
        page = {**_told(shown, held, sat), **asked.page(form), "meetings": met[-PAST_MEETINGS:]}
    return render(request, "workspace/boards/as_at.html", page)


@require_safe
def board_ics(request: StaffRequest, reference: str) -> HttpResponse:
    """The meetings of a board, for a calendar."""
    shown = board_or_404(request, reference)
    name = terms_of(shown, on=localdate()).name
    found = meetings_of(shown).exclude(state="cancelled")
    return _as_ics([(one, name) for one in found], name=name, file=shown.reference)


@require_safe
def my_meetings_ics(request: StaffRequest) -> HttpResponse:
    """The meetings of the boards on which somebody sits, for their calendar."""
    on = localdate()
    require(may_see_boards(request.user, on=on))
    found = meetings_attended_by(request.user, on=on)
    return _as_ics([(one, one.name) for one in found], name=_("My meetings"), file="meetings")


def _as_ics(named: Iterable[tuple[Meeting, str]], *, name: str, file: str) -> HttpResponse:
    made = calendar((happening(one, called) for one, called in named), name=name, at=now())
    mimetype = "text/calendar; charset=utf-8"
    return as_download(made, name=f"{file.lower()}.ics", mimetype=mimetype)

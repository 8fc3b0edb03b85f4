"""Boards and meetings as lists tell of them: each with who chairs it and when it meets next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from almoner.accounts.models import User
from almoner.accounts.queries import is_official, roles_of

from .kinds import Part
from .models import Board, Meeting, Seat, Terms
from .policies import OFFICIALS
from .queries import (
    boards_watching,
    meetings,
    meetings_with_counts,
    seats_on,
    terms_on,
)
from .states import TO_COME, MeetingState


@dataclass(frozen=True, slots=True)
class Overview:
    """A board, who chairs it, and its next meeting."""

    terms: Terms
    chair: Seat | None
    next_meeting: Meeting | None
    is_mine: bool


def boards_readable_by(user: User, *, on: date) -> QuerySet[Board]:
    """Every board for officials; for whoever else comes, those on which they sit."""
    if roles_of(user, on=on) & OFFICIALS:
        return Board.objects.all()
    return boards_watching(user, on=on)


def terms_readable_by(user: User, *, on: date) -> QuerySet[Terms]:
    """The terms of the boards that somebody may read about, by name: of those that are dissolved,
    too.
    """
    named = terms_on(on).filter(board__in=boards_readable_by(user, on=on))
    return named.order_by("name", "board")


def overviews(found: Iterable[Terms], user: User, *, on: date, at: datetime) -> list[Overview]:
    """These boards as a list tells of them."""
    held = list(found)
    keys = [one.board_id for one in held]
    seats = list(seats_on(on).filter(board__in=keys))
    chairs = {one.board_id: one for one in seats if one.part == Part.CHAIR}
    mine = {one.board_id for one in seats if one.person_id == user.pk}
    to_come = _next_of(keys, at=at)
    return [
        Overview(one, chairs.get(one.board_id), to_come.get(one.board_id), one.board_id in mine)
        for one in held
    ]


def meetings_readable_by(user: User, *, on: date) -> QuerySet[Meeting]:
    """The meetings of boards that somebody may read about, each as its board is called now."""
    named = terms_on(on).filter(board=OuterRef("board")).values("name")[:1]
    mine = seats_on(on).filter(board=OuterRef("board"), person=user).values("part")[:1]
    found = meetings().filter(board__in=boards_readable_by(user, on=on))
    called = {"name": Subquery(named), "part": Subquery(mine)}
    return found.annotate(**called)


def meetings_to_come(user: User, *, on: date, at: datetime) -> QuerySet[Meeting]:
    """Those that are planned or called and not over, soonest first."""
    found = meetings_readable_by(user, on=on).filter(state__in=TO_COME, ends_at__gte=at)
    return meetings_with_counts(found).order_by("starts_at", "pk")


def meetings_past(user: User, *, on: date, at: datetime) -> QuerySet[Meeting]:
    """Those that are over, the last first."""
    found = meetings_readable_by(user, on=on).exclude(state=MeetingState.CANCELLED)
    return meetings_with_counts(found.filter(ends_at__lt=at)).order_by("-starts_at", "-pk")


def meetings_attended_by(user: User, *, on: date) -> QuerySet[Meeting]:
    """For somebody's own calendar: the meetings of the boards on which they sit, while they hold a
    role.
    """
    if not is_official(user, on=on):
        return meetings_readable_by(user, on=on).none()
    kept = meetings_readable_by(user, on=on).exclude(state=MeetingState.CANCELLED)
    return kept.filter(board__in=boards_watching(user, on=on)).order_by("starts_at", "pk")


def _next_of(keys: list[int], *, at: datetime) -> dict[int, Meeting]:
    found = meetings().filter(board__in=keys, state__in=TO_COME, ends_at__gte=at)
    return {one.board_id: one for one in found.order_by("-starts_at", "-pk")}

"""Boards: set up by terms of reference, revised, seats given and ended, dissolved."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import is_official
from almoner.boards.events import BoardEvent
from almoner.boards.freezing import canonical, digest_of
from almoner.boards.kinds import Part, Watched
from almoner.boards.models import Board, Seat, Terms
from almoner.boards.policies import may_run_boards
from almoner.boards.queries import meetings_of, seat_of, seats_of, terms_on
from almoner.boards.states import BOARD_LIFECYCLE, TO_COME, BoardState, MeetingState
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.rhythms import Often
from almoner.core.verdicts import require

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """The terms of reference of a board: see `models.Terms`."""

    name: str
    purpose: str
    quorum: int
    starts_at: time
    minutes: int
    often: Often = Often.NONE
    weekday: int = 0
    ordinal: int = 1
    begins_on: date | None = None
    place: str = ""
    partner: str = ""
    papers_days: int = 5
    standing: list[str] = field(default_factory=list)
    watched: list[Watched] = field(default_factory=list)

    def check(self) -> None:
        """Raise ValidationError, by field, unless a board could sit by it."""
        for name in ("name", "purpose"):
            if not getattr(self, name).strip():
                raise ValidationError({name: _("Say it: whoever is asked to come wants to know.")})
        if self.quorum < 1:
            raise ValidationError({"quorum": _("At least one must be there.")})
        if self.minutes < 1:
            raise ValidationError({"minutes": _("Say how long it sits, in minutes.")})
        if self.often != Often.NONE and self.begins_on is None:
            raise ValidationError({"begins_on": _("Say from which day it meets.")})

    @property
    def digest(self) -> str:
        return digest_of(canonical({k: str(v) for k, v in asdict(self).items()}))


@operation
def set_up_board(code: str, charter: Charter, *, by: User, at: datetime) -> Board:
    """Set a board up, under a code by which the framework may name it.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_run_boards(by, on=on))
    charter.check()
    if Board.objects.filter(code=code).exists():
        raise ValidationError({"code": _("Another board has this code. Choose one of its own.")})
    board = Board(reference=next_reference("BRD", on=on), code=code)
    board.set_up_by, board.set_up_at, board.recorded_at = by, at, server_now()
    board.full_clean(exclude=["reference"])
    board.save(force_insert=True)
    _say(board, charter, from_day=on, by=by)
    facts = {"terms": charter.digest, "quorum": charter.quorum}
    record(BoardEvent.SET_UP, about=board, by=by, at=at, **facts)
    return board


@operation
def revise_terms(
    board: Board, charter: Charter, *, from_day: date, by: User, at: datetime
) -> Terms:
    """Give a board other terms from a day on. Those before stay on record.

    None that a meeting has sat by already: a quorum is not made less afterwards. Raises
    PermissionDenied, IllegalTransition or ValidationError.
    """
    board = _lock_sitting(board)
    require(may_run_boards(by, on=day_of(at)))
    charter.check()
    _check_day(board, from_day, at=at)
    terms = _say(board, charter, from_day=from_day, by=by)
    facts = {"terms": charter.digest, "quorum": charter.quorum}
    record(BoardEvent.REVISED, about=board, by=by, at=at, **facts)
    return terms


@operation
def seat_member(
    board: Board,
    person: User,
    part: Part,
    *,
    from_day: date,
    until: date | None = None,
    from_body: str = "",
    by: User,
    at: datetime,
) -> Seat:
    """Give somebody a seat on a board, or another part on it, from a day on.

    Whoever sits on a board must hold a role here, at least that of a member, or they could not sign
    in. Nobody gives a seat to themselves. Raises PermissionDenied, IllegalTransition or
    ValidationError.
    """
    board = _lock_sitting(board)
    require(may_run_boards(by, on=day_of(at)))
    if person == by:
        raise ValidationError({"person": _("Nobody gives a seat to themselves. Ask another.")})
    if not is_official(person, on=day_of(at)):
        raise ValidationError(
            {"person": _("They hold no role here. Invite them as a member first.")}
        )
    _check_day(board, from_day, at=at)
    if until and until < from_day:
        raise ValidationError({"until": _("This day is before the first. Give a later one.")})
    if part == Part.CHAIR and _another_chair(board, person, from_day, until):
        raise ValidationError({"part": _("There is a chair. End their seat first.")})
    seat = Seat.objects.create(
        board=board,
        person=person,
        part=part,
        from_body=from_body.strip(),
        valid_from=from_day,
        valid_to=until,
        named_by=by,
        recorded_at=server_now(),
    )
    facts = {"person": person.reference, "part": part, "from": from_day}
    record(BoardEvent.SEATED, about=board, by=by, at=at, **facts)
    return seat


@operation
def unseat_member(board: Board, person: User, *, from_day: date, by: User, at: datetime) -> Seat:
    """Say that somebody sits on a board no longer from a day on.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    board = _lock_sitting(board)
    require(may_run_boards(by, on=day_of(at)))
    _check_day(board, from_day, at=at)
    held = seat_of(person, board, on=from_day)
    if held is None:
        raise ValidationError(_("They do not sit on this board on that day."))
    seat = Seat.objects.create(
        board=board,
        person=person,
        part=held.part,
        from_body=held.from_body,
        is_held=False,
        valid_from=from_day,
        named_by=by,
        recorded_at=server_now(),
    )
    facts = {"person": person.reference, "from": from_day}
    record(BoardEvent.UNSEATED, about=board, by=by, at=at, **facts)
    return seat


@operation
def dissolve_board(board: Board, *, words: str, by: User, at: datetime) -> Board:
    """Say that a board meets no more, and why. Its papers and minutes stay.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    board = _lock_sitting(board)
    require(may_run_boards(by, on=day_of(at)))
    if not words.strip():
        raise ValidationError({"words": _("Say why it meets no more.")})
    if meetings_of(board).filter(state__in=TO_COME).exists():
        raise ValidationError(_("It has meetings to come. Cancel them first."))
    BOARD_LIFECYCLE.check(board.state, BoardState.DISSOLVED)
    board.state, board.dissolved_because = BoardState.DISSOLVED, words.strip()
    board.save(update_fields=["state", "dissolved_because"])
    record(BoardEvent.DISSOLVED, about=board, by=by, at=at)
    return board


def charter_of(board: Board, *, on: date) -> Charter:
    """The terms that hold on a day, to be changed."""
    terms = terms_on(on).get(board=board)
    names = Charter.__dataclass_fields__
    return Charter(**{name: getattr(terms, name) for name in names})


def _say(board: Board, charter: Charter, *, from_day: date, by: User) -> Terms:
    said = {name: getattr(charter, name) for name in Charter.__dataclass_fields__}
    said |= {"standing": list(charter.standing), "watched": [str(one) for one in charter.watched]}
    return Terms.objects.create(
        board=board, **said, valid_from=from_day, recorded_at=server_now(), recorded_by=by
    )


def _check_day(board: Board, day: date, *, at: datetime) -> None:
    """Who made a quorum, and how many made one, was so when a meeting began and stays so."""
    begun = meetings_of(board).exclude(state=MeetingState.CANCELLED).filter(starts_at__lt=at)
    last = begun.last()
    if last and day <= last.on:
        words = {"day": date_format(last.on, "j F Y")}
        raise ValidationError(
            {"from_day": _("It met on %(day)s as it then was. Give a later day.") % words}
        )


def _another_chair(board: Board, person: User, first: date, until: date | None) -> bool:
    """Whether somebody else is in the chair on one of these days: on the first, or on one on which
    a seat begins or ends.
    """
    days = {first}
    for begins, ends in board.seats.values_list("valid_from", "valid_to"):
        days |= {begins} if ends is None else {begins, ends + A_DAY}
    return any(
        one.part == Part.CHAIR and one.person != person
        for day in days
        if day >= first and (until is None or day <= until)
        for one in seats_of(board, on=day)
    )


def _lock_sitting(board: Board) -> Board:
    locked = Board.objects.select_for_update().get(pk=board.pk)
    if locked.state != BoardState.SITTING:
        raise IllegalTransition(f"{locked} is {locked.state}")
    return locked

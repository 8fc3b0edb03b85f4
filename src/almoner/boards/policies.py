"""Who may set boards up, call meetings, read papers, speak on items, and confirm what came of them.

Papers are for the members of the board, its secretary, the auditor and who presents an item. Who
declared an interest in an item is out of it, whatever their role.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .kinds import CHAIRING, VOTING, Part
from .models import Attendance, Board, Interest, Item, Meeting, Seat
from .queries import is_out, items_out_of, present_at, seat_of, terms_of
from .states import TO_COME, InterestState, MeetingState

# What boards there are, who sits on them and when they meet is no secret among officials.
OFFICIALS = frozenset(Role) - {Role.MEMBER}
READERS = frozenset({Role.BOARD_SECRETARY, Role.AUDITOR})


def _sits(user: User, board: Board, *, on: date) -> Seat | None:
    """Their seat. Whoever holds no role here any more sits on no board of it."""
    return seat_of(user, board, on=on) if roles_of(user, on=on) else None


def may_see_boards(user: User, *, on: date) -> Verdict:
    """Whoever works here, or sits on a board: which boards there are."""
    return ALLOWED if roles_of(user, on=on) else refused(_("You hold no role here."))


def may_run_boards(user: User, *, on: date) -> Verdict:
    """The board secretary: boards, seats, meetings, agendas and the drafts of minutes."""
    if Role.BOARD_SECRETARY in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only the board secretary does this."))


def may_read_board(user: User, board: Board, *, on: date) -> Verdict:
    """Officials, and whoever sits on it: its terms, its members and its days."""
    if roles_of(user, on=on) & OFFICIALS or _sits(user, board, on=on):
        return ALLOWED
    return refused(_("Only those who sit on this board, and officials, read about it."))


def may_read_papers(user: User, meeting: Meeting, *, on: date) -> Verdict:
    """Whoever sits on the board, its secretary and the auditor."""
    if roles_of(user, on=on) & READERS or _sits(user, meeting.board, on=on):
        return ALLOWED
    return refused(_("The papers of a meeting are for those who sit on its board."))


def may_read_item(user: User, item: Item, *, on: date) -> Verdict:
    """The same, and who presents it; nobody who is out of it."""
    if is_out(user, item):
        return refused(_("You declared an interest in this item, so its paper is not for you."))
    if item.presenter_id == user.pk and roles_of(user, on=on):
        return ALLOWED
    return may_read_papers(user, item.meeting, on=on)


def may_read_live(user: User, item: Item, *, on: date) -> Verdict:
    """What a paper would say before it is out: the secretary, the auditor, and who presents it."""
    if not roles_of(user, on=on) & READERS and item.presenter_id != user.pk:
        return refused(_("Its paper is not out yet. You read it once the meeting is called."))
    return may_read_item(user, item, on=on)


def items_readable_by(user: User, meeting: Meeting, items: Iterable[Item], *, on: date) -> set[int]:
    """Of the items of a meeting, the keys of those that `may_read_item` lets somebody read, without
    restricted ones that are for few until their paper is out: as many questions for sixty as for
    one.
    """
    out, roles = items_out_of(user, meeting), roles_of(user, on=on)
    reads_all = bool(may_read_papers(user, meeting, on=on))

    def is_open(one: Item) -> bool:
        is_theirs = bool(roles) and one.presenter_id == user.pk
        if one.is_restricted and not hasattr(one, "paper") and not roles & READERS:
            return is_theirs
        return reads_all or is_theirs

    return {one.pk for one in items if one.pk not in out and is_open(one)}


def may_prepare(user: User, meeting: Meeting, *, on: date) -> Verdict:
    """The board secretary, until it is held: its agenda, its day, its papers."""
    verdict = may_run_boards(user, on=on)
    if verdict and meeting.state not in TO_COME:
        return refused(_("This meeting is over, or was cancelled."))
    return verdict


def may_change_item(user: User, item: Item, *, on: date) -> Verdict:
    """The board secretary who is not out of it, until its paper goes out: then it says what it
    said.
    """
    verdict = may_prepare(user, item.meeting, on=on)
    if not verdict:
        return verdict
    if is_out(user, item):
        return refused(_("You declared an interest in this item. Another secretary sees to it."))
    if hasattr(item, "paper"):
        return refused(_("Its paper is out. Withdraw the item, or put another beside it."))
    return ALLOWED


def may_withdraw_item(user: User, item: Item, *, on: date) -> Verdict:
    """The board secretary who is not out of it, until it is held."""
    if is_out(user, item):
        return refused(_("You declared an interest in this item. Another secretary sees to it."))
    return may_prepare(user, item.meeting, on=on)


def may_send_apologies(user: User, meeting: Meeting, *, on: date) -> Verdict:
    """Whoever sits on the board, of a meeting to come."""
    if meeting.state not in TO_COME:
        return refused(_("This meeting is over, or was cancelled."))
    if _sits(user, meeting.board, on=on):
        return ALLOWED
    return refused(_("Only those who sit on this board send apologies."))


def may_record_presence(user: User, meeting: Meeting, *, on: date) -> Verdict:
    """The board secretary, until the minutes are agreed."""
    verdict = may_run_boards(user, on=on)
    if verdict and meeting.state not in {MeetingState.CALLED, MeetingState.HELD}:
        return refused(_("Only of a meeting that was called, and whose minutes are not agreed."))
    return verdict


def may_hold(user: User, meeting: Meeting, *, at: datetime, on: date) -> Verdict:
    """The board secretary, once it has begun."""
    verdict = may_run_boards(user, on=on)
    if verdict and at < meeting.starts_at:
        return refused(_("It has not begun yet."))
    return verdict


def may_ask(user: User, item: Item, *, at: datetime, on: date) -> Verdict:
    """A member who may read it, before the meeting begins."""
    if not _sits(user, item.meeting.board, on=on):
        return refused(_("Questions are asked by those who sit on the board."))
    if item.meeting.state != MeetingState.CALLED or at >= item.meeting.starts_at:
        return refused(_("Questions are asked between the papers and the meeting."))
    return may_read_item(user, item, on=on)


def may_answer(user: User, item: Item, *, on: date) -> Verdict:
    """Who presents it, or the board secretary; nobody who is out of it."""
    if is_out(user, item):
        return refused(_("You declared an interest in this item. Another answers."))
    if item.presenter_id == user.pk and roles_of(user, on=on):
        return ALLOWED
    return may_run_boards(user, on=on)


def may_declare(user: User, item: Item, *, on: date) -> Verdict:
    """Whoever may read it, or presents it: until its minute is confirmed."""
    if hasattr(item, "minute") and item.minute.is_confirmed:
        return refused(_("What came of it is confirmed. Tell the chair and the secretary."))
    return may_read_item(user, item, on=on)


def may_rule(user: User, interest: Interest, *, on: date) -> Verdict:
    """The chair, or a deputy chair, who has none in the item themselves."""
    if interest.state != InterestState.DECLARED:
        return refused(_("This was decided."))
    if interest.person_id == user.pk or is_out(user, interest.item):
        return refused(_("You declared an interest in this item. Another decides."))
    seat = _sits(user, interest.item.meeting.board, on=on)
    if seat and seat.part in CHAIRING:
        return ALLOWED
    return refused(_("The chair or a deputy chair decides whether somebody may stay."))


def may_minute(user: User, item: Item, *, on: date) -> Verdict:
    """The board secretary, of a meeting that is held, until its minutes are agreed."""
    verdict = may_run_boards(user, on=on)
    if not verdict:
        return verdict
    if is_out(user, item):
        return refused(_("You declared an interest in this item. Another takes its minute."))
    if item.meeting.state != MeetingState.HELD:
        return refused(_("Minutes are taken once it is held, until they are agreed."))
    return ALLOWED


def may_confirm(user: User, item: Item, *, on: date) -> Verdict:
    """The chair, if present and not out of the item, else a deputy chair who is; where enough with
    a vote were in it to make a quorum.
    """
    if item.meeting.state != MeetingState.HELD:
        return refused(_("What came of an item is confirmed once the meeting is held."))
    if is_out(user, item):
        return refused(_("You declared an interest in this item. Another confirms it."))
    there = _there_for(item)
    if user.pk not in _chairs_of(there):
        return refused(_("Whoever was in the chair for this item confirms what came of it."))
    return _is_quorate(item, there)


def may_agree_minutes(user: User, meeting: Meeting, *, on: date) -> Verdict:
    """The chair or a deputy chair of the board."""
    if meeting.state != MeetingState.HELD:
        return refused(_("Only the minutes of a meeting that was held are agreed."))
    seat = _sits(user, meeting.board, on=on)
    if seat and seat.part in CHAIRING:
        return ALLOWED
    return refused(_("The chair or a deputy chair says that the minutes are agreed."))


def _there_for(item: Item) -> list[Attendance]:
    """Who was at the meeting and in the item."""
    gone = {one.person_id for one in item.interests.all() if one.state != InterestState.STAYS}
    return [one for one in present_at(item.meeting) if one.person_id not in gone]


def _chairs_of(there: list[Attendance]) -> set[int]:
    """Who may have been in the chair for an item: the chair or, where there was none in it, the
    deputy chairs.
    """
    return _of(there, Part.CHAIR) or _of(there, Part.DEPUTY_CHAIR)


def _of(there: list[Attendance], part: Part) -> set[int]:
    return {one.person_id for one in there if one.part == part}


def _is_quorate(item: Item, there: list[Attendance]) -> Verdict:
    wanted = terms_of(item.meeting.board, on=item.meeting.on).quorum
    voting = sum(one.part in VOTING for one in there)
    if voting >= wanted:
        return ALLOWED
    return refused(
        _("%(there)d with a vote were in this item, and the quorum is %(wanted)d.")
        % {"there": voting, "wanted": wanted}
    )

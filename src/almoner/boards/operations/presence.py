"""Who comes to a meeting: apologies beforehand, who was there, and that it was held."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import is_official
from almoner.boards.events import MeetingEvent
from almoner.boards.kinds import Presence
from almoner.boards.models import Attendance, Meeting
from almoner.boards.policies import may_hold, may_record_presence, may_send_apologies
from almoner.boards.queries import present_at, seat_of, seats_of
from almoner.boards.states import MEETING_LIFECYCLE, MeetingState
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .locking import lock_meeting


@operation
def send_apologies(meeting: Meeting, *, by: User, at: datetime) -> Attendance:
    """Say that one cannot come. Raises PermissionDenied."""
    meeting = lock_meeting(meeting)
    require(may_send_apologies(by, meeting, on=day_of(at)))
    said = _say(meeting, by, Presence.APOLOGIES, by=by)
    _record(said, by=by, at=at)
    return said


@operation
def record_presence(
    meeting: Meeting, person: User, presence: Presence, *, by: User, at: datetime
) -> Attendance:
    """Say of somebody whether they were there; whoever has no seat was there to speak on an item.

    Raises PermissionDenied or ValidationError.
    """
    meeting = lock_meeting(meeting)
    require(may_record_presence(by, meeting, on=day_of(at)))
    if not is_official(person, on=day_of(at)):
        raise ValidationError({"person": _("They hold no role here.")})
    said = _say(meeting, person, presence, by=by)
    _record(said, by=by, at=at)
    return said


@operation
def hold_meeting(
    meeting: Meeting, presences: Mapping[User, Presence], *, by: User, at: datetime
) -> Meeting:
    """Say that a meeting was held, and of each who sits on the board whether they were there.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    meeting = lock_meeting(meeting)
    require(may_hold(by, meeting, at=at, on=day_of(at)))
    MEETING_LIFECYCLE.check(meeting.state, MeetingState.HELD)
    seated = {one.person for one in seats_of(meeting.board, on=meeting.on)}
    unsaid = seated - set(presences)
    if unsaid:
        names = ", ".join(sorted(one.name for one in unsaid))
        raise ValidationError(_("Say whether they were there: %(names)s.") % {"names": names})
    for person, presence in presences.items():
        _say(meeting, person, presence, by=by)
    meeting.state, meeting.held_at = MeetingState.HELD, at
    meeting.save(update_fields=["state", "held_at"])
    record(MeetingEvent.HELD, about=meeting, by=by, at=at, present=present_at(meeting).count())
    return meeting


def _say(meeting: Meeting, person: User, presence: Presence, *, by: User) -> Attendance:
    seat = seat_of(person, meeting.board, on=meeting.on)
    said, _is_new = Attendance.objects.update_or_create(
        meeting=meeting,
        person=person,
        defaults={
            "part": seat.part if seat else "",
            "presence": presence,
            "recorded_by": by,
            "recorded_at": server_now(),
        },
    )
    return said


def _record(said: Attendance, *, by: User, at: datetime) -> None:
    facts = {"person": said.person.reference, "presence": Presence(said.presence)}
    record(MeetingEvent.PRESENCE, about=said.meeting, by=by, at=at, **facts)

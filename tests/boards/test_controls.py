from datetime import timedelta

import pytest

from almoner.assurance.asking import findings
from almoner.assurance.controls import control_called
from almoner.boards.kinds import Presence
from almoner.boards.models import Meeting
from almoner.boards.operations import confirm_minute, record_presence
from almoner.core.workdays import working_days_after
from tests.assurance.asked import only_the_first_breaks, queries
from tests.boards.factories import (
    AFTER,
    DAY,
    NOON,
    STARTS,
    board,
    called,
    chair_of,
    held,
    member,
    members_of,
    minuted,
    planned,
)
from tests.factories import official

pytestmark = pytest.mark.django_db
WEEKS = iter(range(1, 1000))
MET = STARTS.date()


@pytest.fixture
def oversight():
    return board()


def another(oversight, after=timedelta()):
    """A meeting of its own week."""
    return planned(oversight, starts_at=STARTS + after + timedelta(weeks=next(WEEKS)))


def test_papers_go_out_as_many_working_days_before_as_the_terms_say(oversight):
    near = iter(range(1, 28))
    only_the_first_breaks(
        "meeting-papers-in-time",
        lambda: planned(oversight, starts_at=STARTS + timedelta(days=next(near))),
        lambda: called(another(oversight, timedelta(weeks=8))),
        on=MET + timedelta(days=30),
    )


def test_papers_that_went_out_late_stay_late(oversight):
    meeting = called(planned(oversight, starts_at=NOON + timedelta(days=2)))

    (found,) = findings("meeting-papers-in-time", on=MET).breaks

    assert found.reference == str(meeting)
    assert "too late" in found.reason


def decided(oversight):
    meeting = held(called(planned(oversight)))
    confirm_minute(minuted(meeting.items.get()), by=chair_of(oversight), at=AFTER)
    return meeting


def test_minutes_are_confirmed_within_ten_working_days(oversight):
    first = planned(oversight)
    held(called(first))
    last = working_days_after(MET, 10)

    assert findings("minutes-in-time", on=last).breaks == ()
    late = findings("minutes-in-time", on=last + timedelta(days=1))
    assert [one.reference for one in late.breaks] == [str(first)]

    confirm_minute(minuted(first.items.get()), by=chair_of(oversight), at=AFTER)
    assert findings("minutes-in-time", on=last + timedelta(days=1)).breaks == ()


def test_a_meeting_of_which_nobody_says_that_it_was_held_breaks_the_promise_too(oversight):
    meeting = called(planned(oversight))
    later = working_days_after(MET, 11)

    found = findings("minutes-in-time", on=later)
    few = queries("minutes-in-time", later)
    called(another(oversight))

    assert [one.reference for one in found.breaks] == [str(meeting)]
    assert queries("minutes-in-time", later + timedelta(weeks=60)) == few


def test_what_was_decided_was_decided_by_a_quorum(oversight):
    """Whoever turns out to have been away was said to be there when the chair confirmed."""

    def by_too_few():
        meeting = decided(oversight)
        for one in members_of(oversight):
            by = {"by": oversight.set_up_by, "at": AFTER}
            record_presence(meeting, one, Presence.ABSENT, **by)
        return meeting

    only_the_first_breaks("meetings-quorate", by_too_few, lambda: decided(oversight))


def test_of_meetings_those_who_sit_there_and_officials_are_told(oversight):
    control, meetings = control_called("meetings-quorate"), Meeting.objects.all()
    planned(oversight)

    def told(person):
        return control.open_to(person, meetings, DAY).count()

    assert told(members_of(oversight)[0]) == told(official("finance")) == 1
    assert told(member()) == 0

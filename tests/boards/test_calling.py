from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.boards.events import MeetingEvent
from almoner.boards.freezing import digest_of, frozen_brief
from almoner.boards.kinds import Purpose
from almoner.boards.models import Paper
from almoner.boards.operations import (
    Wanted,
    add_item_file,
    call_meeting,
    cancel_meeting,
    change_item,
    plan_meeting,
    plan_meetings,
    remove_item_file,
    reschedule_meeting,
)
from almoner.boards.operations.calling import When, days_to_plan
from almoner.boards.queries import next_meeting
from almoner.boards.states import MeetingState
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.core.rhythms import Often
from almoner.outbox.models import Message
from tests.boards.factories import (
    AFTER,
    DAY,
    MONTHLY,
    NOON,
    STARTS,
    board,
    called,
    empty_board,
    fresh,
    fresh_item,
    held,
    item,
    minuted,
    planned,
)
from tests.factories import official

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def when(starts=STARTS, hours=2, place="Committee room 2"):
    return When(starts, starts + timedelta(hours=hours), place)


def test_a_meeting_is_planned_for_a_time_to_come_at_a_place():
    made = empty_board()
    by = {"by": made.set_up_by, "at": NOON}

    meeting = plan_meeting(made, when(), **by)

    assert next_meeting(made, at=NOON) == meeting
    refused = [
        ({"hours": 0}, "ends before"),
        ({"place": ""}, "Say where"),
        ({"starts": NOON}, "would have begun"),
        ({"starts": STARTS + timedelta(hours=3)}, "meets on that day"),
    ]
    for wrong, said in refused:
        with pytest.raises(ValidationError, match=said):
            plan_meeting(made, when(**wrong), **by)
    with pytest.raises(PermissionDenied):
        plan_meeting(made, when(), by=official(Role.APPROVER), at=NOON)


def test_a_year_is_planned_by_the_rhythm_past_bank_holidays_and_what_is_planned():
    """Boxing Day 2028 is a Tuesday, and the day before was Christmas."""
    charter = replace(MONTHLY, often=Often.FORTNIGHTLY, weekday=1, begins_on=date(2028, 11, 28))
    made = empty_board(charter=charter)
    moved = datetime(2028, 11, 30, 10, tzinfo=UTC)
    plan_meeting(made, when(moved), by=made.set_up_by, at=NOON)

    days = days_to_plan(made, first=date(2028, 11, 20), last=date(2028, 12, 31))
    meetings = plan_meetings(made, days, by=made.set_up_by, at=NOON)

    assert days == [date(2028, 12, 12), date(2028, 12, 27)]
    assert [one.on for one in meetings] == days
    assert days_to_plan(made, first=date(2028, 11, 20), last=date(2028, 12, 31)) == []


def test_of_several_days_all_are_planned_or_none():
    made = empty_board()
    planned(made)

    with pytest.raises(ValidationError):
        plan_meetings(made, [DAY + A_DAY, STARTS.date()], by=made.set_up_by, at=NOON)

    assert made.meetings.count() == 1


def test_a_board_without_a_rhythm_plans_nothing_by_itself():
    charter = replace(MONTHLY, often=Often.NONE, begins_on=None)

    assert days_to_plan(empty_board(charter=charter), first=DAY, last=DAY + 400 * A_DAY) == []


def test_a_meeting_moves_to_a_day_of_its_own_and_its_members_are_told():
    made = board(members=1)
    meeting, other = planned(made), planned(made, starts_at=STARTS + 7 * A_DAY)
    by = {"by": made.set_up_by, "at": NOON}

    with pytest.raises(ValidationError, match="meets on that day"):
        reschedule_meeting(meeting, when(other.starts_at), **by)
    reschedule_meeting(meeting, when(STARTS + A_DAY), **by)

    assert fresh(meeting).on == STARTS.date() + A_DAY
    assert Message.objects.filter(topic="meeting-moved").count() == 3


def test_calling_freezes_each_paper_and_tells_the_members():
    meeting = planned(board(members=1))
    listed = item(meeting, "The budget of a refuge that few know", asks="Say yes.")

    call_meeting(meeting, by=meeting.board.set_up_by, at=NOON)

    paper, meeting = fresh_item(listed).paper, fresh(meeting)
    assert (meeting.state, paper.is_late) == (MeetingState.CALLED, False)
    assert paper.digest == digest_of(paper.text)
    assert meeting.papers == digest_of(paper.digest)
    line = Event.objects.get(kind=MeetingEvent.CALLED)
    assert line.facts == {"papers": meeting.papers, "count": "1"}
    letters = Message.objects.filter(topic="meeting-called")
    assert len(letters) == 3
    assert not any("refuge" in one.body + one.subject for one in letters)


def test_what_changes_afterwards_leaves_the_paper_as_it_went_out():
    before = held()
    told = minuted(before.items.get(), words="All was well.")
    meeting = planned(before.board, starts_at=STARTS + 28 * A_DAY)
    listed = item(meeting, "Minutes", about=name_of(before))
    call_meeting(meeting, by=meeting.board.set_up_by, at=AFTER)
    paper = fresh_item(listed).paper

    minuted(told, words="Nothing was well.")

    again = Paper.objects.get(pk=paper.pk)
    assert again.digest == digest_of(again.text) == paper.digest
    brief = frozen_brief(again)
    assert "All was well." in brief.parts[0].text


def test_nothing_is_sent_where_nothing_stands_on_the_agenda():
    meeting = planned()
    by = {"by": meeting.board.set_up_by, "at": NOON}

    with pytest.raises(ValidationError, match="nothing to send"):
        call_meeting(meeting, **by)

    meeting = called(meeting)
    with pytest.raises(ValidationError, match="nothing to send"):
        call_meeting(meeting, **by)


def test_what_is_put_down_after_the_call_goes_out_as_a_late_paper():
    meeting = called()
    first, late = meeting.items.get(), item(meeting, "An urgent thing")

    call_meeting(meeting, by=meeting.board.set_up_by, at=NOON)

    meeting = fresh(meeting)
    assert fresh_item(late).paper.is_late
    both = fresh_item(first).paper.digest + fresh_item(late).paper.digest
    assert meeting.papers == digest_of(both)
    assert Event.objects.latest("number").kind == MeetingEvent.LATE_PAPERS


def test_files_go_with_a_paper_until_it_is_out():
    listed = item(planned())
    by = {"by": listed.meeting.board.set_up_by, "at": NOON}
    add = {"name": "plan.csv", "item": listed, "title": " The  plan "}
    kept = add_item_file([b"a,b\n1,2\n"], **add, **by)
    off = add_item_file([b"a,b\n3,4\n"], **{**add, "title": ""}, **by)
    assert (kept.title, off.title) == ("The plan", "plan.csv")

    remove_item_file(off, **by)
    with pytest.raises(ValidationError, match="taken off before"):
        remove_item_file(off, **by)
    called(listed.meeting)

    paper = fresh_item(listed).paper
    assert kept.file.digest in paper.text
    assert off.file.digest not in paper.text
    with pytest.raises(PermissionDenied):
        remove_item_file(kept, **by)
    with pytest.raises(PermissionDenied):
        add_item_file([b"a,b\n"], **add, **by)


def test_a_paper_that_is_out_says_what_it_said():
    meeting = called()
    wanted = Wanted(title="Another title", purpose=Purpose.DECISION)
    with pytest.raises(PermissionDenied):
        change_item(meeting.items.get(), wanted, by=meeting.board.set_up_by, at=NOON)


def test_a_cancelled_meeting_says_why_and_is_not_called():
    meeting = planned(board(members=1))
    by = {"by": meeting.board.set_up_by, "at": NOON}
    with pytest.raises(ValidationError, match="Say why"):
        cancel_meeting(meeting, words=" ", **by)

    cancel_meeting(meeting, words="Snow.", **by)

    assert Message.objects.filter(topic="meeting-cancelled").count() == 3
    with pytest.raises(PermissionDenied):
        call_meeting(meeting, **by)
    with pytest.raises(IllegalTransition):
        cancel_meeting(meeting, words="Snow.", **by)

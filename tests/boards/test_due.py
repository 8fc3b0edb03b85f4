"""What is due of meetings, and what a board is told that awaits it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.boards.due import what_meetings_ask
from almoner.boards.kinds import Part
from almoner.boards.operations import (
    agree_minutes,
    ask_question,
    call_meeting,
    confirm_minute,
    declare_interest,
)
from almoner.boards.policies import may_read_papers
from almoner.core.due import Sitting, due_to_board
from almoner.core.references import name_of
from almoner.core.workdays import working_days_after
from tests.boards.factories import (
    AFTER,
    DAY,
    NOON,
    STARTS,
    board,
    called,
    chair_of,
    fresh_item,
    held,
    item,
    member,
    members_of,
    minuted,
    planned,
    seat,
)
from tests.factories import RoleHoldingFactory, official

pytestmark = pytest.mark.django_db
MET = STARTS.date()


@pytest.fixture
def oversight():
    return board()


def asked_of(person, on=DAY):
    return [(one.verb, one.due_on) for one in what_meetings_ask(worker_of(person, on=on), on)]


def test_papers_go_out_so_many_working_days_before(oversight):
    planned(oversight)
    planned(oversight, starts_at=STARTS + timedelta(days=60))

    assert asked_of(oversight.set_up_by) == [("call", working_days_after(MET, -5))]
    assert asked_of(members_of(oversight)[0]) == []


def test_members_read_and_come_and_who_presents_answers(oversight):
    presenter = official(Role.COMMISSIONING_OFFICER)
    listed = item(planned(oversight), presenter=presenter)
    called(listed.meeting)
    someone = members_of(oversight)[0]
    ask_question(fresh_item(listed), text="Why?", by=someone, at=NOON)

    assert asked_of(someone) == [("read", MET)]
    assert asked_of(presenter) == [("answer", MET)]
    assert asked_of(oversight.set_up_by) == []
    assert asked_of(member()) == []


def test_who_deputises_for_a_member_or_a_presenter_is_not_asked_for_what_they_may_not_read(
    oversight,
):
    """A seat is somebody's own, and so is a paper that they present."""
    someone, presenter = members_of(oversight)[0], official(Role.COMMISSIONING_OFFICER)
    listed = item(planned(oversight), presenter=presenter)
    called(listed.meeting)
    ask_question(fresh_item(listed), text="Why?", by=someone, at=NOON)
    deputy = official(Role.FINANCE)
    RoleHoldingFactory(holder=deputy, role=Role.MEMBER, in_place_of=someone)
    RoleHoldingFactory(holder=deputy, role=Role.COMMISSIONING_OFFICER, in_place_of=presenter)

    assert not may_read_papers(deputy, listed.meeting, on=DAY)
    assert asked_of(deputy) == []


def test_who_deputises_for_the_secretary_is_asked_as_the_secretary(oversight):
    planned(oversight)
    deputy = official()
    RoleHoldingFactory(holder=deputy, role=Role.BOARD_SECRETARY, in_place_of=oversight.set_up_by)

    assert asked_of(deputy) == asked_of(oversight.set_up_by) != []


def test_whoever_is_in_the_chair_rules_and_confirms(oversight):
    listed = item(planned(oversight))
    declare_interest(listed, what="A cousin.", by=members_of(oversight)[0], at=NOON)
    meeting = called(listed.meeting)
    chair = chair_of(oversight)
    assert asked_of(chair) == [("read", MET), ("rule", MET)]
    day_after = MET + timedelta(days=1)
    assert asked_of(oversight.set_up_by, day_after) == [("hold", working_days_after(MET, 1))]

    held(meeting)
    last = working_days_after(MET, 5)
    assert asked_of(oversight.set_up_by, day_after) == [("minute", last)]

    drafted = minuted(listed)
    assert asked_of(oversight.set_up_by, day_after) == []
    assert asked_of(chair, day_after) == [("rule", MET), ("confirm", last)]

    confirm_minute(drafted, by=chair, at=AFTER)
    assert asked_of(chair, day_after) == [("rule", MET), ("agree", None)]
    agree_minutes(meeting, by=chair, at=AFTER)
    assert asked_of(chair, day_after) == []


def test_however_many_meetings_there_are_the_questions_are_as_many(oversight):
    counts = []
    for n in range(2):
        seat(oversight, someone := member(), Part.MEMBER)
        meeting = planned(oversight, starts_at=STARTS + timedelta(days=n))
        item(meeting)
        call_meeting(meeting, by=oversight.set_up_by, at=NOON)
        worker = worker_of(someone, on=DAY)
        with CaptureQueriesContext(connection) as asked:
            list(what_meetings_ask(worker, DAY))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_board_that_looks_after_nothing_is_told_of_nothing():
    assert due_to_board(Sitting("tea-club", frozenset(), DAY), on=DAY) == []


def test_what_is_due_names_no_item(oversight):
    item(planned(oversight), "The refuge", is_restricted=True)
    meeting = called(oversight.meetings.get())

    due = list(what_meetings_ask(worker_of(chair_of(oversight), on=DAY), DAY))

    assert {one.about for one in due} == {name_of(meeting)}
    assert not any("refuge" in one.what + one.called for one in due)

from datetime import timedelta

import pytest
from time_machine import travel

from almoner.boards.days import last_meeting_of, last_met_over
from almoner.boards.kinds import Outcome, Watched
from almoner.boards.operations import cancel_meeting, confirm_minute, open_item_action
from almoner.core.figures import read_figure
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
    members_of,
    minuted,
    planned,
)
from tests.factories import official

pytestmark = pytest.mark.django_db
MET = STARTS.date()
LATER = MET + timedelta(days=30)


@pytest.fixture
def oversight():
    with travel(NOON, tick=False):
        return board()


def told(key, on=LATER):
    return read_figure(key, on=on).value


def test_without_a_meeting_nothing_is_said(oversight):
    for key in ("boards.held", "boards.cancelled", "boards.decided"):
        assert told(f"{key}.2025-26") is None
    assert told("boards.actions_open") is None
    assert told("table.boards.2025-26")[0][1:] == ("0", "", "0", "")
    assert last_meeting_of("oversight-board", on=LATER) is None
    assert last_meeting_of("no-board", on=LATER) is None


def test_reports_tell_what_boards_met_and_decided(oversight):
    with travel(NOON, tick=False):
        other = planned(oversight, starts_at=STARTS + timedelta(days=7))
        cancel_meeting(other, words="Snow.", by=oversight.set_up_by, at=NOON)
        meeting = planned(oversight)
        agreed, noted = item(meeting, "Counselling"), item(meeting, "Any other business")
        called(meeting)
    with travel(AFTER, tick=False):
        held(meeting, absent=members_of(oversight)[:1])
        for one, outcome in ((agreed, Outcome.AGREED), (noted, Outcome.NOTED)):
            confirm_minute(minuted(one, outcome), by=chair_of(oversight), at=AFTER)
        people = {"owner": official("finance"), "verifier": official("auditor")}
        due = {"due_on": LATER - timedelta(days=1), "by": oversight.set_up_by, "at": AFTER}
        open_item_action(fresh_item(agreed), what="Write", **people, **due)

    assert [told(f"boards.{key}.2025-26") for key in ("held", "cancelled", "decided")] == [1, 1, 1]
    assert [told(f"boards.{key}.2026-27") for key in ("held", "cancelled", "decided")] == [0, 0, 0]
    assert (told("boards.actions_open"), told("boards.actions_overdue")) == (1, 1)
    ((_name, *row),) = told("table.boards.2025-26")
    assert row == ["1", "80%", "1", "17 March 2026"]
    assert last_meeting_of("oversight-board", on=LATER) == MET
    assert last_met_over(Watched.RISKS, on=LATER) == MET
    assert last_met_over(Watched.MONEY, on=LATER) is None
    assert told("boards.held.2025-26", on=DAY) == 0
    assert last_meeting_of("oversight-board", on=DAY) is None

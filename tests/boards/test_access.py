"""By its reference, each thing of a board is read by whom its policy lets."""

import pytest

from almoner.accounts.access import may_read
from almoner.accounts.roles import Role
from almoner.boards.operations import add_item_file, declare_interest
from almoner.core.references import name_of
from tests.boards.factories import DAY, NOON, board, called, item, member, members_of, planned
from tests.factories import official

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed():
    return item(planned(board()))


def test_officials_read_of_boards_and_meetings_and_those_who_sit_there_read_papers(listed):
    worker, someone = official(Role.COMMISSIONING_OFFICER), members_of(listed.meeting.board)[0]
    things = [listed.meeting.board, listed.meeting, listed]

    assert [bool(may_read(worker, name_of(one), on=DAY)) for one in things] == [True, True, False]
    assert [bool(may_read(someone, name_of(one), on=DAY)) for one in things] == [True, True, False]
    called(listed.meeting)
    assert may_read(someone, name_of(listed), on=DAY)
    assert not may_read(worker, name_of(listed), on=DAY)
    assert not any(may_read(member(), name_of(one), on=DAY) for one in things)


def test_a_file_is_read_by_whoever_reads_its_item(listed):
    out, someone = members_of(listed.meeting.board)[:2]
    declare_interest(listed, what="A cousin.", by=out, at=NOON)
    by = {"by": listed.meeting.board.set_up_by, "at": NOON}

    added = add_item_file([b"a,b\n1,2\n"], name="plan.csv", item=listed, title="", **by)
    called(listed.meeting)

    assert may_read(someone, name_of(added.file), on=DAY)
    assert not may_read(out, name_of(added.file), on=DAY)
    assert not may_read(official(Role.APPROVER), name_of(added.file), on=DAY)


@pytest.mark.parametrize("label", ["boards.board", "boards.meeting", "boards.item"])
def test_of_what_there_is_not_officials_are_told_so(label):
    assert may_read(official(Role.FINANCE), f"{label}:NONE", on=DAY)
    assert not may_read(official(), f"{label}:NONE", on=DAY)

"""Whoever is out of an item is out of what came of it, whatever their role."""

from datetime import timedelta

import pytest

from almoner.accounts.roles import Role
from almoner.actions.policies import may_hand_action_over, may_read_action, may_steer_action
from almoner.actions.queries import actions_visible_to
from almoner.boards.kinds import Ruling
from almoner.boards.operations import declare_interest, open_item_action, rule_on_interest
from tests.boards.factories import (
    AFTER,
    DAY,
    NOON,
    board,
    called,
    chair_of,
    fresh_item,
    held,
    item,
    planned,
    seat,
)
from tests.factories import official

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[Role.APPROVER, Role.AUDITOR])
def trusted(request):
    """Somebody who reads every restricted action, and sits on the board."""
    return official(request.param)


@pytest.fixture(params=[True, False], ids=["restricted", "open"])
def listed(request, trusted):
    sits = board()
    seat(sits, trusted)
    return item(planned(sits), "The refuge", is_restricted=request.param)


def came_of(listed, owner=None):
    held(called(listed.meeting))
    by, verifier = listed.meeting.board.set_up_by, official(Role.COMMISSIONING_OFFICER)
    said = {"owner": owner or official(Role.FINANCE), "verifier": verifier, "by": by, "at": AFTER}
    due_on = AFTER.date() + timedelta(days=7)
    return open_item_action(fresh_item(listed), what="Ring the refuge", due_on=due_on, **said)


def test_who_is_out_of_an_item_reads_and_steers_no_action_of_it(listed, trusted):
    declare_interest(listed, what="My sister runs it.", by=trusted, at=NOON)

    action = came_of(listed)

    for other in (official(Role.APPROVER), official(Role.AUDITOR)):
        assert may_read_action(other, action, on=DAY)
        assert action in actions_visible_to(other, on=DAY)
    assert "out of what this came of" in may_read_action(trusted, action, on=DAY).reason
    assert action not in actions_visible_to(trusted, on=DAY)
    assert not may_steer_action(trusted, action, on=DAY)
    assert not may_hand_action_over(trusted, action, on=DAY)


def test_who_may_stay_reads_it_and_so_does_who_took_it_on(listed, trusted):
    interest = declare_interest(listed, what="My sister ran it.", by=trusted, at=NOON)
    chair = chair_of(listed.meeting.board)
    action = came_of(listed, owner=trusted)
    assert may_read_action(trusted, action, on=DAY)
    assert action in actions_visible_to(trusted, on=DAY)

    rule_on_interest(interest, ruling=Ruling.STAYS, words="She left.", by=chair, at=NOON)
    action.owner = official(Role.FINANCE)

    assert may_read_action(trusted, action, on=DAY)

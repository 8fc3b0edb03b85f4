from datetime import timedelta
from inspect import signature

import pytest

from almoner.accounts.roles import Role
from almoner.boards import policies
from almoner.boards.kinds import Part
from almoner.boards.models import Interest
from almoner.boards.operations import (
    agree_minutes,
    cancel_meeting,
    confirm_minute,
    declare_interest,
)
from tests.boards import table
from tests.boards.factories import (
    AFTER,
    DAY,
    NOON,
    STARTS,
    called,
    empty_board,
    fresh,
    fresh_item,
    held,
    item,
    member,
    minuted,
    planned,
    seat,
)
from tests.factories import RoleHoldingFactory, official

pytestmark = pytest.mark.django_db
PARTS = {
    table.CHAIR: Part.CHAIR,
    table.DEPUTY: Part.DEPUTY_CHAIR,
    table.MEMBER: Part.MEMBER,
    table.ADVISER: Part.ADVISER,
    table.OUT_MEMBER: Part.MEMBER,
    table.ROLELESS: Part.MEMBER,
}


def everybody():
    """One of each kind in the table, each of whom works here or sits on the board."""
    people = {role: official(role) for role in Role}
    people |= {who: member() for who in PARTS}
    people[table.CHAIR] = official(Role.APPROVER)
    people[table.EX_MEMBER] = member()
    people[table.PRESENTER] = official(Role.COMMISSIONING_OFFICER)
    people[table.OUT_SECRETARY] = official(Role.BOARD_SECRETARY)
    people[table.OUT_AUDITOR] = official(Role.AUDITOR)
    people[table.NOBODY] = official()
    return people


def seated(people):
    """A board on which they sit, with its chair and all."""
    made = empty_board(by=people[Role.BOARD_SECRETARY])
    for who, part in PARTS.items():
        seat(made, people[who], part)
    yesterday = STARTS.date() - timedelta(days=1)
    seat(made, people[table.EX_MEMBER], until=yesterday)
    gone = people[table.ROLELESS]
    RoleHoldingFactory(holder=gone, role=Role.MEMBER, is_held=False, recorded_at=NOON)
    return made


def heard(people, situation):
    """An item of a meeting of theirs that came so far."""
    listed = item(planned(seated(people)), presenter=people[table.PRESENTER])
    for who in (table.OUT_MEMBER, table.OUT_SECRETARY, table.OUT_AUDITOR):
        declare_interest(listed, what="A cousin works there.", by=people[who], at=NOON)
    meeting = listed.meeting
    if situation != table.PLANNED:
        meeting = called(meeting)
    if situation in {table.HELD, table.AGREED}:
        meeting = held(meeting)
    if situation == table.AGREED:
        confirm_minute(minuted(fresh_item(listed)), by=people[table.CHAIR], at=AFTER)
        agree_minutes(meeting, by=people[table.CHAIR], at=AFTER)
    if situation == table.CANCELLED:
        said = {"words": "Nobody can come.", "by": people[Role.BOARD_SECRETARY], "at": NOON}
        cancel_meeting(meeting, **said)
    return fresh_item(listed)


@pytest.mark.parametrize("situation", table.SITUATIONS)
def test_the_table_of_permissions_is_what_the_policies_answer(situation):
    people = everybody()
    listed = heard(people, situation)
    things = {"board": listed.meeting.board, "meeting": listed.meeting, "item": listed}
    things["interest"] = Interest.objects.get(person=people[table.OUT_MEMBER])
    things["at"] = NOON if situation in {table.PLANNED, table.CALLED} else AFTER
    things["on"] = STARTS.date()
    found = {}

    for name in table.GRANTED:
        policy = getattr(policies, name)
        wanted = {one: things[one] for one in signature(policy).parameters if one != "user"}
        verdicts = {who: policy(person, **wanted) for who, person in people.items()}
        found[name] = {who for who, verdict in verdicts.items() if verdict}
        assert all(verdict or verdict.reason for verdict in verdicts.values())

    assert set(people) == table.EVERYBODY
    assert found == {
        name: who if situation in when else set() for name, (who, when) in table.GRANTED.items()
    }


def test_every_policy_stands_in_the_table():
    asked = {name for name in vars(policies) if name.startswith("may_")}

    assert asked == set(table.GRANTED)


def test_whoever_is_given_a_role_again_sits_again():
    people = everybody()
    made = seated(people)
    RoleHoldingFactory(
        holder=people[table.ROLELESS], role=Role.MEMBER, recorded_at=NOON + timedelta(days=1)
    )

    assert policies.may_read_papers(people[table.ROLELESS], fresh(planned(made)), on=DAY)

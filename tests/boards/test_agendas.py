from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.boards import operations
from almoner.boards.agendas import proposals_for
from almoner.boards.kinds import Origin, Outcome, Purpose, Ruling
from almoner.boards.operations import (
    Wanted,
    call_meeting,
    cancel_meeting,
    change_item,
    confirm_minute,
    declare_interest,
    list_item,
    move_item,
    rule_on_interest,
    withdraw_item,
)
from almoner.boards.queries import is_out, items_of
from almoner.commissions.operations import ask_gate, restrict_case
from almoner.core.lifecycles import IllegalTransition
from almoner.core.references import name_of
from tests.boards.factories import (
    AFTER,
    DAY,
    NOON,
    STARTS,
    board,
    called,
    chair_of,
    empty_board,
    fresh,
    fresh_item,
    held,
    item,
    members_of,
    minuted,
    planned,
    secretary,
)
from tests.commissions.factories import grant_case
from tests.commissions.frameworks import TEXT, in_force
from tests.factories import UserFactory
from tests.framework.factories import ApprovedFrameworkFactory

pytestmark = pytest.mark.django_db
OF_BOARD = TEXT.replace('code = "head"', 'code = "head"\nboard = "oversight-board"', 1)
FOUR_WEEKS = STARTS - NOON.replace(day=17, month=2)


def next_of(meeting):
    """The meeting of the same board four weeks later."""
    return planned(meeting.board, starts_at=meeting.starts_at + FOUR_WEEKS)


def titles(proposals):
    return [one.title for one in proposals]


def test_items_stand_in_the_order_in_which_they_were_put_down_until_one_is_moved():
    meeting = planned(empty_board())
    first, second, third = (item(meeting, f"Item {n}") for n in (1, 2, 3))
    by = {"by": meeting.board.set_up_by, "at": NOON}

    move_item(third, to=1, **by)

    assert list(items_of(meeting)) == [third, first, second]
    with pytest.raises(ValidationError, match="no such place"):
        move_item(third, to=4, **by)


def test_an_item_says_what_it_is_and_who_presents_it_works_here(monkeypatch):
    meeting = planned(empty_board())
    with pytest.raises(ValidationError, match="Say what it is"):
        item(meeting, " ")
    with pytest.raises(ValidationError, match="no role here"):
        item(meeting, presenter=UserFactory())
    item(meeting, about=name_of(meeting.board))
    with pytest.raises(ValidationError, match="stands on the agenda already"):
        item(meeting, about=name_of(meeting.board))

    monkeypatch.setattr(operations.agendas, "MOST", 1)
    with pytest.raises(ValidationError, match="at most 1 items"):
        item(meeting)


def test_an_item_is_withdrawn_with_a_reason_and_its_paper_stays():
    meeting = called(planned(empty_board()))
    listed = meeting.items.get()
    by = {"by": meeting.board.set_up_by, "at": NOON}
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_item(listed, words=" ", **by)

    withdraw_item(listed, words="Not ready.", **by)

    assert list(items_of(meeting)) == []
    assert fresh_item(listed).paper.digest
    with pytest.raises(IllegalTransition):
        withdraw_item(listed, words="Not ready.", **by)


def test_an_agenda_is_proposed_from_standing_items_the_last_minutes_and_what_is_due():
    ApprovedFrameworkFactory(text__text=OF_BOARD)
    case, before = grant_case(now=in_force(OF_BOARD)), held()
    meeting = next_of(before)
    ask_gate(case, onward="open", now=in_force(OF_BOARD), by=case.lead, at=NOON)

    proposed = proposals_for(meeting, on=DAY)

    assert titles(proposed) == [
        "Conflicts of interest",
        "Any other business",
        "Minutes of 17 March 2026, and matters arising",
        f"Decide at a gate: {case}: {case.title}",
    ]
    restrict_case(case, by=case.lead, at=NOON)
    (due,) = [one for one in proposals_for(meeting, on=DAY) if one.origin == Origin.DUE]
    assert (due.title, due.is_restricted) == (f"Decide at a gate: {case}", True)
    assert item(meeting, due.title, about=due.about).is_restricted


def test_what_is_listed_is_proposed_no_more():
    meeting = planned(empty_board())
    item(meeting, "Conflicts of interest", origin=Origin.STANDING)

    assert titles(proposals_for(meeting, on=DAY)) == ["Any other business"]


@pytest.fixture
def deferred():
    """An item that its board put off."""
    listed = item(planned(board()), "Counselling", purpose=Purpose.DECISION)
    meeting = held(called(listed.meeting))
    confirm_minute(minuted(listed, Outcome.DEFERRED), by=chair_of(meeting.board), at=AFTER)
    return fresh_item(listed)


def carried(meeting, item):
    wanted = Wanted(
        title=item.title, purpose=Purpose.DECISION, origin=Origin.CARRIED, carried_from=item
    )
    return list_item(meeting, wanted, by=meeting.board.set_up_by, at=AFTER)


def test_what_was_deferred_is_proposed_until_it_stands_on_an_agenda(deferred):
    meeting = next_of(deferred.meeting)
    assert [one.carried_from for one in proposals_for(meeting, on=DAY)].count(deferred) == 1
    by = {"by": meeting.board.set_up_by, "at": AFTER}

    again = carried(meeting, deferred)
    assert deferred not in [one.carried_from for one in proposals_for(meeting, on=DAY)]

    withdraw_item(again, words="Not ready.", **by)
    assert deferred in [one.carried_from for one in proposals_for(meeting, on=DAY)]


def test_what_was_carried_to_a_meeting_that_is_cancelled_is_proposed_again(deferred):
    meeting = next_of(deferred.meeting)
    carried(meeting, deferred)
    cancel_meeting(meeting, words="Snow.", by=meeting.board.set_up_by, at=AFTER)

    following = next_of(fresh(meeting))

    assert deferred in [one.carried_from for one in proposals_for(following, on=DAY)]


def test_whoever_was_out_of_an_item_is_out_of_it_when_it_comes_back():
    listed = item(planned(board()), "Counselling", about=name_of(grant_case()))
    leaves, stays, undecided = members_of(listed.meeting.board)
    for one in (leaves, stays, undecided):
        declare_interest(listed, what="A cousin.", by=one, at=NOON)
    by = {"by": chair_of(listed.meeting.board), "at": NOON}
    rulings = {leaves: Ruling.LEAVES, stays: Ruling.STAYS}
    for one in listed.interests.filter(person__in=rulings):
        rule_on_interest(one, ruling=rulings[one.person], words="So.", **by)

    again = item(next_of(listed.meeting), "Counselling", about=listed.about)

    assert [is_out(one, again) for one in (leaves, stays, undecided)] == [True, False, True]


def test_the_secretary_brings_what_they_may_read_or_what_awaits_the_board():
    case = grant_case()
    restrict_case(case, by=case.lead, at=NOON)
    meeting = planned(empty_board())

    with pytest.raises(PermissionDenied, match="may not read"):
        item(meeting, about=name_of(case))


def test_an_item_about_what_few_may_read_is_for_few():
    case = grant_case()
    meeting = planned(empty_board())
    listed = item(meeting, about=name_of(case))
    assert not listed.is_restricted

    restrict_case(case, by=case.lead, at=NOON)
    call_meeting(meeting, by=meeting.board.set_up_by, at=NOON)

    assert fresh_item(listed).is_restricted
    following = next_of(meeting)
    assert item(following, about=name_of(case)).is_restricted


def test_a_restriction_of_the_thing_is_not_lifted_from_the_item():
    case = grant_case()
    meeting = planned(empty_board())
    listed = item(meeting, about=name_of(case))
    restrict_case(case, by=case.lead, at=NOON)
    wanted = Wanted(title="Refuge", purpose=Purpose.DECISION)

    change_item(listed, replace(wanted, asks="Yes?"), by=meeting.board.set_up_by, at=NOON)

    assert fresh_item(listed).is_restricted


def test_a_secretary_who_is_out_of_an_item_leaves_it_to_another():
    listed = item(planned(empty_board()))
    other = secretary()
    declare_interest(listed, what="A cousin.", by=other, at=NOON)
    by = {"by": other, "at": NOON}

    for act in (
        lambda: withdraw_item(listed, words="So.", **by),
        lambda: move_item(listed, to=1, **by),
        lambda: change_item(listed, Wanted(title="X", purpose=Purpose.DECISION), **by),
    ):
        with pytest.raises(PermissionDenied, match="Another secretary"):
            act()

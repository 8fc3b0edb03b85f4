from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.boards.events import BoardEvent
from almoner.boards.kinds import Part
from almoner.boards.operations import (
    cancel_meeting,
    dissolve_board,
    plan_meeting,
    revise_terms,
    seat_member,
    set_up_board,
    unseat_member,
)
from almoner.boards.operations.calling import When
from almoner.boards.queries import seat_of, seats_of, terms_of
from almoner.boards.states import BoardState
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from tests.boards.factories import (
    AFTER,
    DAY,
    MONTHLY,
    NOON,
    STARTS,
    board,
    called,
    chair_of,
    empty_board,
    held,
    member,
    members_of,
    planned,
    seat,
    secretary,
)
from tests.factories import UserFactory, official

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
MET = STARTS.date()


def test_a_board_is_set_up_by_its_terms_under_a_code_of_its_own():
    by = secretary()

    made = set_up_board("joint-panel", replace(MONTHLY, partner="Chief Constable"), by=by, at=NOON)

    terms = terms_of(made, on=DAY)
    assert (made.state, terms.quorum, terms.partner) == (BoardState.SITTING, 3, "Chief Constable")
    line = Event.objects.get(kind=BoardEvent.SET_UP)
    assert line.facts["quorum"] == "3"
    with pytest.raises(ValidationError, match="Another board has this code"):
        set_up_board("joint-panel", MONTHLY, by=by, at=NOON)


@pytest.mark.parametrize(
    "change", [{"name": " "}, {"purpose": ""}, {"quorum": 0}, {"minutes": 0}, {"begins_on": None}]
)
def test_no_board_sits_by_terms_that_say_too_little(change):
    with pytest.raises(ValidationError):
        empty_board(charter=replace(MONTHLY, **change))


def test_only_the_secretary_sets_boards_up():
    with pytest.raises(PermissionDenied):
        empty_board(by=official(Role.APPROVER))


def test_terms_are_revised_from_a_day_and_those_before_stay():
    made, later = empty_board(), DAY + 30 * A_DAY
    said = {"by": made.set_up_by, "at": NOON}

    revise_terms(made, replace(MONTHLY, quorum=5), from_day=later, **said)

    assert terms_of(made, on=later - A_DAY).quorum == 3
    assert terms_of(made, on=later).quorum == 5
    assert terms_of(made, on=DAY - A_DAY).quorum == 3


def test_a_quorum_is_not_made_less_once_a_meeting_has_begun():
    made = board()
    planned(made)
    said = {"by": made.set_up_by, "at": AFTER}

    with pytest.raises(ValidationError, match="as it then was"):
        revise_terms(made, replace(MONTHLY, quorum=1), from_day=MET, **said)

    assert revise_terms(made, replace(MONTHLY, quorum=2), from_day=MET + A_DAY, **said)


def test_nobody_is_seated_or_unseated_from_a_day_on_which_it_has_met():
    made = board()
    held(called(planned(made)))
    said = {"by": made.set_up_by, "at": AFTER}

    with pytest.raises(ValidationError, match="as it then was"):
        seat(made, member(), from_day=MET, at=AFTER)
    with pytest.raises(ValidationError, match="as it then was"):
        unseat_member(made, members_of(made)[0], from_day=DAY, **said)


def test_nobody_gives_a_seat_to_themselves():
    made = empty_board()

    with pytest.raises(ValidationError, match="themselves"):
        seat(made, made.set_up_by, Part.CHAIR)


def test_whoever_sits_on_a_board_holds_a_role_here():
    with pytest.raises(ValidationError, match="no role here"):
        seat(empty_board(), UserFactory())


def test_only_the_secretary_gives_seats():
    with pytest.raises(PermissionDenied):
        seat(empty_board(), member(), by=official(Role.APPROVER))


def test_there_is_one_chair_on_any_day():
    made = board()
    other, soon = member(), DAY + 30 * A_DAY

    with pytest.raises(ValidationError, match="There is a chair"):
        seat(made, other, Part.CHAIR)

    unseat_member(made, chair_of(made), from_day=soon, by=made.set_up_by, at=NOON)
    with pytest.raises(ValidationError, match="There is a chair"):
        seat(made, other, Part.CHAIR, from_day=soon - A_DAY)
    assert seat(made, other, Part.CHAIR, from_day=soon)


def test_a_chair_of_today_does_not_meet_a_chair_of_tomorrow():
    """Nobody is in the chair on the first day of the new seat, and somebody on a later one."""
    made, soon = empty_board(), DAY + 30 * A_DAY
    seat(made, member(), Part.CHAIR, from_day=soon)

    with pytest.raises(ValidationError, match="There is a chair"):
        seat(made, member(), Part.CHAIR)

    assert seat(made, member(), Part.CHAIR, until=soon - A_DAY)


def test_seats_end_and_stay_on_record():
    made = board()
    gone = members_of(made)[0]

    unseat_member(made, gone, from_day=DAY + A_DAY, by=made.set_up_by, at=NOON)

    assert seat_of(gone, made, on=DAY)
    assert seat_of(gone, made, on=DAY + A_DAY) is None
    with pytest.raises(ValidationError, match="do not sit"):
        unseat_member(made, gone, from_day=DAY + A_DAY, by=made.set_up_by, at=NOON)


def test_a_seat_until_a_day_is_held_until_that_day():
    made = empty_board()
    with pytest.raises(ValidationError, match="before the first"):
        seat(made, member(), until=DAY - A_DAY)
    someone = member()

    seat(made, someone, Part.ADVISER, until=DAY + A_DAY, from_body="Police and Crime Panel")

    assert [one.from_body for one in seats_of(made, on=DAY + A_DAY)] == ["Police and Crime Panel"]
    assert seats_of(made, on=DAY + 2 * A_DAY) == []


def test_a_dissolved_board_neither_meets_nor_is_joined():
    made = board()
    by = {"by": made.set_up_by, "at": NOON}
    meeting = planned(made)
    with pytest.raises(ValidationError, match="Cancel them first"):
        dissolve_board(made, words="It is done.", **by)
    cancel_meeting(meeting, words="It is done.", **by)
    with pytest.raises(ValidationError, match="Say why"):
        dissolve_board(made, words=" ", **by)

    dissolve_board(made, words="It is done.", **by)

    with pytest.raises(IllegalTransition):
        seat_member(made, member(), Part.MEMBER, from_day=DAY, **by)
    with pytest.raises(ValidationError, match="meets no more"):
        plan_meeting(made, When(STARTS, AFTER, "Here"), **by)

"""What a board makes of a decision is said in the office whose turn it is, or is not recorded."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.actions.models import Action
from almoner.boards.effects import effects_on
from almoner.boards.kinds import Outcome, Purpose
from almoner.boards.models import Minute
from almoner.boards.operations import confirm_minute
from almoner.boards.states import MinuteState
from almoner.core.due import Sitting, due_to_board
from almoner.core.references import name_of
from almoner.decisions.due import decisions_for_board
from almoner.decisions.operations import declare_interests, return_decision, submit_decision
from almoner.decisions.queries import said_of
from almoner.decisions.states import DecisionState
from tests.boards.factories import AFTER, board, called, held, item, minuted, planned
from tests.commissions.factories import grant_case
from tests.commissions.frameworks import TEXT, in_force
from tests.decisions.factories import (
    DAY,
    NOON,
    SAID,
    advised,
    advised_by_all,
    fresh,
    head,
    submitted,
)
from tests.factories import RoleHoldingFactory
from tests.framework.factories import ApprovedFrameworkFactory

pytestmark = pytest.mark.django_db
OF_BOARD = TEXT.replace('code = "head"', 'code = "head"\nboard = "oversight-board"', 1)
SITTING = Sitting("oversight-board", frozenset(), DAY)
LATER = NOON + timedelta(days=1)


@pytest.fixture
def now():
    ApprovedFrameworkFactory(text__text=OF_BOARD)
    return in_force(OF_BOARD)


@pytest.fixture
def chair():
    return head()


@pytest.fixture
def oversight(chair):
    return board(chair=chair)


def heard(decision, oversight, chair, *, at=NOON):
    """The item about a decision, at a meeting that was held; its chair has no interest in it."""
    wanted = {"about": name_of(decision), "purpose": Purpose.DECISION}
    listed = item(planned(oversight), "Counselling", **wanted)
    held(called(listed.meeting))
    declare_interests(decision, has_any=False, by=chair, at=at)
    return listed


def test_an_outcome_says_what_it_would_do_to_a_decision(now):
    told = effects_on(name_of(submitted(now=now)), on=DAY)

    assert told[Outcome.AGREED] == "Approves it, in the office: Head of service"
    assert Outcome.NOTED not in told
    assert effects_on("decisions.decision:NONE", on=DAY) == {}


def test_an_agreed_item_signs_its_decision_in_the_name_of_the_chair(now, oversight, chair):
    decision = advised(now=now)
    listed = heard(decision, oversight, chair)

    confirm_minute(minuted(listed, Outcome.AGREED, "Good.", acts=True), by=chair, at=AFTER)

    (said,) = said_of(decision)
    assert (said.decided_by, said.words, said.office) == (chair, "Good.", "head")
    assert fresh(decision).state == DecisionState.SIGNED
    assert effects_on(name_of(decision), on=DAY) == {}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Outcome.SENT_BACK, DecisionState.RETURNED), (Outcome.REFUSED, DecisionState.REFUSED)],
)
def test_it_is_sent_back_or_refused_with_the_words_of_the_minute(
    now, oversight, chair, outcome, state
):
    decision = advised(now=now)
    drafted = minuted(heard(decision, oversight, chair), outcome, "Too dear.", acts=True)

    confirm_minute(drafted, by=chair, at=AFTER)

    assert fresh(decision).state == state
    assert decision.asked.said.get().words == "Too dear."


def test_conditions_become_an_action(now, oversight, chair):
    decision, due_on = advised(now=now), AFTER.date() + timedelta(days=30)
    listed = heard(decision, oversight, chair)
    said = {"acts": True, "conditions_by": due_on}
    drafted = minuted(listed, Outcome.AGREED_WITH_CONDITIONS, "Two referees.", **said)

    confirm_minute(drafted, by=chair, at=AFTER)

    action = Action.objects.get()
    assert (action.what, action.due_on) == ("Two referees.", due_on)


def test_where_the_office_is_not_the_chairs_nothing_is_confirmed(now):
    sits = board()
    decision = advised(now=now)
    chair = sits.seats.get(part="chair").person
    drafted = minuted(heard(decision, sits, chair), Outcome.AGREED, acts=True)

    with pytest.raises(PermissionDenied):
        confirm_minute(drafted, by=chair, at=AFTER)

    assert fresh(decision).state == DecisionState.SUBMITTED
    assert Minute.objects.get().state == MinuteState.DRAFT


def test_a_chair_approves_no_decision_of_their_own(now, oversight, chair):
    """Who wrote it, however it comes before the board: here, whose case it is."""
    RoleHoldingFactory(holder=chair, role="commissioning-officer")
    decision = advised(grant_case(lead=chair), now=now)
    drafted = minuted(heard(decision, oversight, chair), Outcome.AGREED, acts=True)

    with pytest.raises(PermissionDenied, match="your own work"):
        confirm_minute(drafted, by=chair, at=AFTER)


def test_what_was_submitted_anew_was_not_before_the_board(now, oversight, chair):
    decision = advised(now=now)
    listed = heard(decision, oversight, chair)
    again = return_decision(decision, step=1, words="Why?", by=chair, at=LATER)
    submit_decision(again, now=now, answers="So.", by=again.author, at=LATER)
    drafted = minuted(listed, Outcome.AGREED, acts=True)

    with pytest.raises(ValidationError, match="after the paper went out"):
        confirm_minute(drafted, by=chair, at=AFTER)


def test_decisions_are_due_to_the_board_in_which_their_office_acts(now):
    decision = submitted(now=now)
    assert list(decisions_for_board(SITTING, DAY)) == []
    advised_by_all(decision)

    (due,) = due_to_board(SITTING, on=DAY)

    assert (due.about, due.called) == (name_of(decision), SAID["title"])
    assert due_to_board(Sitting("tea-club", frozenset(), DAY), on=DAY) == []

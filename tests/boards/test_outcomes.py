"""What a board makes of a case moves the case, or is not recorded."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.actions.models import Action
from almoner.boards.effects import effects_on
from almoner.boards.events import MinuteEvent
from almoner.boards.kinds import Outcome, Presence, Purpose
from almoner.boards.models import Minute
from almoner.boards.operations import confirm_minute, record_presence
from almoner.boards.states import MinuteState
from almoner.commissions.events import GateEvent
from almoner.commissions.operations import ask_gate, withdraw_gate
from almoner.commissions.receivers import speak_at_the_gate
from almoner.commissions.states import GateState
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from tests.boards.factories import (
    AFTER,
    DAY,
    board,
    called,
    chair_of,
    fresh_item,
    held,
    item,
    minuted,
    planned,
)
from tests.commissions.factories import NOON, fresh, grant_case
from tests.commissions.frameworks import in_force
from tests.framework.factories import head

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return grant_case()


@pytest.fixture
def gate(case):
    return ask_gate(case, onward="open", now=in_force(), by=case.lead, at=NOON)


@pytest.fixture
def oversight():
    return board(chair=head())


@pytest.fixture
def heard(gate, oversight):
    """The item about the case, at a meeting that was held."""
    wanted = {"about": name_of(gate.commission), "purpose": Purpose.DECISION}
    listed = item(planned(oversight), "Counselling", **wanted)
    held(called(listed.meeting))
    return listed


def test_an_outcome_says_what_it_would_do_to_a_case(gate):
    told = effects_on(name_of(gate.commission), on=DAY)

    assert set(told) == {
        Outcome.AGREED,
        Outcome.AGREED_WITH_CONDITIONS,
        Outcome.SENT_BACK,
        Outcome.REFUSED,
    }
    assert told[Outcome.AGREED] == "Says go at the gate, in the office: Head of service"


def test_an_agreed_item_moves_its_case_in_the_name_of_the_chair(heard, gate, oversight):
    drafted = minuted(heard, Outcome.AGREED, "It is well prepared.", acts=True)

    confirm_minute(drafted, by=chair_of(oversight), at=AFTER)

    gate.refresh_from_db()
    said = gate.said.get()
    assert (gate.state, said.decided_by) == (GateState.GO, chair_of(oversight))
    assert fresh(gate.commission).stage == "open"
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds[-2:] == [MinuteEvent.ENACTED, GateEvent.DECIDED]


def test_an_outcome_that_finds_no_gate_any_more_is_refused(heard, oversight):
    """As when somebody says go at the gate while the chair confirms."""
    drafted = minuted(heard, Outcome.AGREED, "It is well prepared.", acts=True)
    confirm_minute(drafted, by=chair_of(oversight), at=AFTER)
    line = Event.objects.get(kind=MinuteEvent.ENACTED)

    with pytest.raises(ValidationError, match="waits at no gate any more"):
        speak_at_the_gate(line)


def test_conditions_become_an_action_of_the_lead(heard, gate, oversight):
    by_when = DAY + timedelta(days=40)
    drafted = minuted(
        heard,
        Outcome.AGREED_WITH_CONDITIONS,
        "Two referees first.",
        acts=True,
        conditions_by=by_when,
    )

    confirm_minute(drafted, by=chair_of(oversight), at=AFTER)

    action = Action.objects.get()
    assert (action.owner, action.due_on) == (gate.commission.lead, by_when)
    assert action.what == "Two referees first."


def test_where_the_case_refuses_nothing_is_confirmed(heard, gate):
    """A deputy chair holds no office, so the gate is not theirs to open."""
    deputy = next(one.person for one in heard.meeting.attendances.filter(part="deputy-chair"))
    meeting = fresh_item(heard).meeting
    said = {"by": meeting.board.set_up_by, "at": AFTER}
    record_presence(meeting, chair_of(meeting.board), Presence.ABSENT, **said)
    drafted = minuted(heard, Outcome.AGREED, "Go.", acts=True)
    lines = Event.objects.count()

    with pytest.raises(PermissionDenied):
        confirm_minute(drafted, by=deputy, at=AFTER)

    gate.refresh_from_db()
    assert (gate.state, Minute.objects.get().state) == (GateState.ASKED, MinuteState.DRAFT)
    assert Event.objects.count() == lines


def test_an_outcome_that_is_only_minuted_leaves_the_case(heard, gate, oversight):
    drafted = minuted(heard, Outcome.AGREED, "We like it.")

    confirm_minute(drafted, by=chair_of(oversight), at=AFTER)

    gate.refresh_from_db()
    assert gate.state == GateState.ASKED
    assert Event.objects.latest("number").kind == MinuteEvent.CONFIRMED


def test_an_outcome_cannot_act_once_the_case_waits_no_longer(heard, gate, oversight):
    drafted = minuted(heard, Outcome.AGREED, "Go.", acts=True)
    withdraw_gate(gate, by=gate.commission.lead, at=AFTER)

    with pytest.raises(ValidationError, match="would do nothing"):
        confirm_minute(drafted, by=chair_of(oversight), at=AFTER)


def test_what_is_confirmed_is_confirmed_once(heard, oversight):
    drafted = minuted(heard, Outcome.NOTED)
    confirm_minute(drafted, by=chair_of(oversight), at=AFTER)

    with pytest.raises(IllegalTransition):
        confirm_minute(drafted, by=chair_of(oversight), at=AFTER)


def test_what_is_minuted_apart_is_not_told_to_the_case(gate, oversight):
    """The case is read by many, and the item by few."""
    wanted = {"about": name_of(gate.commission), "purpose": Purpose.DECISION}
    listed = item(planned(oversight), "Counselling", is_restricted=True, **wanted)
    held(called(listed.meeting))
    said = {"acts": True, "conditions_by": DAY + timedelta(days=40)}
    words = "Only once the refuge in Mill Lane has moved."
    drafted = minuted(listed, Outcome.AGREED_WITH_CONDITIONS, words, **said)

    confirm_minute(drafted, by=chair_of(oversight), at=AFTER)

    apart = f"Minuted apart, at item {listed} of meeting {listed.meeting}."
    assert gate.said.get().words == apart
    assert Action.objects.get().what == apart


def test_a_gate_that_was_asked_after_the_paper_went_out_was_not_before_the_board(
    heard, gate, oversight
):
    """Its lead takes the question back, changes the case, and asks again before the meeting."""
    withdraw_gate(gate, by=gate.commission.lead, at=AFTER)
    ask_gate(fresh(gate.commission), onward="open", now=in_force(), by=gate.asked_by, at=AFTER)
    drafted = minuted(heard, Outcome.AGREED, "Go.", acts=True)

    with pytest.raises(ValidationError, match="after the paper went out"):
        confirm_minute(drafted, by=chair_of(oversight), at=AFTER)


def test_what_the_board_had_no_paper_of_is_minuted_and_acts_on_nothing(gate, oversight):
    meeting = called(planned(oversight))
    late = item(meeting, "Counselling", about=name_of(gate.commission))
    held(meeting)

    with pytest.raises(ValidationError, match="paper did not go out"):
        minuted(late, Outcome.AGREED, "Go.", acts=True)
    assert minuted(late, Outcome.AGREED, "Go.")

"""Another day: the owner asks, another decides, and all of it stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.actions.days import agree_to_action_day, propose_action_day, refuse_action_day
from almoner.actions.models import DayProposal
from almoner.actions.operations import move_action_day
from almoner.actions.queries import moves_of
from almoner.actions.standings import actions_stood
from almoner.actions.states import ActionState, ProposalState, StepKind
from almoner.core.due import due_to
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import end_of
from tests.actions.factories import ActionFactory, DayProposalFactory, DoneActionFactory
from tests.factories import DAY, NOON, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=60)


def proposed(action, **said):
    said = {"due_on": LATER, "text": "The shelter moves", "by": action.owner, "at": NOON, **said}
    return propose_action_day(action, **said)


def test_the_owner_asks_and_the_verifier_agrees():
    action = ActionFactory()
    asked = proposed(action)
    action.refresh_from_db()
    assert action.due_on == action.first_due_on
    due = due_to(worker_of(action.verifier, on=DAY), on=DAY)
    assert f"Agree to another day, or refuse it: {action}" in [one.what for one in due]

    agree_to_action_day(asked, text="Once", by=action.verifier, at=NOON)

    action.refresh_from_db()
    (moved,) = moves_of(action)
    assert (action.due_on, moved.taken_by) == (LATER, action.verifier)
    assert moved.text == "The shelter moves\n\nOnce"


def test_a_refusal_says_why_and_the_day_stands():
    asked = DayProposalFactory()
    by = asked.action.verifier
    with pytest.raises(ValidationError, match="Write it down"):
        refuse_action_day(asked, text=" ", by=by, at=NOON)

    action = refuse_action_day(asked, text="It was known", by=by, at=NOON)

    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (ProposalState.REFUSED, "It was known")
    assert action.due_on == action.first_due_on
    assert action.steps.get().kind == StepKind.DAY_REFUSED
    with pytest.raises(IllegalTransition):
        agree_to_action_day(asked, text="", by=by, at=NOON)


def test_nobody_asks_for_what_is_not_theirs_nor_twice_nor_decides_their_own():
    action = ActionFactory()
    with pytest.raises(PermissionDenied):
        proposed(action, by=action.verifier)
    with pytest.raises(ValidationError, match="its day already"):
        proposed(action, due_on=action.due_on)
    with pytest.raises(IllegalTransition):
        proposed(DoneActionFactory(owner=action.owner))
    asked = proposed(action)
    with pytest.raises(ValidationError, match="asked for already"):
        proposed(action)
    with pytest.raises(PermissionDenied):
        agree_to_action_day(asked, text="", by=action.owner, at=NOON)
    with pytest.raises(PermissionDenied):
        agree_to_action_day(asked, text="", by=official(Role.FINANCE), at=NOON)


def test_a_day_that_is_set_otherwise_overtakes_what_was_asked():
    asked = DayProposalFactory()

    move_action_day(asked.action, due_on=LATER, text="Sooner", by=asked.action.verifier, at=NOON)

    asked.refresh_from_db()
    assert asked.state == ProposalState.OVERTAKEN


def test_what_was_asked_for_is_never_edited():
    DayProposalFactory(state=ProposalState.REFUSED, decided_by=official(), decided_at=NOON)
    for change in (
        {"due_on": LATER + timedelta(days=1)},
        {"reason": "Another"},
        {"state": ProposalState.AGREED},
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), arranging():
            DayProposal.objects.update(**change)


def test_an_action_is_read_as_at_a_day():
    action = ActionFactory()
    with arranging():
        for kind, days in ((StepKind.OPENED, 0), (StepKind.PROGRESS, 2), (StepKind.MOVED, 4)):
            moment = NOON + timedelta(days=days)
            action.steps.create(
                kind=kind,
                due_on=LATER if kind == StepKind.MOVED else action.due_on,
                owner=action.owner,
                verifier=action.verifier,
                taken_by=action.owner,
                taken_at=moment,
                recorded_at=moment + timedelta(days=1),
            )

    def stood(days, *, known=False):
        on = DAY + timedelta(days=days)
        known_before = None if known else end_of(on)
        return actions_stood([action.pk], on=on, known_before=known_before).get(action.pk)

    assert stood(0) is None  # it was written down the day after
    assert stood(0, known=True).kind == StepKind.OPENED
    assert (stood(4).kind, stood(4).moves) == (StepKind.PROGRESS, 0)
    assert (stood(5).moves, stood(5).due_on, stood(5).days_slipped) == (1, LATER, 30)
    assert stood(5).is_overdue(LATER + timedelta(days=1))
    assert action.state == ActionState.OPEN

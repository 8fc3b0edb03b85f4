from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from almoner.accounts.roles import Role
from almoner.actions.events import ActionEvent
from almoner.actions.models import Action, Step
from almoner.actions.operations import (
    drop_action,
    finish_action,
    hand_action_over,
    move_action_day,
    note_progress,
    open_action,
    send_action_back,
    verify_action,
)
from almoner.actions.states import ActionState, StepKind
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from tests.actions.factories import ActionFactory, DoneActionFactory
from tests.factories import DAY, NOON, UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
SOURCE = "decisions.decision:PCD-2026-014"
LATER = DAY + timedelta(days=60)


@pytest.fixture
def people():
    return {"owner": official(Role.FINANCE), "verifier": official(Role.AUDITOR)}


def opened(people, **said):
    by = official(Role.APPROVER)
    said = {"due_on": LATER, "source": SOURCE, "at": NOON, "by": by, **people, **said}
    return open_action("Send the insurer’s letter", **said)


def last_line():
    return Event.objects.order_by("number").last()


def last_step():
    return Step.objects.order_by("pk").last()


def test_open_action_names_who_does_it_who_verifies_it_and_what_asks_for_it(people):
    action = opened(people)

    assert (action.reference, action.state) == ("ACT-2026-001", ActionState.OPEN)
    assert (action.source, action.due_on, action.first_due_on) == (SOURCE, LATER, LATER)
    line = last_line()
    assert (line.kind, line.about) == (ActionEvent.OPENED, "actions.action:ACT-2026-001")
    assert line.facts == {
        "owner": people["owner"].reference,
        "verifier": people["verifier"].reference,
        "due_on": LATER.isoformat(),
    }
    assert last_step().kind == StepKind.OPENED


@pytest.mark.parametrize("field", ["owner", "verifier"])
def test_open_action_names_only_who_works_here(people, field):
    with pytest.raises(ValidationError, match="no role here"):
        opened({**people, field: UserFactory()})


def test_open_action_refuses_the_owner_as_verifier_a_day_gone_by_and_no_words(people):
    with pytest.raises(ValidationError, match="other than its owner"):
        opened({"owner": people["owner"], "verifier": people["owner"]})
    with pytest.raises(ValidationError, match="has passed"):
        opened(people, due_on=DAY - timedelta(days=1))
    with pytest.raises(ValidationError, match="Write it down"):
        open_action(" ", due_on=DAY, by=official(Role.APPROVER), at=NOON, **people)
    with pytest.raises(PermissionDenied):
        opened(people, by=official(Role.AUDITOR))
    assert Action.objects.count() == 0


def test_an_action_is_done_by_its_owner_and_verified_by_another(people):
    action = opened(people)

    note_progress(action, text="Asked for", by=people["owner"], at=NOON)
    finish_action(action, text="The letter of 3 March", by=people["owner"], at=NOON)
    verify_action(action, text="Read it", by=people["verifier"], at=NOON)

    action.refresh_from_db()
    assert (action.state, action.done_at, action.closed_at) == (ActionState.VERIFIED, NOON, NOON)
    kinds = list(action.steps.order_by("pk").values_list("kind", "text"))
    assert kinds[1:] == [
        (StepKind.PROGRESS, "Asked for"),
        (StepKind.DONE, "The letter of 3 March"),
        (StepKind.VERIFIED, "Read it"),
    ]
    assert last_line().kind == ActionEvent.VERIFIED


def test_nobody_verifies_what_they_own_or_what_is_not_done(people):
    action = opened(people)
    with pytest.raises(IllegalTransition):
        verify_action(action, text="Seen", by=people["verifier"], at=NOON)

    finish_action(action, text="Done", by=people["owner"], at=NOON)

    with pytest.raises(PermissionDenied, match="Another verifies it"):
        verify_action(action, text="Seen", by=people["owner"], at=NOON)


def test_what_is_sent_back_is_to_be_done_again(people):
    action = opened(people)
    finish_action(action, text="Done", by=people["owner"], at=NOON)

    send_action_back(action, text="Page two is missing", by=people["verifier"], at=NOON)

    action.refresh_from_db()
    assert (action.state, action.done_at) == (ActionState.OPEN, None)
    assert last_step().text == "Page two is missing"


def test_another_day_is_set_by_who_does_not_own_it_and_the_first_day_stays(people):
    action = opened(people)
    with pytest.raises(PermissionDenied, match="Ask its verifier"):
        move_action_day(action, due_on=DAY, text="Late", by=people["owner"], at=NOON)
    with pytest.raises(ValidationError, match="its day already"):
        move_action_day(action, due_on=LATER, text="Late", by=people["verifier"], at=NOON)

    move_action_day(action, due_on=DAY, text="The insurer is fast", by=people["verifier"], at=NOON)

    action.refresh_from_db()
    assert (action.due_on, action.first_due_on, last_step().due_on) == (DAY, LATER, DAY)
    assert last_line().facts == {"from": LATER.isoformat(), "to": DAY.isoformat()}


def test_an_action_is_handed_over_but_never_to_verify_ones_own_work(people):
    action, new = opened(people), official(Role.FINANCE)
    owner, verifier = people["owner"], people["verifier"]

    hand_action_over(action, owner=new, verifier=verifier, text="Leave", by=owner, at=NOON)

    action.refresh_from_db()
    assert (action.owner, last_step().owner) == (new, new)
    with pytest.raises(ValidationError, match="They owned this action"):
        hand_action_over(action, owner=new, verifier=owner, text="Back", by=verifier, at=NOON)
    with pytest.raises(ValidationError, match="theirs already"):
        hand_action_over(action, owner=new, verifier=verifier, text="Same", by=verifier, at=NOON)


def test_an_action_is_dropped_for_a_reason_and_then_nothing_more_happens_to_it(people):
    action = opened(people)

    drop_action(action, text="The grant ended", by=people["verifier"], at=NOON)

    action.refresh_from_db()
    assert (action.state, action.closed_at) == (ActionState.DROPPED, NOON)
    for verb, who in (
        (note_progress, "owner"),
        (finish_action, "owner"),
        (drop_action, "verifier"),
    ):
        with pytest.raises(IllegalTransition):
            verb(action, text="More", by=people[who], at=NOON)
    with pytest.raises(IllegalTransition):
        move_action_day(action, due_on=DAY, text="More", by=people["verifier"], at=NOON)
    new = {"owner": official(Role.FINANCE), "verifier": people["verifier"]}
    with pytest.raises(IllegalTransition):
        hand_action_over(action, **new, text="More", by=people["verifier"], at=NOON)


def test_the_database_refuses_a_verifier_who_owns_it_and_any_change_of_the_evidence(people):
    person = official(Role.FINANCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionFactory(owner=person, verifier=person)
    action = DoneActionFactory()
    opened(people)
    for change in (
        lambda: Action.objects.filter(pk=action.pk).update(what="Something easier"),
        lambda: Action.objects.filter(pk=action.pk).update(first_due_on=LATER),
        lambda: Action.objects.filter(pk=action.pk).delete(),
        lambda: Step.objects.update(text="Another word"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), arranging():
            change()

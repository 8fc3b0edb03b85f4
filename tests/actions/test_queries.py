from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.actions.queries import (
    actions_visible_to,
    actions_wanting,
    unfinished_by_source,
)
from almoner.actions.states import ActionState
from almoner.core.due import due_to
from tests.actions.factories import ActionFactory, DoneActionFactory
from tests.assurance.asked import only_the_first_breaks
from tests.factories import DAY, NOON, official

pytestmark = pytest.mark.django_db
SOURCE = "decisions.decision:PCD-2026-014"


def test_a_thing_waits_for_its_actions_until_each_is_verified_or_dropped():
    done = DoneActionFactory(source=SOURCE)
    to_do = ActionFactory(source=SOURCE)
    ActionFactory(source=SOURCE, state=ActionState.DROPPED)
    DoneActionFactory(source=SOURCE, state=ActionState.VERIFIED, closed_at=NOON)
    ActionFactory(source="decisions.decision:PCD-2026-015")

    assert set(actions_wanting(SOURCE)) == {done, to_do}
    assert unfinished_by_source([SOURCE, "decisions.decision:PCD-2026-016"]) == {SOURCE: 2}


def test_a_restricted_action_is_seen_by_whom_it_names_and_by_few_others():
    mine = ActionFactory(is_restricted=True)
    ours = ActionFactory()

    assert set(actions_visible_to(mine.owner, on=DAY)) == {mine, ours}
    assert set(actions_visible_to(official(Role.AUDITOR), on=DAY)) == {mine, ours}
    assert set(actions_visible_to(official(Role.PUBLISHER), on=DAY)) == {ours}
    assert set(actions_visible_to(official(Role.ADMINISTRATOR), on=DAY)) == set()


def due_of(person):
    return [(due.what, due.due_on, due.called) for due in due_to(worker_of(person, on=DAY), on=DAY)]


def test_my_work_lists_what_to_do_what_to_verify_and_for_approvers_what_is_long_overdue():
    action = ActionFactory(due_on=DAY - timedelta(days=15))
    secret = ActionFactory(owner=action.owner, is_restricted=True)
    done = DoneActionFactory(verifier=action.verifier)

    assert due_of(action.owner) == [
        (f"Do what you took on: {action}", action.due_on, "Visit the shelter"),
        (f"Do what you took on: {secret}", secret.due_on, ""),
    ]
    assert due_of(action.verifier) == [
        (f"Verify that it was done: {done}", None, "Visit the shelter"),
        (f"Overdue, and yours to verify: {action}", action.due_on, "Visit the shelter"),
    ]
    assert due_of(official(Role.APPROVER)) == [
        ("1 action is more than a fortnight overdue", None, "")
    ]


def test_an_action_is_done_by_its_day():
    only_the_first_breaks(
        "actions-in-time",
        lambda: ActionFactory(due_on=DAY - timedelta(days=1)),
        lambda: ActionFactory(due_on=DAY),
    )


def test_what_was_done_is_verified_within_a_fortnight():
    only_the_first_breaks(
        "actions-verified",
        lambda: DoneActionFactory(done_at=NOON - timedelta(days=15)),
        lambda: DoneActionFactory(done_at=NOON - timedelta(days=14)),
    )

"""Several agreed actions of one recommendation: which one leads, and what the others hold up."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.actions.operations import (
    drop_action,
    finish_action,
    open_action,
    send_action_back,
    verify_action,
)
from almoner.actions.states import ActionState, StepKind
from almoner.audits.events import RecommendationEvent
from almoner.audits.kinds import Finds
from almoner.audits.models import Verdict
from almoner.audits.operations import Further, agree_another_action, give_verdict
from almoner.audits.queries import recommendations_visible_to
from almoner.audits.standings import Age, ageing, recommendations_as_at, stood
from almoner.audits.states import Progress
from almoner.core.due import due_to
from almoner.core.models import Event
from almoner.core.references import name_of
from tests.actions.factories import ActionFactory
from tests.audits.factories import (
    EvidenceFactory,
    RecommendationFactory,
    VerdictFactory,
    agreed,
    agreed_also,
    step,
)
from tests.factories import DAY, LONG_AGO, NOON, official

pytestmark = pytest.mark.django_db
SOON, LATER = DAY + timedelta(days=20), DAY + timedelta(days=60)


def further(**said):
    people = {"owner": official(Role.FINANCE), "verifier": official(Role.AUDITOR)}
    return Further(**{"what": "Tell every team", "due_on": LATER, **people, **said})


def agree(recommendation, **said):
    by = said.pop("by", recommendation.review.sponsor)
    return agree_another_action(recommendation, further(**said), by=by, at=NOON)


def verdict(recommendation, finds=Finds.FULLY):
    by = official(Role.AUDITOR)
    return give_verdict(recommendation, finds=finds, reasons="I looked", by=by, at=NOON)


def shown(**said):
    recommendation = agreed(**said)
    EvidenceFactory(recommendation=recommendation)
    return recommendation


def now(recommendation):
    (row,) = stood([recommendation], on=DAY)
    return row


def state_of(*actions):
    for one in actions:
        one.refresh_from_db()
    return [one.state for one in actions]


def test_management_agrees_another_action_beside_the_one_that_leads():
    recommendation = agreed()

    action = agree(recommendation)

    line = Event.objects.order_by("number").last()
    assert (action.source, action.due_on) == (name_of(recommendation), LATER)
    assert (line.kind, line.facts) == (RecommendationEvent.AGREED, {"action": str(action)})
    assert [one.action for one in now(recommendation).agreed] == [recommendation.action, action]
    with pytest.raises(ValidationError, match="Name an internal auditor"):
        agree(recommendation, verifier=official(Role.PUBLISHER))
    with pytest.raises(ValidationError, match="at most 500 letters"):
        agree(recommendation, what="x" * 501)
    auditor = official(Role.AUDITOR)
    with pytest.raises(ValidationError, match="other than its owner"):
        agree(recommendation, owner=auditor, verifier=auditor)


def test_nothing_more_is_agreed_of_what_is_unanswered_or_closed_nor_by_others():
    closed, by = agreed(), official(Role.APPROVER)
    VerdictFactory(recommendation=closed, finds=Finds.RISK_ACCEPTED)
    for recommendation, who, told in (
        (RecommendationFactory(), by, "Answer it first"),
        (closed, by, "it is closed"),
        (agreed(), official(Role.PUBLISHER), "an approver, responds"),
    ):
        with pytest.raises(PermissionDenied, match=told):
            agree(recommendation, by=who)


def test_nobody_opens_an_action_in_its_name_who_may_not_agree_to_one():
    recommendation = agreed()
    said = {"owner": official(Role.FINANCE), "verifier": official(Role.AUDITOR), "due_on": LATER}
    by = official(Role.PUBLISHER)

    with pytest.raises(PermissionDenied, match="an approver, responds"):
        open_action("x", source=name_of(recommendation), **said, by=by, at=NOON)
    with pytest.raises(PermissionDenied, match="no such recommendation"):
        open_action("x", source="audits.recommendation:REC-2999-001", **said, by=by, at=NOON)

    assert open_action("x", source="risks.risk:RSK-2025-001", **said, by=by, at=NOON)


def test_management_cannot_say_that_it_is_implemented_while_another_action_is_to_be_done():
    recommendation = shown()
    leading, other = recommendation.action, agreed_also(recommendation, due_on=SOON)
    with pytest.raises(PermissionDenied) as refusal:
        finish_action(leading, text="Done", by=leading.owner, at=NOON)
    assert str(refusal.value) == f"{other} is still to be done: by Pia Holm, due on 24 March 2026."

    finish_action(other, text="Told", by=other.owner, at=NOON)
    finish_action(leading, text="Done", by=leading.owner, at=NOON)

    assert state_of(leading, other) == [ActionState.DONE, ActionState.DONE]


def test_what_is_dropped_or_restricted_holds_nothing_up():
    recommendation = shown()
    leading, other = recommendation.action, agreed_also(recommendation)
    ActionFactory(source=name_of(recommendation), is_restricted=True)

    drop_action(other, text="The teams are one", by=recommendation.review.lead, at=NOON)
    finish_action(leading, text="Done", by=leading.owner, at=NOON)

    assert state_of(leading) == [ActionState.DONE]
    assert [one.action for one in now(recommendation).agreed] == [leading, other]


def test_fully_implemented_is_refused_while_another_action_is_to_be_done_and_verifies_all():
    recommendation = shown(state=ActionState.DONE)
    leading, other = recommendation.action, agreed_also(recommendation)
    with pytest.raises(PermissionDenied, match=f"{other} is still to be done"):
        verdict(recommendation)
    assert Verdict.objects.count() == 0
    finish_action(other, text="Told", by=other.owner, at=NOON)

    verdict(recommendation)

    assert state_of(leading, other) == [ActionState.VERIFIED, ActionState.VERIFIED]


def test_what_is_given_up_drops_all_and_what_is_not_so_yet_sends_the_leading_one_back():
    given_up, back = agreed(), shown(state=ActionState.DONE)
    first, second = given_up.action, agreed_also(given_up, state=ActionState.DONE)
    leading, other = back.action, agreed_also(back, state=ActionState.DONE)

    verdict(given_up, Finds.SUPERSEDED)
    verdict(back, Finds.PARTIALLY)

    assert state_of(first, second) == [ActionState.DROPPED, ActionState.DROPPED]
    assert state_of(leading, other) == [ActionState.OPEN, ActionState.DONE]


def test_it_is_not_yet_due_only_before_the_first_day_of_what_is_to_be_done():
    recommendation = agreed(due_on=LATER)
    other = agreed_also(recommendation, due_on=DAY)
    with pytest.raises(ValidationError, match="Its day has come"):
        verdict(recommendation, Finds.NOT_YET_DUE)
    finish_action(other, text="Told", by=other.owner, at=NOON)

    assert verdict(recommendation, Finds.NOT_YET_DUE).pk


def test_each_is_due_to_whoever_owns_it():
    recommendation = agreed()
    other = agreed_also(recommendation, due_on=SOON)

    for one in (recommendation.action, other):
        (due,) = due_to(worker_of(one.owner, on=DAY), on=DAY)
        said = (due.what, due.about, due.due_on)
        assert said == (f"Do what you took on: {one}", name_of(recommendation), one.due_on)


def test_another_action_is_verified_by_itself_by_an_auditor_who_had_no_part_in_any():
    recommendation = agreed()
    first, second = (agreed_also(recommendation, state=ActionState.DONE) for _n in range(2))
    took_part = official(Role.AUDITOR)
    EvidenceFactory(recommendation=recommendation, added_by=took_part)
    with pytest.raises(PermissionDenied, match="another auditor"):
        verify_action(first, text="Seen", by=took_part, at=NOON)

    verify_action(first, text="Seen", by=recommendation.review.lead, at=NOON)
    send_action_back(second, text="Not all", by=recommendation.review.lead, at=NOON)

    assert state_of(first, second) == [ActionState.VERIFIED, ActionState.OPEN]


def test_whoever_owned_any_of_it_gives_no_verdict_and_reads_and_shows_it():
    recommendation, who = shown(state=ActionState.DONE), official(Role.MEMBER)
    other = agreed_also(recommendation, state=ActionState.DONE, owner=who)
    once = official(Role.AUDITOR)
    step(other, StepKind.HANDED_OVER, at=NOON, owner=once)

    with pytest.raises(PermissionDenied, match="another auditor"):
        give_verdict(recommendation, finds=Finds.FULLY, reasons="x", by=once, at=NOON)

    assert list(recommendations_visible_to(who, on=DAY)) == [recommendation]
    assert not recommendations_visible_to(official(Role.MEMBER), on=DAY).exists()


def test_it_is_late_with_any_and_due_with_the_last_of_what_is_to_be_done():
    recommendation = agreed(due_on=LATER)
    early = agreed_also(recommendation, due_on=DAY - timedelta(days=2))
    last = agreed_also(recommendation, due_on=LATER + timedelta(days=5), first_due_on=LATER)
    step(last, StepKind.MOVED, at=NOON)

    row = now(recommendation)

    assert (row.due_on, row.first_due_on, row.next_on) == (last.due_on, LATER, early.due_on)
    assert (row.is_overdue, row.moves, row.days_slipped) == (True, 1, 5)
    assert ageing([row])[0] == Age(0, 90, 1, 1, 1)
    for one in (early, last):
        finish_action(one, text="Told", by=one.owner, at=NOON)
    row = now(recommendation)
    assert (row.due_on, row.next_on, row.is_overdue) == (LATER, LATER, False)


def test_an_action_that_was_agreed_later_is_unknown_before():
    recommendation = agreed(due_on=SOON)
    agreed_also(recommendation, due_on=LATER, opened_at=NOON)

    (before,) = recommendations_as_at(DAY - timedelta(days=1))
    (after,) = recommendations_as_at(DAY)

    assert (len(before.agreed), before.due_on) == (1, SOON)
    assert (len(after.agreed), after.due_on) == (2, LATER)


@pytest.mark.parametrize(
    ("leading", "other", "progress"),
    [
        (StepKind.OPENED, StepKind.OPENED, Progress.NOT_STARTED),
        (StepKind.OPENED, StepKind.DONE, Progress.IN_PROGRESS),
        (StepKind.OPENED, StepKind.DROPPED, Progress.NOT_STARTED),
        (StepKind.DONE, StepKind.OPENED, Progress.IN_PROGRESS),
        (StepKind.DONE, StepKind.VERIFIED, Progress.IMPLEMENTED),
        (StepKind.DROPPED, StepKind.SENT_BACK, Progress.IN_PROGRESS),
        (StepKind.DROPPED, StepKind.DONE, Progress.DROPPED),
    ],
)
def test_the_leading_action_speaks_but_not_over_what_is_to_be_done(leading, other, progress):
    recommendation = agreed()
    step(recommendation.action, leading, at=LONG_AGO)
    step(agreed_also(recommendation), other, at=LONG_AGO)

    assert now(recommendation).progress == progress


def test_however_many_there_are_they_are_told_in_five_questions(django_assert_max_num_queries):
    for _n in range(3):
        recommendation = agreed()
        agreed_also(recommendation)
        agreed_also(recommendation)

    with django_assert_max_num_queries(5):
        assert [len(one.agreed) for one in recommendations_as_at(DAY)] == [3, 3, 3]

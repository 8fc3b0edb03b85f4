from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.actions.states import ActionState
from almoner.assurance.asking import findings
from almoner.audits.states import ReviewState
from almoner.audits.tasks import call_for_follow_ups
from almoner.core.due import due_to
from tests.assurance.asked import only_the_first_breaks
from tests.audits.factories import (
    EvidenceFactory,
    RecommendationFactory,
    ReviewFactory,
    RunFactory,
    TiedControlFactory,
    VerdictFactory,
    agreed,
    agreed_also,
)
from tests.factories import DAY, NOON, official

pytestmark = pytest.mark.django_db


def test_a_recommendation_is_answered_within_four_weeks():
    only_the_first_breaks("recommendations-answered", RecommendationFactory, agreed)


def test_a_recommendation_is_implemented_by_its_day():
    only_the_first_breaks(
        "recommendations-in-time",
        lambda: agreed(due_on=DAY - timedelta(days=1)),
        lambda: agreed(due_on=DAY),
    )


def test_a_recommendation_is_late_by_any_of_its_actions():
    def late_by(days):
        recommendation = agreed(state=ActionState.DONE)
        agreed_also(recommendation, due_on=DAY + timedelta(days=1))
        agreed_also(recommendation, due_on=DAY - timedelta(days=days))
        return recommendation

    only_the_first_breaks("recommendations-in-time", lambda: late_by(2), lambda: late_by(0))

    reasons = {one.reason for one in findings("recommendations-in-time", on=DAY).breaks}
    assert reasons == {"It was due on 2 March 2026."}


def test_what_is_said_to_be_implemented_is_shown():
    def shown(until):
        done = agreed(state=ActionState.DONE)
        EvidenceFactory(recommendation=done, expires_on=until)
        return done

    only_the_first_breaks(
        "evidence-current", lambda: shown(DAY - timedelta(days=1)), lambda: shown(DAY)
    )


def test_what_is_implemented_still_holds():
    RunFactory(control="actions-in-time", broken=2)
    RunFactory(control="backup-recent")

    def tied(code):
        done = agreed(state=ActionState.VERIFIED)
        return TiedControlFactory(recommendation=done, code=code).recommendation

    only_the_first_breaks(
        "implemented-still-holds",
        lambda: tied("actions-in-time"),
        lambda: tied("backup-recent"),
    )


def due_of(person):
    return [(due.what, due.verb) for due in due_to(worker_of(person, on=DAY), on=DAY)]


def test_my_work_asks_for_answers_verdicts_and_evidence_that_lasts():
    unanswered, done = RecommendationFactory(), agreed(state=ActionState.DONE)
    ending = EvidenceFactory(recommendation=done, expires_on=DAY + timedelta(days=9))
    given_up = agreed()
    EvidenceFactory(recommendation=given_up, expires_on=DAY)
    VerdictFactory(recommendation=given_up, finds="superseded")

    assert due_of(unanswered.review.sponsor) == [
        (f"Answer a recommendation: {unanswered}", "answer")
    ]
    assert (f"Verify that it was done: {done.action}", "read") in due_of(done.review.lead)
    assert f"Evidence expires: {ending} of {done}" in [
        what for what, _ in due_of(done.action.owner)
    ]
    assert due_of(given_up.action.owner) == [(f"Do what you took on: {given_up.action}", "read")]


def test_a_follow_up_is_asked_for_on_its_day():
    due, later = ReviewFactory(follow_up_on=DAY), ReviewFactory()

    assert call_for_follow_ups(NOON) == "1 follow-ups called for"

    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, later.state) == (ReviewState.FOLLOW_UP_DUE, ReviewState.FINAL)
    assert (f"Follow up a review: {due}", "read") in due_of(official(Role.AUDITOR))
    assert due.steps.count() == 2

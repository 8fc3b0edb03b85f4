from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from almoner.accounts.roles import Role
from almoner.audits.events import STEPS
from almoner.audits.kinds import Finds, ReviewKind
from almoner.audits.models import Finding, Rating, Review, ReviewStep
from almoner.audits.operations import (
    Found,
    Planned,
    give_verdict,
    issue_review,
    move_review_on,
    plan_review,
    record_finding,
    record_recommendation,
    reword_finding,
    reword_recommendation,
)
from almoner.audits.operations.reviews import BY_HAND
from almoner.audits.states import ReviewState
from almoner.core.lifecycles import IllegalTransition
from tests.audits.factories import (
    DraftReviewFactory,
    FindingFactory,
    RecommendationFactory,
    ReviewFactory,
    agreed,
)
from tests.factories import DAY, NOON, UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
NEXT_YEAR = DAY + timedelta(days=300)


@pytest.fixture
def auditor():
    return official(Role.AUDITOR)


def issued(review, by, **said):
    said = {"rating": "adequate", "follow_up_on": NEXT_YEAR, "text": "", **said}
    return issue_review(review, by=by, at=NOON, **said)


def test_a_final_report_is_issued_with_its_rating_and_stands(auditor):
    review = DraftReviewFactory()
    recommendation = RecommendationFactory(finding=FindingFactory(review=review))
    with pytest.raises(ValidationError, match="followed up"):
        issued(review, auditor, follow_up_on=None)
    with pytest.raises(ValidationError, match="no such rating"):
        issued(review, auditor, rating="excellent")

    review = issued(review, auditor)

    assert (review.state, review.issued_on) == (ReviewState.FINAL, DAY)
    assert Rating.objects.get().title == "Adequate"
    for change in (
        lambda: record_finding(review, Found("One", "More"), by=auditor, at=NOON),
        lambda: reword_finding(recommendation.finding, Found("One", "More"), by=auditor, at=NOON),
        lambda: reword_recommendation(
            recommendation, text="Less", priority="low", by=auditor, at=NOON
        ),
        lambda: move_review_on(review, to=ReviewState.DRAFT, text="", by=auditor, at=NOON),
    ):
        with pytest.raises(IllegalTransition):
            change()


def test_only_auditors_write_reviews_and_what_is_missing_is_said(auditor):
    said = {
        "title": "Payments",
        "kind": ReviewKind.ASSURANCE,
        "scope": "All",
        "carried_out_by": "Internal audit",
        "lead": auditor,
        "sponsor": official(Role.FINANCE),
        "starts_on": DAY,
        "ends_on": DAY,
    }
    with pytest.raises(PermissionDenied):
        plan_review(Planned(**said), by=said["sponsor"], at=NOON)
    for wrong, told in (
        ({"scope": " "}, "Write it down"),
        ({"ends_on": DAY - timedelta(days=1)}, "ends before"),
        ({"lead": said["sponsor"]}, "Name an internal auditor"),
        ({"sponsor": UserFactory()}, "Name an official"),
        ({"kind": ReviewKind.FOLLOW_UP}, "which review"),
        ({"follows": DraftReviewFactory()}, "not final"),
    ):
        with pytest.raises(ValidationError, match=told):
            plan_review(Planned(**{**said, **wrong}), by=auditor, at=NOON)

    assert plan_review(Planned(**said), by=auditor, at=NOON).state == ReviewState.PLANNED


def test_a_follow_up_tests_again_rates_anew_and_ends_the_review_that_it_follows(auditor):
    earlier = agreed()
    review = DraftReviewFactory(kind=ReviewKind.FOLLOW_UP, follows=earlier.review)
    other = agreed()
    found = {"finds": Finds.PARTIALLY, "reasons": "x", "given_in": review}
    with pytest.raises(ValidationError, match="Only a review that follows it up"):
        give_verdict(other, **found, by=auditor, at=NOON)

    issued(review, auditor, revised_rating="substantial")
    verdict = give_verdict(earlier, **found, by=auditor, at=NOON)

    earlier.review.refresh_from_db()
    assert (earlier.review.state, verdict.given_in) == (ReviewState.FOLLOWED_UP, review)
    anew = earlier.review.ratings.get()
    assert (anew.code, anew.given_in) == ("substantial", review)
    again = DraftReviewFactory(kind=ReviewKind.FOLLOW_UP, follows=earlier.review)
    assert issued(again, auditor).state == ReviewState.FINAL


def test_a_review_is_withdrawn_for_a_reason(auditor):
    review = DraftReviewFactory()
    with pytest.raises(ValidationError, match="Say why"):
        move_review_on(review, to=ReviewState.WITHDRAWN, text="", by=auditor, at=NOON)

    move_review_on(review, to=ReviewState.WITHDRAWN, text="No longer", by=auditor, at=NOON)

    assert Review.objects.get().state == ReviewState.WITHDRAWN
    with pytest.raises(ValidationError, match="acts of their own"):
        move_review_on(review, to=ReviewState.FINAL, text="", by=auditor, at=NOON)


def test_the_ledger_can_say_every_step_that_is_taken_by_hand():
    assert sorted(STEPS) == sorted(BY_HAND)


def test_a_recommendation_has_a_number_of_its_own_and_a_priority_of_the_scale(auditor):
    finding = FindingFactory(review=DraftReviewFactory())
    said = {"text": "Do", "by": auditor, "at": NOON}
    record_recommendation(finding, issued_as="R1", priority="high", **said)

    for wrong, told in (
        ({"issued_as": "R1", "priority": "high"}, "of this number"),
        ({"issued_as": "R2", "priority": "urgent"}, "no such priority"),
        ({"issued_as": " ", "priority": "high"}, "Write it down"),
    ):
        with pytest.raises(ValidationError, match=told):
            record_recommendation(finding, **wrong, **said)


def test_the_database_refuses_any_change_of_what_was_reported():
    review = ReviewFactory()
    FindingFactory(review=review)
    for change in (
        lambda: Review.objects.update(title="Another"),
        lambda: Review.objects.update(issued_on=DAY),
        lambda: ReviewStep.objects.update(text="Another"),
        lambda: Finding.objects.update(number=9),
        lambda: Finding.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), arranging():
            change()

import pytest

from almoner.audits import policies
from tests.audits import table
from tests.audits.factories import (
    DraftReviewFactory,
    EvidenceFactory,
    PlanFactory,
    RecommendationFactory,
    ResponseFactory,
    ReviewFactory,
    VerdictFactory,
    agreed,
    step,
)
from tests.audits.table import NOBODY, ROWS
from tests.factories import DAY, NOON, RoleHoldingFactory, official

pytestmark = pytest.mark.django_db


def review_for(person, situation):
    named = {table.LEAD: "lead", table.SPONSOR: "sponsor"}
    if situation == table.ISSUED:
        return ReviewFactory()
    return DraftReviewFactory(**({named[situation]: person} if situation in named else {}))


def recommendation_for(person, situation):
    named = {table.ANSWERS: "sponsor", table.LEADS: "lead"}
    review = ReviewFactory(**({named[situation]: person} if situation in named else {}))
    if situation == table.UNANSWERED:
        return RecommendationFactory()
    own = {"owner": person} if situation == table.OWN else {}
    recommendation = agreed(recommendation__finding__review=review, **own)
    action = recommendation.action
    if situation == table.FOR_OWNER:
        RoleHoldingFactory(holder=person, role="finance", in_place_of=action.owner)
    elif situation == table.SHOWED:
        EvidenceFactory(recommendation=recommendation, added_by=person)
    elif situation == table.ANSWERED:
        ResponseFactory(recommendation=recommendation, given_by=person)
    elif situation == table.CLOSED:
        VerdictFactory(recommendation=recommendation, finds="risk-accepted")
    elif situation == table.ONCE:
        step(action, "handed-over", at=NOON, owner=person)
    return recommendation


def thing_for(person, policy, situation):
    if situation == "always":
        return []
    if policy == "may_read_review":
        return [review_for(person, situation)]
    if policy == "may_keep_plan":
        return [PlanFactory(**({"owner": person} if situation == table.OWN_PLAN else {}))]
    return [recommendation_for(person, situation)]


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    about = thing_for(person, policy, situation)

    verdict = getattr(policies, policy)(person, *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason

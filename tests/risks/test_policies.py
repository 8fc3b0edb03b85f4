import pytest

from almoner.risks import policies
from tests.factories import DAY, RoleHoldingFactory, UserFactory, official
from tests.risks.factories import AssessmentFactory
from tests.risks.table import FOR_OWNER, NOBODY, OWN, RECORDED, RESTRICTED, ROWS, SCORED

pytestmark = pytest.mark.django_db
NAMED = {OWN: "owner", RECORDED: "risk__recorded_by", SCORED: "assessed_by"}


def assessment_for(person, situation):
    named = {NAMED[situation]: person} if situation in NAMED else {}
    named = {"assessed_by": UserFactory(), **named}
    assessment = AssessmentFactory(risk__is_restricted=situation == RESTRICTED, **named)
    if situation == FOR_OWNER:
        RoleHoldingFactory(holder=person, role="finance", in_place_of=assessment.owner)
    return assessment


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    about = [] if situation == "always" else [assessment_for(person, situation)]

    verdict = getattr(policies, policy)(person, *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason

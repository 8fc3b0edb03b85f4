from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.risks.events import RiskEvent
from almoner.risks.models import Acceptance, Assessment, Risk
from almoner.risks.operations import View, accept_risk, close_risk, record_risk, review_risk
from almoner.risks.queries import assessment_of, assessments_as_at
from almoner.risks.states import RiskState
from tests.factories import DAY, NOON, UserFactory, official
from tests.guard import arranging
from tests.risks.factories import AcceptanceFactory, AssessmentFactory, risk

pytestmark = pytest.mark.django_db
CASE = "commissions.commission:COM-2026-014"
NEXT = NOON + timedelta(days=1)


@pytest.fixture
def view():
    return View(
        cause="Only one provider answers",
        event="It withdraws",
        effect="Nobody runs the shelter",
        inherent_likelihood=4,
        inherent_impact=5,
        current_likelihood=3,
        current_impact=5,
        owner=official(Role.AGREEMENT_MANAGER),
        review_on=DAY + timedelta(days=90),
    )


@pytest.fixture
def officer():
    return official(Role.COMMISSIONING_OFFICER)


def test_a_risk_is_recorded_with_its_scores_and_its_owner(view, officer):
    recorded = record_risk(view, about=CASE, by=officer, at=NOON)

    assert (recorded.reference, recorded.about) == ("RSK-2026-001", CASE)
    said = recorded.assessments.get()
    assert (said.inherent_score, said.current_score, said.assessed_by) == (20, 15, officer)
    line = Event.objects.get(kind=RiskEvent.RECORDED)
    assert line.facts == {
        "owner": view.owner.reference,
        "inherent": "20",
        "current": "15",
        "review_on": view.review_on.isoformat(),
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cause": " "}, "Write it down"),
        ({"review_on": DAY - timedelta(days=1)}, "has passed"),
    ],
)
def test_a_risk_says_why_and_when_it_is_looked_at_again(view, officer, change, said):
    with pytest.raises(ValidationError, match=said):
        record_risk(replace(view, **change), by=officer, at=NOON)
    with pytest.raises(ValidationError, match="no role here"):
        record_risk(replace(view, owner=UserFactory()), by=officer, at=NOON)
    with pytest.raises(PermissionDenied):
        record_risk(view, by=official(Role.AUDITOR), at=NOON)


def test_a_review_adds_a_version_and_what_was_said_before_is_still_known(view):
    before = AssessmentFactory(owner=view.owner)

    review_risk(before.risk, replace(view, current_impact=1), by=view.owner, at=NOON)

    assert before.risk.assessments.count() == 2
    assert assessment_of(before.risk, on=DAY).current_score == 3
    then = assessments_as_at(DAY - timedelta(days=1)).get()
    assert (then, then.current_score) == (before, 9)
    with pytest.raises(PermissionDenied):
        review_risk(before.risk, view, by=official(Role.FINANCE), at=NOON)


def test_an_approver_accepts_what_they_neither_own_nor_scored(view, officer):
    recorded, approver = record_risk(view, by=officer, at=NOON), official(Role.APPROVER)
    for_a_month = {"reason": "Nobody else can", "until": DAY + timedelta(days=30)}
    with pytest.raises(ValidationError, match="has passed"):
        accept_risk(recorded, reason="Now", until=DAY - timedelta(days=1), by=approver, at=NOON)
    with pytest.raises(PermissionDenied):
        accept_risk(recorded, **for_a_month, by=officer, at=NOON)

    accepted = accept_risk(recorded, **for_a_month, by=approver, at=NOON)

    assert (accepted.score, accepted.accepted_by) == (15, approver)
    line = Event.objects.get(kind=RiskEvent.ACCEPTED)
    assert line.facts == {"score": "15", "until": for_a_month["until"].isoformat()}


def test_a_closed_risk_says_why_and_is_over(view, officer):
    recorded = record_risk(view, by=officer, at=NOON)
    with pytest.raises(ValidationError, match="Write it down"):
        close_risk(recorded, reason="", by=officer, at=NOON)

    closed = close_risk(recorded, reason="The shelter is built", by=officer, at=NOON)

    assert (closed.state, closed.closed_by) == (RiskState.CLOSED, officer)
    with pytest.raises(IllegalTransition):
        review_risk(recorded, view, by=officer, at=NEXT)
    with pytest.raises(IllegalTransition):
        close_risk(recorded, reason="Again", by=officer, at=NEXT)


def test_the_database_refuses_scores_beyond_the_scale_and_any_change_of_the_evidence():
    with pytest.raises(IntegrityError), transaction.atomic():
        risk(6, 1)
    scored = risk()
    AcceptanceFactory(risk=scored)
    for change in (
        lambda: Assessment.objects.update(current_impact=1),
        lambda: Acceptance.objects.update(until=DAY),
        lambda: Risk.objects.update(about=CASE),
        lambda: Assessment.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), arranging():
            change()

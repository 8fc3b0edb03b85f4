from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.assurance import controls
from almoner.core.due import due_to
from almoner.organisations.models import Organisation
from almoner.risks.queries import (
    assessments_on,
    assessments_visible_to,
    has_risks,
    has_risks_wanting,
    heat_map,
    is_wanting,
    risks_of,
    risks_wanting,
)
from almoner.risks.scores import Level, bounds_on
from tests.actions.factories import ActionFactory
from tests.assurance.asked import only_the_first_breaks
from tests.factories import DAY, OrganisationFactory, official
from tests.risks.factories import AcceptanceFactory, AssessmentFactory, risk

pytestmark = pytest.mark.django_db
CASE = "commissions.commission:COM-2026-014"
YESTERDAY = DAY - timedelta(days=1)


def accepted(one, **said):
    AcceptanceFactory(risk=one, **said)
    return one


def mitigated(one):
    ActionFactory(source=f"risks.risk:{one}")
    return one


def reasons():
    return [found.reason for found in risks_wanting(CASE, on=DAY)]


def test_the_risks_of_a_case_are_the_open_ones_the_worst_first():
    mild, bad = risk(1, 2, about=CASE), risk(4, 4, about=CASE)
    risk(about="commissions.commission:COM-2026-015")

    assert [one.risk for one in risks_of(CASE, on=DAY)] == [bad, mild]


def test_a_case_wants_risks_reviewed_acted_on_and_accepted(django_assert_num_queries):
    assert reasons() == ["No risk of it is recorded."]

    risk(1, 1, about=CASE)
    mitigated(risk(2, 5, about=CASE))
    accepted(risk(5, 5, about=CASE))
    assert reasons() == []

    risk(2, 5, about=CASE)
    risk(3, 5, about=CASE)
    risk(1, 1, about=CASE, review_on=YESTERDAY)
    with django_assert_num_queries(2):
        found = reasons()

    assert found == [
        "It scores 15: an approver has to accept it.",
        "It scores 10, and no action about it is under way.",
        "It was to be reviewed by 3 March 2026.",
    ]
    assert assessments_on(DAY).filter(is_wanting(DAY)).count() == 3


@pytest.mark.parametrize("said", [{"score": 14}, {"until": YESTERDAY, "accepted_on": YESTERDAY}])
def test_an_acceptance_holds_for_a_while_and_for_no_higher_score(said):
    accepted(risk(3, 5, about=CASE), **said)

    assert reasons() == ["It scores 15: an approver has to accept it."]


def test_the_bounds_are_the_bodys(monkeypatch):
    monkeypatch.setattr(controls, "_sources", [lambda _on: {"risks-accepted": {"escalated": 9}}])
    risk(3, 3, about=CASE)

    assert reasons() == ["It scores 9: an approver has to accept it."]


def test_all_things_of_a_kind_are_asked_at_once():
    calm, wanting, none = (OrganisationFactory() for _ in range(3))
    risk(about=f"organisations.organisation:{calm}")
    risk(5, 5, about=f"organisations.organisation:{wanting}")
    label = "organisations.organisation"

    known = Organisation.objects.all()

    assert set(known.filter(has_risks(label))) == {calm, wanting}
    assert set(known.filter(has_risks_wanting(label, on=DAY))) == {wanting}
    assert none not in known.filter(has_risks(label))


def test_a_restricted_risk_is_seen_by_its_owner_and_by_few_others():
    secret = AssessmentFactory(risk__is_restricted=True)
    plain = AssessmentFactory()

    assert set(assessments_visible_to(secret.owner, on=DAY)) == {secret, plain}
    assert set(assessments_visible_to(official(Role.APPROVER), on=DAY)) == {secret, plain}
    assert set(assessments_visible_to(official(Role.PUBLISHER), on=DAY)) == {plain}


def test_my_work_lists_reviews_to_owners_and_very_high_risks_to_approvers():
    mild = AssessmentFactory(review_on=DAY + timedelta(days=14))
    bad = AssessmentFactory(current_likelihood=5, current_impact=5, risk__is_restricted=True)
    accepted(risk(5, 5))

    due = due_to(worker_of(mild.owner, on=DAY), on=DAY)
    asked = due_to(worker_of(official(Role.APPROVER), on=DAY), on=DAY)

    assert [(one.about, one.due_on, one.called) for one in due] == [
        (f"risks.risk:{mild.risk}", mild.review_on, "It withdraws")
    ]
    assert [(one.about, one.called) for one in asked] == [(f"risks.risk:{bad.risk}", "")]


def test_the_heat_map_has_the_likeliest_on_top_and_the_worst_to_the_right():
    risk(5, 1)
    risk(1, 5)
    risk(1, 5)

    rows = heat_map(assessments_on(DAY), bounds_on(DAY))

    assert [[cell.count for cell in row] for row in rows] == [
        [1, 0, 0, 0, 0],
        *[[0] * 5 for _ in range(3)],
        [0, 0, 0, 0, 2],
    ]
    assert (rows[0][4].score, rows[0][4].level) == (25, Level.ESCALATED)


@pytest.mark.parametrize(
    ("score", "level"),
    [(4, Level.LOW), (5, Level.MEDIUM), (9, Level.MEDIUM), (10, Level.HIGH), (15, Level.ESCALATED)],
)
def test_a_level_begins_at_its_bound(score, level):
    assert bounds_on(DAY).level_of(score) == level


@pytest.mark.parametrize(
    ("code", "broken", "kept"),
    [
        ("risks-reviewed", {"review_on": YESTERDAY}, {"review_on": DAY}),
        ("risks-mitigated", {"likelihood": 2, "impact": 5}, {"likelihood": 3, "impact": 3}),
        ("risks-accepted", {"likelihood": 3, "impact": 5}, {"likelihood": 2, "impact": 5}),
    ],
)
def test_controls_over_risks(code, broken, kept):
    only_the_first_breaks(code, lambda: risk(**broken), lambda: risk(**kept))


def test_a_high_risk_keeps_its_controls_once_it_is_acted_on_or_accepted():
    only_the_first_breaks("risks-mitigated", lambda: risk(2, 5), lambda: mitigated(risk(2, 5)))
    only_the_first_breaks("risks-accepted", lambda: risk(5, 5), lambda: accepted(risk(5, 5)))

"""By the shipped framework, risks of 15 or more go to the Oversight Board, and so do those that are
6 or more over what the body bears: of a safeguarding risk, from 10 on.
"""

from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.core.due import due_to
from almoner.core.moments import start_of
from almoner.risks.escalation import count_quiet_for_board, for_board, standing_of
from almoner.risks.queries import assessments_on
from tests.commissions.factories import case
from tests.factories import DAY
from tests.framework.factories import ApprovedFrameworkFactory
from tests.risks.factories import AssessmentFactory, risk

pytestmark = pytest.mark.django_db
BOARD = "oversight-board"
LATELY = DAY - timedelta(days=20)


def seen(one, likelihood, impact, day):
    scores = {"current_likelihood": likelihood, "current_impact": impact}
    AssessmentFactory(risk=one, **scores, valid_from=day, recorded_at=start_of(day))
    return one


def told(on=DAY):
    return [one.assessment.risk for one in for_board(BOARD, on=on)]


def test_a_board_is_told_of_risks_by_score_and_by_appetite(django_assert_max_num_queries):
    very_high, far_over = risk(3, 5), risk(2, 5, category="safeguarding")
    risk(2, 5, category="delivery")
    risk(3, 4)

    with django_assert_max_num_queries(3):
        found = told()

    assert found == [very_high, far_over]
    assert for_board("audit-panel", on=DAY) == []


def test_since_when_is_the_first_day_of_the_time_that_was_never_broken():
    one = risk(5, 5)
    seen(one, 1, 1, LATELY - timedelta(days=5))
    seen(one, 4, 4, LATELY)

    (found,) = for_board(BOARD, on=DAY)
    assert (found.since, found.was_looked_at) == (LATELY, False)
    assert (found.title, found.look_by) == ("Oversight Board", LATELY + timedelta(days=30))

    seen(one, 5, 4, DAY)
    (found,) = for_board(BOARD, on=DAY)
    assert (found.since, found.was_looked_at) == (LATELY, True)


def test_the_past_is_told_as_it_was_known_then():
    one = seen(risk(1, 1), 5, 5, LATELY)

    assert told(LATELY) == [one]
    assert told(LATELY - timedelta(days=1)) == []


def test_a_board_is_told_no_more_of_restricted_risks_and_cases_than_their_number():
    risk(5, 5, is_restricted=True)
    risk(5, 5, about=f"commissions.commission:{case(is_restricted=True)}")
    plain = risk(5, 5, about=f"commissions.commission:{case()}")

    assert told() == [plain]
    assert count_quiet_for_board(BOARD, on=DAY) == 2
    assert count_quiet_for_board("audit-panel", on=DAY) == 0


def test_where_the_framework_names_no_board_nobody_is_told():
    ApprovedFrameworkFactory()
    risk(5, 5)

    assert told() == []
    assert not any(told for _one, told in standing_of(assessments_on(DAY), on=DAY))


def test_owners_are_asked_to_look_again_until_they_did():
    one = seen(risk(), 5, 5, LATELY)
    owner = one.assessments.order_by("-pk").first().owner

    (due,) = due_to(worker_of(owner, on=DAY), on=DAY)
    assert due.what == f"Look again at a risk that goes to the Oversight Board: {one}"
    assert (due.due_on, due.called) == (LATELY + timedelta(days=30), "It withdraws")

    AssessmentFactory(risk=one, owner=owner, current_likelihood=5, current_impact=5)
    assert due_to(worker_of(owner, on=DAY), on=DAY) == []

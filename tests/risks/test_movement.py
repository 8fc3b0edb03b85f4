from datetime import timedelta

import pytest
from django.db.models import Q

from almoner.core.figures import read_figure
from almoner.core.moments import start_of
from almoner.risks.movement import Moved, counted, movements
from almoner.risks.states import RiskState
from tests.factories import DAY, NOON
from tests.guard import arranging
from tests.risks.factories import AssessmentFactory, risk

pytestmark = pytest.mark.django_db
SINCE = DAY - timedelta(days=10)
BETWEEN = DAY - timedelta(days=5)


def told_on(day):
    return {"valid_from": day, "recorded_at": start_of(day)}


def moved(likelihood, impact, to):
    one = risk(likelihood, impact)
    return again(one, *to)


def again(one, likelihood, impact):
    scores = {"current_likelihood": likelihood, "current_impact": impact}
    AssessmentFactory(risk=one, **scores, **told_on(BETWEEN))
    return one


def closed(one, day=BETWEEN):
    one.state, one.closing_reason, one.closed_by = RiskState.CLOSED, "Built", one.recorded_by
    one.closed_at = start_of(day)
    with arranging():
        one.save()
    return one


@pytest.fixture
def told():
    """One risk that moved in each way, and one that was over before."""
    closed(risk(), day=SINCE)
    return {
        Moved.UP: moved(2, 2, to=(4, 4)),
        Moved.NEW: risk(3, 4, **told_on(BETWEEN)),
        Moved.DOWN: moved(4, 4, to=(2, 2)),
        Moved.CLOSED: closed(risk(5, 5)),
        Moved.UNCHANGED: again(risk(3, 3), 3, 3),
    }


def test_a_register_says_what_moved_since_a_day_with_the_scores_of_both(
    told, django_assert_num_queries
):
    with django_assert_num_queries(3):
        found = movements(since=SINCE, on=DAY)

    assert [(one.moved, one.risk) for one in found] == list(told.items())
    scores = [(one.then and one.then.current_score, one.now.current_score) for one in found]
    assert scores == [(4, 16), (None, 12), (16, 4), (25, 25), (9, 9)]
    assert set(counted(found).values()) == {1}


def test_what_came_and_went_in_between_is_closed():
    gone = closed(risk(**told_on(DAY - timedelta(days=7))))

    (found,) = movements(since=SINCE, on=DAY)

    assert (found.moved, found.risk, found.then) == (Moved.CLOSED, gone, None)


def test_the_past_is_told_as_it_was_known_then(told):
    found = movements(since=SINCE - timedelta(days=1), on=SINCE)

    assert counted(found) == {**dict.fromkeys(Moved, 0), Moved.UNCHANGED: 4, Moved.CLOSED: 1}


def test_a_register_is_narrowed_to_what_it_is_of(told):
    own = risk(about="framework.objective:support-victims", **told_on(BETWEEN))

    found = movements(since=SINCE, on=DAY, of=Q(risk__about__endswith="support-victims"))

    assert [one.risk for one in found] == [own]


def test_a_report_says_how_many_moved_since_the_day_that_it_names(told):
    risk(5, 5, is_restricted=True, **told_on(BETWEEN))
    read = {moved: read_figure(f"risks.moved_{moved}.{SINCE}", on=DAY) for moved in Moved}

    assert {moved: one.value for moved, one in read.items()} == {
        **dict.fromkeys(Moved, 1),
        "new": 2,
    }
    table = read_figure(f"table.risk-movement.{SINCE}", on=DAY).value
    assert table[0] == (str(told[Moved.UP]), "It withdraws", "Up", "4", "16")
    assert len(table) == 4


def test_no_figure_is_bound_to_what_is_no_day():
    from almoner.core.figures import is_figure

    assert is_figure("risks.moved_up.2026-02-22")
    assert not is_figure("risks.moved_up.last-week")
    assert NOON.date() == DAY

from datetime import timedelta

import pytest

from almoner.documents.briefs import brief_about, is_brief_restricted
from almoner.risks.briefs import risks_told
from almoner.risks.models import Risk
from tests.actions.factories import ActionFactory
from tests.factories import DAY
from tests.risks.factories import AcceptanceFactory, risk

pytestmark = pytest.mark.django_db
CASE = "commissions.commission:COM-2026-014"


def about(found):
    return brief_about(f"risks.risk:{found}", on=DAY)


def said_in(brief):
    return " ".join(
        [part.text for part in brief.parts]
        + [cell for part in brief.parts for row in part.rows for cell in row]
    )


def test_a_risk_is_told_with_its_scores_what_is_done_and_who_accepts_it():
    found = risk(4, 5, about=CASE)
    ActionFactory(source=f"risks.risk:{found}", what="Find a second provider")
    ActionFactory(source=f"risks.risk:{found}", what="Ask Marrowbone", is_restricted=True)
    AcceptanceFactory(risk=found, score=20)

    brief = about(found)

    assert brief.title == f"It withdraws ({found})"
    assert ("Risk of", "COM-2026-014") in brief.facts
    scores = brief.parts[1].rows
    assert [row[3:] for row in scores] == [("16", "Very high"), ("20", "Very high")]
    assert "Find a second provider" in said_in(brief)
    assert "Marrowbone" not in said_in(brief)
    assert "accepts it, at a score of 20" in said_in(brief)
    assert brief.asks == "Note the risk and how it is handled."


def test_what_nobody_accepts_at_its_score_is_asked_of_the_board():
    bare, higher, past = risk(4, 4), risk(4, 4), risk(4, 4)
    AcceptanceFactory(risk=higher, score=12)
    AcceptanceFactory(risk=past, accepted_on=DAY - timedelta(days=9), until=DAY - timedelta(days=1))

    for found, words in (
        (bare, "Nobody has accepted it."),
        (higher, "holds no more"),
        (past, "more"),
    ):
        assert about(found).asks.startswith("Say what more is to be done")
        assert words in said_in(about(found))


def test_a_restricted_risk_is_told_and_says_that_it_is_for_few():
    hidden, plain = risk(is_restricted=True), risk()

    assert about(hidden)
    assert is_brief_restricted(f"risks.risk:{hidden}")
    assert not is_brief_restricted(f"risks.risk:{plain}")
    assert about(Risk(reference="RSK-2025-999")) is None


def test_the_risks_of_a_case_are_told_the_worst_first_and_the_restricted_ones_counted():
    for n in range(1, 6):
        risk(n, 2, about=CASE, event=f"Event {n}")
    risk(5, 5, about=CASE, event="Marrowbone", is_restricted=True)
    risk(1, 1, about=CASE)

    part = risks_told(CASE, on=DAY)

    assert [row[0] for row in part.rows] == [f"Event {n}" for n in (5, 4, 3, 2, 1)]
    assert part.rows[0][1] == "10 (High)"
    assert part.text == "1 lower one is left out. 1 more is restricted."
    assert risks_told("commissions.commission:X", on=DAY).text == "No risk is recorded."


def test_the_number_of_questions_does_not_grow(django_assert_num_queries):
    found = risk(4, 4, about=CASE)
    for _n in range(3):
        ActionFactory(source=f"risks.risk:{found}")
        risk(2, 2, about=CASE)

    with django_assert_num_queries(4):
        about(found)
    with django_assert_num_queries(2):  # the other asks which framework holds
        risks_told(CASE, on=DAY)

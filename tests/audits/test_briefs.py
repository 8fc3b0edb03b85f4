from datetime import timedelta

import pytest

from almoner.actions.operations import move_action_day
from almoner.audits.kinds import Finds
from almoner.documents.briefs import brief_about, is_brief_restricted
from tests.audits.factories import (
    DraftReviewFactory,
    FindingFactory,
    RecommendationFactory,
    RunFactory,
    TiedControlFactory,
    VerdictFactory,
    agreed,
    agreed_also,
    step,
)
from tests.factories import DAY, NOON

pytestmark = pytest.mark.django_db


def told(one):
    return brief_about(f"{one._meta.label_lower}:{one}", on=DAY)


def part(brief, heading):
    return next(one for one in brief.parts if one.heading == heading)


def test_a_recommendation_is_told_as_issued_with_both_views_side_by_side():
    one = agreed()
    action = one.action
    later = action.due_on + timedelta(days=20)
    move_action_day(action, due_on=later, text="Staff left", by=action.verifier, at=NOON)
    VerdictFactory(recommendation=one, finds=Finds.PARTIALLY)
    tie = TiedControlFactory(recommendation=one)
    RunFactory(control=tie.code, broken=2, night=DAY - timedelta(days=1))

    brief = told(one)
    facts = dict(brief.facts)

    assert part(brief, "Recommendation, as issued").text == "Publish the registers each quarter"
    assert facts["Management says"] == "Not started"
    assert facts["The auditor found"].startswith("Partially implemented")
    assert facts["Slippage"].startswith("Moved 1 time, by 20 days in all")
    assert (
        "Registers go out each quarter" in part(brief, "What management answered and agreed").text
    )
    assert "One of two registers is out" in brief.parts[3].text
    assert part(brief, "Controls that measure it").rows[0][1].endswith("broken by 2 cases")
    assert brief.asks == "Note how far the recommendation has got."


def test_all_that_was_agreed_is_told_with_who_does_it_by_when():
    one = agreed(due_on=DAY + timedelta(days=9))
    late = agreed_also(one, due_on=DAY - timedelta(days=1))
    step(late, "moved", at=NOON)

    brief = told(one)

    facts = dict(brief.facts)
    assert facts["Due"] == "13 March 2026 (overdue since 3 March 2026)"
    assert facts["Slippage"].startswith("Of all that was agreed 1 day was moved")
    rows = part(brief, "What management answered and agreed").rows
    assert rows[1] == (f"{late}: Tell every team", "Pia Holm", "3 March 2026 (overdue)", "To do")
    (row,) = part(told(one.review), "Recommendations that are open").rows
    assert row[1] == "Omar Reed, Pia Holm"


def test_what_is_asked_follows_how_it_stands():
    bare, late, closed = RecommendationFactory(), agreed(due_on=DAY - timedelta(days=1)), agreed()
    VerdictFactory(recommendation=closed, finds=Finds.FULLY)

    assert told(bare).asks == "Say when management answers the recommendation."
    assert told(late).asks.startswith("Ask its owner why it is overdue")
    assert told(closed).asks.startswith("Note that the auditor is satisfied")


def test_a_review_is_told_by_its_findings_and_what_is_still_open():
    finding = FindingFactory()
    review = finding.review
    agreed(recommendation__finding=finding, due_on=DAY - timedelta(days=1))
    closed = RecommendationFactory(finding=finding, priority_title="Low")
    VerdictFactory(recommendation=closed, finds=Finds.FULLY)

    brief = told(review)

    assert dict(brief.facts)["Rating"] == "Not rated yet"
    assert part(brief, "Recommendations by priority").rows == (
        ("High", "1", "1", "1"),
        ("Low", "1", "0", "0"),
    )
    assert part(brief, "What was found").rows[0][0].endswith("Registers are not published")
    (row,) = part(brief, "Recommendations that are open").rows
    assert row[2].endswith("(overdue)")
    assert brief.asks.startswith("Ask why 1 recommendation is overdue")


def test_until_its_report_is_final_a_paper_on_it_is_for_few():
    review = DraftReviewFactory()
    one = RecommendationFactory(finding=FindingFactory(review=review))

    assert told(review).asks == "Note how far the review has got."
    assert is_brief_restricted(f"audits.review:{review}")
    assert is_brief_restricted(f"audits.recommendation:{one}")
    assert not is_brief_restricted(f"audits.review:{FindingFactory().review}")


def test_they_ask_a_fixed_number_of_questions(django_assert_num_queries):
    finding = FindingFactory()
    for _n in range(3):
        one = agreed(recommendation__finding=finding)
        TiedControlFactory(recommendation=one)

    with django_assert_num_queries(6):
        told(one)
    with django_assert_num_queries(7):
        told(finding.review)

"""What the body bears: by the shipped framework 9 of a financial risk, 4 of a safeguarding one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from almoner.core.figures import read_figure
from almoner.risks.appetite import appetite_for, categories_on
from almoner.risks.queries import assessment_of, assessments_on, is_wanting, risks_wanting
from tests.actions.factories import ActionFactory
from tests.assurance.asked import only_the_first_breaks
from tests.factories import DAY
from tests.risks.factories import AcceptanceFactory, risk

pytestmark = pytest.mark.django_db
CASE = "commissions.commission:COM-2026-014"
IN = {"target_likelihood": 1, "target_impact": 4}


def over(**said):
    """A safeguarding risk that is neither high nor borne."""
    return risk(2, 4, category="safeguarding", **said)


def mitigated(one):
    ActionFactory(source=f"risks.risk:{one}")
    return one


def accepted(one):
    AcceptanceFactory(risk=one)
    return one


def appetite_of(one):
    return appetite_for(assessment_of(one, on=DAY), categories_on(DAY))


def test_a_risk_says_what_the_body_bears_of_its_category_and_by_how_much_it_is_over():
    borne, without = appetite_of(risk(3, 3, category="financial")), appetite_of(risk(5, 5))
    too_much = appetite_of(over())

    assert (borne.category, borne.bears, borne.is_over) == ("Financial", 9, False)
    assert (too_much.bears, too_much.over, too_much.is_over) == (4, 4, True)
    assert (without.category, without.bears, without.is_over) == ("", None, False)


def test_a_case_wants_what_is_over_brought_in_or_accepted():
    accepted(over(about=CASE))
    mitigated(over(about=CASE, **IN))
    assert risks_wanting(CASE, on=DAY) == []

    planned = over(about=CASE, **IN)
    acted_on = mitigated(over(about=CASE))
    not_enough = mitigated(over(about=CASE, target_likelihood=1, target_impact=5))
    found = risks_wanting(CASE, on=DAY)

    said = (
        "It scores 8, and the body bears 4 of a risk that is safeguarding: an action has to bring"
        " it in, or an approver has to accept it."
    )
    assert [(one.reference, one.reason) for one in found] == [
        (str(one), said) for one in (planned, acted_on, not_enough)
    ]
    assert assessments_on(DAY).filter(is_wanting(DAY)).count() == 3


def test_controls_over_appetite():
    within = lambda: mitigated(over(**IN))  # noqa: E731 - three makers, side by side
    only_the_first_breaks("risks-within-appetite", over, within)


def test_a_risk_without_a_category_is_not_taken_for_one_that_is_borne():
    only_the_first_breaks("risks-categorised", risk, over)


def test_a_target_is_whole_or_none():
    for half in ({"target_likelihood": 2}, {"target_impact": 6, "target_likelihood": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            risk(**half)


def test_how_many_are_over_and_left_there_is_a_figure_as_at_a_day():
    assert read_figure("risks.over_appetite", on=DAY).value is None
    risk(1, 1, category="financial")
    assert read_figure("risks.over_appetite", on=DAY).value == 0

    over()
    later = over(recorded_at="2026-03-05T12:00Z", valid_from=DAY + timedelta(days=1))

    assert read_figure("risks.over_appetite", on=DAY).value == 1
    assert read_figure("risks.over_appetite", on=later.assessments.get().valid_from).value == 2

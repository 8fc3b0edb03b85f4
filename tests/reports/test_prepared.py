from datetime import date

from almoner.documents.shapes import Section
from almoner.reports.prepared import prepared_text

ON = date(2021, 10, 4)
SPEND = "Spend was {{ spend.last-year }} in [last-year]."


def section(text):
    return Section(code="s", heading="S", guidance="Say it.", text=text)


def prepared(text, *recorded):
    return prepared_text(section(text), on=ON, recorded=lambda key: key in recorded)


def test_places_are_named_by_the_day():
    assert prepared(SPEND, "spend.2020-21") == "Spend was {{ spend.2020-21 }} in 2020-21."


def test_a_quarter_is_named_with_its_months():
    assert prepared("It covers [last-quarter].") == (
        "It covers 2021-22, quarter 2 (July to September 2021)."
    )


def test_a_paragraph_of_whose_figures_nothing_is_recorded_is_left_out():
    assert prepared(f"It is so.\n\n{SPEND}\n\nAnd so on.") == "It is so.\n\nAnd so on."


def test_a_paragraph_with_one_recorded_figure_stays_and_says_what_is_not_recorded():
    both = "{{ spend.2019-20 }}, then {{ spend.2020-21 }}."

    assert prepared(both, "spend.2019-20") == both


def test_of_a_list_the_items_that_say_something_stay():
    said = prepared(f"- {SPEND}\n- Nothing else.\n  It goes on.\n- {{{{ risks.open }}}} risks.")

    assert said == "- Nothing else.\n  It goes on."


def test_a_heading_below_which_nothing_is_left_goes_with_it():
    assert prepared(f"### Money\n\n{SPEND}\n\n### Law\n\nAs ever.") == "### Law\n\nAs ever."
    assert prepared(f"As ever.\n\n### Money\n\n{SPEND}") == "As ever."

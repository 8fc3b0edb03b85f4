from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.core.periods import FinancialYear, Month
from almoner.web.charts import HEAD, TALL, draw_chart, round_numbers, short_labels

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(st.lists(AMOUNTS, max_size=30))
def test_every_bar_stands_within_the_picture(amounts):
    chart = draw_chart([(f"row {n}", amount) for n, amount in enumerate(amounts)])

    for bar in chart.bars:
        assert float(bar.y) >= HEAD - 0.1
        assert float(bar.y) + float(bar.height) <= HEAD + TALL + 0.1


@given(low=AMOUNTS, high=AMOUNTS)
def test_the_lines_span_the_values_with_few_round_numbers(low, high):
    low, high = min(low, high, Decimal(0)), max(low, high, Decimal(0))

    numbers = round_numbers(low, high)

    assert numbers[0] <= low
    assert high <= numbers[-1]
    assert 2 <= len(numbers) <= 7
    assert 0 in numbers


def test_a_bar_below_nought_hangs_from_the_line_of_nought():
    chart = draw_chart([("spent", 100), ("repaid", -100)])

    spent, repaid = chart.bars
    zero = next(line for line in chart.lines if not line.value)
    assert float(spent.y) + float(spent.height) == float(zero.y) == float(repaid.y)
    assert (spent.is_below, repaid.is_below) == (False, True)


def test_the_highest_and_the_lowest_are_known_by_name():
    chart = draw_chart([(Month(2025, 4), 5), (Month(2025, 5), 9), (Month(2025, 6), -1)])

    assert (chart.highest.label, chart.lowest.label) == ("May 2025", "June 2025")


def test_a_year_of_months_names_every_other_one_and_each_year_once():
    months = [month for quarter in FinancialYear(2025).quarters() for month in quarter.months()]

    said = short_labels(months)

    assert said[0] == ("Apr", "2025")
    assert said[1] == ()
    assert said[10] == ("Feb", "2026")


@pytest.mark.parametrize("labels", [["Grants", "Contracts"], ["only one"]])
def test_a_few_words_are_written_in_full(labels):
    assert short_labels(labels) == [(label,) for label in labels]

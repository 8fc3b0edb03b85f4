from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.values import NOTHING, Said, Unreadable, read_number


@given(st.decimals(-1_000_000, 1_000_000, places=2))
def test_every_number_is_read_back_as_it_is_written(number):
    assert read_number(f" {number} ") == Said(number)
    assert read_number(f"{number:,}") == Said(number)


@pytest.mark.parametrize(
    ("text", "months", "change"),
    [
        ("12 months", "12", ""),
        ("12m", "12", ""),
        ("6 Month(s)", "6", ""),
        (".5", "0.5", ""),
        ("12.", "12", ""),
        ("2 years", "24", "number-spelt-out"),
        ("1.5 yrs.", "18", "number-spelt-out"),
        ("1 year and 6 months", "18", "number-spelt-out"),
        ("1 year, 6 months", "18", "number-spelt-out"),
        ("Twelve months", "12", "number-spelt-out"),
        ("one year", "12", "number-spelt-out"),
        ("2 quarters", "6", "number-spelt-out"),
    ],
)
def test_a_length_of_time_is_read_in_months(text, months, change):
    assert read_number(text) == Said(Decimal(months), change)


@pytest.mark.parametrize("text", ["", "N/A", "-", "not applicable"])
def test_a_cell_with_nothing_to_say_has_no_number(text):
    assert read_number(text) == NOTHING


@pytest.mark.parametrize("text", ["Ongoing", "TBC", "Rolling contract", "Open ended"])
def test_a_number_that_is_not_settled_is_left_out_and_said_so(text):
    assert read_number(text) == Said(None, "number-not-stated")


@pytest.mark.parametrize(
    "text",
    ["2+1", "3 yrs + 1", "1,20", "1e5", "NaN", "5 apples", "٣", "9" * 100_000, "31/03/2024"],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(Unreadable) as refused:
        read_number(text)

    assert refused.value.code == "number-unreadable"

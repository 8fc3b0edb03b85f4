from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from almoner.core.periods import Month
from almoner.web.words import browser, day, figure, moment, month, period, pounds, short_figure


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Decimal("1234.56"), "£1,234.56"),
        (Decimal("-0.01"), "−£0.01"),
        (7, "£7.00"),
        (None, "not recorded"),
    ],
)
def test_pounds_are_written_with_commas_pence_and_a_true_minus(amount, said):
    assert pounds(amount) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (Decimal(1_500_000), "money", "£1.5m"),
        (Decimal(-250_000), "money", "−£250k"),
        (Decimal(2_000_000_000), "money", "£2bn"),
        (Decimal("0.25"), "money", "£0.25"),
        (Decimal(0), "count", "0"),
        (Decimal(40), "count", "40"),
    ],
)
def test_a_figure_on_an_axis_is_short(value, unit, said):
    assert short_figure(value, unit) == said


def test_a_count_is_written_whole():
    assert figure(Decimal(-12_000), "count") == "−12,000"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 3, 4), "4 March 2026"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026"),
        (None, "not recorded"),
    ],
)
def test_a_day_is_written_as_london_sees_it(value, said):
    assert day(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2026, 3, 4, 12, 30, tzinfo=UTC), "4 March 2026 at 12:30pm"),
        (datetime(2026, 3, 4, 17, tzinfo=UTC), "4 March 2026 at 5pm"),
        (datetime(2026, 3, 4, 0, 5, tzinfo=UTC), "4 March 2026 at 12:05am"),
        (datetime(2026, 3, 4, 12, tzinfo=UTC), "4 March 2026 at midday"),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), "29 March 2026 at 2am"),
        (datetime(2026, 6, 30, 23, tzinfo=UTC), "1 July 2026 at midnight"),
        (None, "not recorded"),
    ],
)
def test_a_moment_is_written_by_londons_clocks(value, said):
    assert moment(value) == said


@pytest.mark.parametrize("value", [Month(2026, 4), "2026-04", date(2026, 4, 30)])
def test_a_month_is_written_of_a_month_its_text_or_a_day_in_it(value):
    assert month(value) == "April 2026"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-04", "April 2026"),
        ("2026-27-Q1", "2026-27, quarter 1"),
        ("2026-27", "2026-27"),
        ("2011-12-Y", "2011-12"),
        ("2011-12", "December 2011"),
    ],
)
def test_a_period_is_written_as_officials_write_it(text, said):
    assert period(text) == said


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36", "Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18 Safari/604", "iPhone"),
    ],
)
def test_a_browser_is_named_as_people_name_it(said, written):
    names = {"Linux": "Chrome", "Windows": "Edge", "iPhone": "Safari"}

    assert browser(said) == f"{names[written]}, on {written}"


def test_a_browser_that_is_rare_says_what_it_says():
    assert browser("w3m/0.5") == "w3m/0.5"
    assert browser("NetSurf/3.11 (Linux)") == "Linux"

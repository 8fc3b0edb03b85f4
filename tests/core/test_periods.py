from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.core.periods import FinancialYear, Month, Quarter, parse_period

DAYS = st.dates(date(1950, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize("kind", [FinancialYear, Quarter, Month])
@given(day=DAYS)
def test_each_day_is_in_one_period_and_periods_follow_without_a_gap(kind, day):
    period = kind.containing(day)

    assert period.first_day <= day <= period.last_day
    assert kind.containing(period.first_day) == kind.containing(period.last_day) == period
    assert period.following().first_day == period.last_day + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "year", "quarter", "month"),
    [
        (date(2026, 4, 1), "2026-27", "2026-27-Q1", "2026-04"),
        (date(2027, 3, 31), "2026-27", "2026-27-Q4", "2027-03"),
        (date(2027, 1, 1), "2026-27", "2026-27-Q4", "2027-01"),
        (date(2026, 12, 31), "2026-27", "2026-27-Q3", "2026-12"),
        (date(2000, 3, 31), "1999-00", "1999-00-Q4", "2000-03"),
        (date(2028, 2, 29), "2027-28", "2027-28-Q4", "2028-02"),
    ],
)
def test_periods_are_written_as_the_house_writes_them(day, year, quarter, month):
    assert str(FinancialYear.containing(day)) == year
    assert str(Quarter.containing(day)) == quarter
    assert str(Month.containing(day)) == month


def test_a_year_is_its_quarters_and_a_quarter_its_months():
    year = FinancialYear(2027)
    months = [month for quarter in year.quarters() for month in quarter.months()]

    assert [str(month) for month in months][::11] == ["2027-04", "2028-03"]
    assert len(months) == 12
    assert months[10].last_day == date(2028, 2, 29)
    assert (year.quarters()[3].first_day, year.quarters()[3].last_day) == (
        date(2028, 1, 1),
        date(2028, 3, 31),
    )


@given(DAYS)
def test_what_is_written_reads_back(day):
    month, quarter = Month.containing(day), Quarter.containing(day)

    assert parse_period(str(month)) == month
    assert parse_period(str(quarter)) == quarter


def test_a_year_reads_back_unless_it_looks_like_a_month():
    assert parse_period("2026-27") == FinancialYear(2026)
    assert parse_period("2011-12") == Month(2011, 12)
    assert parse_period("2011-12-Y") == FinancialYear(2011)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-28", "2026-27-Q5", "April 2026"])
def test_what_is_no_period_is_refused_with_what_one_looks_like(text):
    with pytest.raises(ValueError, match="write 2026-04, 2026-27-Q1 or 2026-27"):
        parse_period(text)


def test_there_is_no_fifth_quarter_and_no_thirteenth_month():
    with pytest.raises(ValueError, match="quarters 1 to 4"):
        Quarter(FinancialYear(2026), 5)
    with pytest.raises(ValueError, match="months 1 to 12"):
        Month(2026, 13)

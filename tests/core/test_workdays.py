from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.core.workdays import (
    Calendar,
    bank_holidays,
    is_working_day,
    working_days_after,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def test_england_2026_has_the_bank_holidays_that_gov_uk_lists():
    on_weekdays = {day for day in bank_holidays(Calendar.ENGLAND, 2026) if day.weekday() < 5}

    assert on_weekdays == {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),
    }


@pytest.mark.parametrize(
    ("day", "england", "kingdom"),
    [
        (date(2026, 3, 4), True, True),
        (date(2026, 3, 7), False, False),  # Saturday
        (date(2026, 3, 17), True, False),  # St Patrick's Day, Northern Ireland
        (date(2026, 11, 30), True, False),  # St Andrew's Day, Scotland
        (date(2026, 12, 28), False, False),  # in place of Boxing Day, a Saturday
        (date(2028, 2, 29), True, True),
    ],
)
def test_a_working_day_of_the_kingdom_is_one_in_all_four_nations(day, england, kingdom):
    assert is_working_day(day) is england
    assert is_working_day(day, calendar=Calendar.UNITED_KINGDOM) is kingdom


def test_eight_working_days_of_standstill_over_easter():
    assert working_days_after(date(2026, 3, 31), 8, calendar=Calendar.UNITED_KINGDOM) == date(
        2026, 4, 14
    )


def test_days_that_the_body_is_closed_do_not_count():
    closed = {date(2026, 3, 5)}

    assert working_days_after(date(2026, 3, 4), 1, closed=closed) == date(2026, 3, 6)
    assert working_days_between(date(2026, 3, 4), date(2026, 3, 6), closed=closed) == 1


def test_working_days_count_backwards():
    assert working_days_after(date(2026, 3, 9), -1) == date(2026, 3, 6)


@given(day=DAYS, count=st.integers(0, 60))
def test_counting_days_and_adding_them_agree(day, count):
    reached = working_days_after(day, count)

    assert working_days_between(day, reached) == count
    assert count == 0 or is_working_day(reached)


@given(DAYS)
def test_every_working_day_of_the_kingdom_is_one_of_england(day):
    assert is_working_day(day) or not is_working_day(day, calendar=Calendar.UNITED_KINGDOM)


def test_nothing_lies_between_a_day_and_itself():
    assert working_days_between(date(2026, 3, 4), date(2026, 3, 4)) == 0
    assert working_days_between(date(2026, 3, 4), date(2026, 3, 4) - timedelta(days=9)) == 0

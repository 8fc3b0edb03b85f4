from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almoner.core.rhythms import LAST, ORDINALS, Often, Rhythm, days_of, in_words
from almoner.core.workdays import is_working_day

BEGINS = date(2026, 3, 1)
COUNTS = {
    Often.NONE: {0},
    Often.WEEKLY: {52, 53},
    Often.FORTNIGHTLY: {26, 27},
    Often.MONTHLY: {12},
    Often.TWO_MONTHLY: {6},
    Often.QUARTERLY: {4},
    Often.YEARLY: {1},
}
rhythms = st.builds(
    Rhythm,
    code=st.sampled_from(Often),
    weekday=st.integers(0, 4),
    begins_on=st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    ordinal=st.sampled_from(ORDINALS),
)
closures = st.frozensets(st.dates(date(2026, 12, 20), date(2027, 2, 20)), max_size=60)


@settings(max_examples=50)
@given(rhythm=rhythms, closed=closures)
def test_it_falls_on_working_days_only_and_never_twice_on_one(rhythm, closed):
    days = days_of(rhythm, date(2026, 4, 1), date(2027, 3, 31), closed=closed)

    assert all(is_working_day(day, closed=closed) for day in days)
    assert days == sorted(set(days))


@settings(max_examples=50)
@given(rhythm=rhythms, year=st.integers(2027, 2031))
def test_a_year_has_as_many_of_its_days_as_it_says(rhythm, year):
    # No bank holiday moves anything from one February to the next.
    days = days_of(rhythm, date(year, 2, 1), date(year + 1, 1, 31))

    assert len(days) in COUNTS[rhythm.code]


@settings(max_examples=50)
@given(rhythm=rhythms, cut=st.dates(date(2026, 1, 1), date(2027, 12, 30)), closed=closures)
def test_no_day_is_lost_or_told_twice_where_one_looks_in_parts(rhythm, cut, closed):
    first, last = date(2026, 1, 1), date(2027, 12, 31)

    before = days_of(rhythm, first, cut, closed=closed)
    after = days_of(rhythm, cut + timedelta(days=1), last, closed=closed)

    assert before + after == days_of(rhythm, first, last, closed=closed)


@pytest.mark.parametrize(
    ("rhythm", "days", "words"),
    [
        (Rhythm(Often.NONE, 0, 1, BEGINS), [], "only when it is called"),
        (
            Rhythm(Often.WEEKLY, 2, 1, BEGINS),
            [(12, 2), (12, 9), (12, 16), (12, 23), (12, 30)],
            "every Wednesday",
        ),
        (
            Rhythm(Often.FORTNIGHTLY, 4, 1, BEGINS),
            [(12, 11), (12, 29)],  # Christmas Day is a Friday, and the Monday after a holiday too
            "every second Friday from 6 March 2026",
        ),
        (Rhythm(Often.MONTHLY, 1, 2, BEGINS), [(12, 8)], "the second Tuesday of each month"),
        (
            Rhythm(Often.TWO_MONTHLY, 3, 4, BEGINS),
            [],
            "the fourth Thursday of January, March, May, July, September and November",
        ),
        (
            Rhythm(Often.QUARTERLY, 4, LAST, BEGINS),
            [(12, 29)],
            "the last Friday of March, June, September and December",
        ),
        (Rhythm(Often.YEARLY, 0, 3, BEGINS), [], "the third Monday of March"),
    ],
)
def test_december_of_each_kind_and_how_it_is_said(rhythm, days, words):
    found = days_of(rhythm, date(2026, 12, 1), date(2026, 12, 31))

    assert [(day.month, day.day) for day in found] == days
    assert in_words(rhythm) == words


def test_a_bank_holiday_moves_it_to_the_next_working_day():
    mondays = Rhythm(Often.MONTHLY, 0, 1, BEGINS)

    may = days_of(mondays, date(2026, 5, 1), date(2026, 5, 31))
    closed = days_of(mondays, date(2026, 5, 1), date(2026, 5, 31), closed={date(2026, 5, 5)})

    assert (may, closed) == ([date(2026, 5, 5)], [date(2026, 5, 6)])


def test_a_turn_that_would_wait_until_the_next_is_one_with_it():
    fortnight = frozenset(date(2027, 2, 1) + timedelta(days=n) for n in range(14))

    days = days_of(
        Rhythm(Often.WEEKLY, 0, 1, BEGINS), date(2027, 1, 25), date(2027, 2, 22), closed=fortnight
    )

    assert days == [date(2027, 1, 25), date(2027, 2, 15), date(2027, 2, 22)]


def test_nothing_falls_before_it_begins():
    rhythm = Rhythm(Often.QUARTERLY, 1, 1, date(2026, 3, 15))

    assert days_of(rhythm, date(2026, 1, 1), date(2026, 6, 30)) == [date(2026, 6, 2)]


@pytest.mark.parametrize(("weekday", "ordinal"), [(5, 1), (-1, 1), (0, 0), (0, 5)])
def test_a_weekend_or_a_fifth_of_a_month_is_no_rhythm(weekday, ordinal):
    with pytest.raises(ValueError, match="Choose"):
        Rhythm(Often.MONTHLY, weekday, ordinal, BEGINS)

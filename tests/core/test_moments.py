from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.core.moments import LONDON, day_of, deadline, end_of, is_open, start_of

SPRING_FORWARD = date(2026, 3, 29)  # 01:00 becomes 02:00
FALL_BACK = date(2026, 10, 25)  # 02:00 becomes 01:00
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (utc(2026, 1, 31, 23, 59, 59), date(2026, 1, 31)),
        (utc(2026, 2, 1), date(2026, 2, 1)),
        (utc(2026, 6, 30, 22, 59, 59), date(2026, 6, 30)),
        (utc(2026, 6, 30, 23), date(2026, 7, 1)),  # summer: London is an hour ahead
    ],
)
def test_a_day_ends_at_midnight_in_london(moment, day):
    assert day_of(moment) == day


@pytest.mark.parametrize(
    ("day", "hours"), [(SPRING_FORWARD, 23), (FALL_BACK, 25), (date(2028, 2, 29), 24)]
)
def test_a_day_is_as_long_as_london_makes_it(day, hours):
    assert end_of(day).astimezone(UTC) - start_of(day).astimezone(UTC) == timedelta(hours=hours)


@given(DAYS)
def test_days_neither_overlap_nor_leave_a_gap(day):
    assert day_of(start_of(day)) == day
    assert day_of(end_of(day).astimezone(UTC) - timedelta(microseconds=1)) == day
    assert end_of(day) == start_of(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (date(2026, 1, 15), time(12), utc(2026, 1, 15, 12)),
        (date(2026, 7, 15), time(12), utc(2026, 7, 15, 11)),
        (FALL_BACK, time(1, 30), utc(2026, 10, 25, 1, 30)),  # the later of the two half past ones
        (SPRING_FORWARD, time(1, 30), utc(2026, 3, 29, 1, 30)),  # skipped: half an hour after that
    ],
)
def test_a_deadline_is_what_the_clock_in_london_shows(day, clock, moment):
    assert deadline(day, clock) == moment


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (utc(2026, 3, 4, 8, 59, 59), False),
        (utc(2026, 3, 4, 9), True),
        (utc(2026, 3, 4, 11, 59, 59, 999_999), True),
        (utc(2026, 3, 4, 12), False),
    ],
)
def test_open_is_from_its_beginning_until_just_before_its_end(at, expected):
    opens_at, closes_at = utc(2026, 3, 4, 9), utc(2026, 3, 4, 12)

    assert is_open(opens_at=opens_at, closes_at=closes_at, at=at) is expected


def test_what_has_no_end_stays_open():
    assert is_open(opens_at=None, closes_at=None, at=utc(2026, 3, 4))
    assert is_open(opens_at=utc(2026, 3, 4), closes_at=None, at=utc(2099, 1, 1))
    assert not is_open(opens_at=None, closes_at=utc(2026, 3, 4), at=utc(2026, 3, 4))


def test_noon_on_both_days_of_a_clock_change_is_the_deadline_people_expect():
    for day in (SPRING_FORWARD, FALL_BACK):
        closes_at = deadline(day, time(12))

        assert is_open(opens_at=None, closes_at=closes_at, at=closes_at - timedelta(seconds=1))
        assert day_of(closes_at) == day


def test_the_hour_that_comes_twice_is_open_by_the_moment_and_not_by_the_clock():
    first = datetime(2026, 10, 25, 1, 45, tzinfo=LONDON)
    second = datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON)  # 45 minutes later

    assert not is_open(opens_at=None, closes_at=first, at=second)
    assert is_open(opens_at=first, closes_at=second, at=first)


@given(DAYS, st.times())
def test_a_deadline_never_comes_before_the_clock_shows_it(day, clock):
    shown = deadline(day, clock).astimezone(LONDON)

    assert (shown.date(), shown.time()) >= (day, clock)

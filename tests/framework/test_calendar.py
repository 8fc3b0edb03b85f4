from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.core.moments import day_of
from almoner.core.periods import FinancialYear, Month, Quarter
from almoner.core.workdays import is_working_day, working_days_between
from almoner.framework.calendar import (
    edition_due_on,
    period_ended_last,
    period_named,
    periods_between,
    standing_of_editions,
    standing_of_thing,
    thing_due_on,
)
from almoner.framework.duties import Frequency, Unit
from tests.framework.frameworks import continuous_duty, duty_of_periods

DAY = timedelta(days=1)
DAYS = st.dates(date(2010, 1, 1), date(2060, 12, 31))
FREQUENCIES = st.sampled_from(Frequency)
DUTIES = st.builds(
    duty_of_periods, FREQUENCIES, within=st.integers(1, 60), unit=st.sampled_from(Unit)
)
THINGS = st.builds(
    continuous_duty, within=st.integers(1, 60), unit=st.sampled_from(["days", "working-days"])
)
MONTHLY, QUARTERLY, YEARLY = (duty_of_periods(frequency) for frequency in Frequency)


# Periods


@given(frequency=FREQUENCIES, first=DAYS, length=st.integers(0, 1500))
def test_periods_cover_every_day_once_without_gap_or_overlap(frequency, first, length):
    last = first + timedelta(days=length)

    periods = list(periods_between(duty_of_periods(frequency), first=first, last=last))

    assert periods[0].first_day <= first <= periods[0].last_day
    assert periods[-1].first_day <= last <= periods[-1].last_day
    ends = [period.last_day + DAY for period in periods[:-1]]
    assert ends == [period.first_day for period in periods[1:]]


@given(year=st.integers(2000, 2099))
def test_a_financial_year_is_twelve_months_four_quarters_or_itself(year):
    whole = FinancialYear(year)
    first, last = date(year, 4, 1), date(year + 1, 3, 31)

    months, quarters, years = (
        list(periods_between(duty, first=first, last=last)) for duty in (MONTHLY, QUARTERLY, YEARLY)
    )

    assert (len(months), quarters, years) == (12, whole.quarters(), [whole])
    assert [m for quarter in quarters for m in quarter.months()] == months


def test_there_is_no_period_between_a_day_and_the_day_before():
    day = date(2026, 4, 1)

    assert list(periods_between(MONTHLY, first=day, last=day - DAY)) == []


@given(duty=DUTIES, day=DAYS)
def test_the_period_that_ended_last_is_the_one_before_that_which_runs(duty, day):
    running = next(periods_between(duty, first=day, last=day))

    ended = period_ended_last(duty, on=day)

    assert ended.last_day < day
    assert ended.following() == running


@pytest.mark.parametrize(
    ("on", "month", "quarter", "year"),
    [
        (date(2026, 3, 31), "2026-02", "2025-26-Q3", "2024-25"),
        (date(2026, 4, 1), "2026-03", "2025-26-Q4", "2025-26"),
        (date(2026, 12, 31), "2026-11", "2026-27-Q2", "2025-26"),
        (date(2027, 1, 1), "2026-12", "2026-27-Q3", "2025-26"),
        (date(2028, 2, 29), "2028-01", "2027-28-Q3", "2026-27"),
        (date(2028, 3, 1), "2028-02", "2027-28-Q3", "2026-27"),
    ],
)
def test_a_period_has_ended_once_its_last_day_is_over(on, month, quarter, year):
    ended = [str(period_ended_last(duty, on=on)) for duty in (MONTHLY, QUARTERLY, YEARLY)]

    assert ended == [month, quarter, year]


def test_a_continuous_duty_has_no_periods():
    with pytest.raises(ValueError, match="decisions is continuous: it has no periods"):
        period_ended_last(continuous_duty(), on=date(2026, 4, 1))


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), "2026-02"),  # 23:59 in summer time
        (datetime(2026, 3, 31, 23, 0, tzinfo=UTC), "2026-03"),  # midnight in summer time
        (datetime(2026, 10, 31, 23, 0, tzinfo=UTC), "2026-09"),  # 23:00, clocks back again
        (datetime(2026, 11, 1, 0, 0, tzinfo=UTC), "2026-10"),
    ],
)
def test_a_month_ends_at_midnight_in_london_whatever_its_clocks_show(moment, month):
    assert str(period_ended_last(MONTHLY, on=day_of(moment))) == month


# Due days


@given(duty=DUTIES, day=DAYS)
def test_an_edition_is_never_due_before_its_period_is_over(duty, day):
    period = next(periods_between(duty, first=day, last=day))

    assert edition_due_on(duty, period) > period.last_day


@given(duty=DUTIES, day=DAYS)
def test_a_later_edition_is_never_due_before_an_earlier_one(duty, day):
    period = period_ended_last(duty, on=day)

    assert edition_due_on(duty, period) <= edition_due_on(duty, period.following())


@given(duty=THINGS, day=DAYS)
def test_a_thing_is_due_so_many_days_after_it_is_available(duty, day):
    due_on = thing_due_on(duty, available_on=day)

    if duty.due.unit == Unit.WORKING_DAYS:
        assert working_days_between(day, due_on) == duty.due.within
        assert is_working_day(due_on)
    else:
        assert (due_on - day).days == duty.due.within


@pytest.mark.parametrize(
    ("month", "within", "due_on"),
    [
        (Month(2026, 1), 1, date(2026, 2, 28)),
        (Month(2028, 1), 1, date(2028, 2, 29)),
        (Month(2026, 2), 1, date(2026, 3, 31)),
        (Month(2026, 11), 1, date(2026, 12, 31)),
        (Month(2026, 12), 1, date(2027, 1, 31)),
        (Month(2026, 12), 2, date(2027, 2, 28)),
        (Month(2026, 5), 1, date(2026, 6, 30)),
    ],
)
def test_months_end_on_their_last_day(month, within, due_on):
    assert edition_due_on(duty_of_periods(within=within, unit="months"), month) == due_on


@pytest.mark.parametrize(
    ("month", "within", "unit", "due_on"),
    [
        (Month(2027, 1), 29, "days", date(2027, 3, 1)),
        (Month(2028, 1), 29, "days", date(2028, 2, 29)),
        (Month(2026, 12), 31, "days", date(2027, 1, 31)),
        (Month(2026, 2), 30, "days", date(2026, 3, 30)),  # over the clock change of 29 March
        (Month(2026, 9), 30, "days", date(2026, 10, 30)),  # over that of 25 October
        (Month(2026, 3), 2, "working-days", date(2026, 4, 2)),
        (Month(2026, 3), 3, "working-days", date(2026, 4, 7)),  # over Easter
        (Month(2026, 11), 20, "working-days", date(2026, 12, 30)),  # over Christmas
    ],
)
def test_days_count_over_leap_days_year_ends_clock_changes_and_holidays(
    month, within, unit, due_on
):
    assert edition_due_on(duty_of_periods(within=within, unit=unit), month) == due_on


# Standing


@pytest.mark.parametrize(
    ("on", "said", "days_late"),
    [
        (date(2026, 3, 31), "not yet due", 0),
        (date(2026, 4, 1), "due in 19 days", 0),
        (date(2026, 4, 19), "due in 1 day", 0),
        (date(2026, 4, 20), "due today", 0),
        (date(2026, 4, 21), "1 day late", 1),
        (date(2027, 4, 20), "365 days late", 365),
    ],
)
def test_a_duty_stands_by_the_edition_after_the_last_that_is_out(on, said, days_late):
    standing = standing_of_editions(MONTHLY, published=Month(2026, 2), on=on)

    assert (standing.period, standing.due_on) == (Month(2026, 3), date(2026, 4, 20))
    assert (str(standing), standing.days_late) == (said, days_late)


def test_where_nothing_was_ever_out_the_period_that_ended_last_comes_first():
    standing = standing_of_editions(QUARTERLY, published=None, on=date(2026, 4, 25))

    assert (standing.period, str(standing)) == (Quarter(FinancialYear(2025), 4), "5 days late")


def test_after_a_change_of_rhythm_the_next_period_begins_where_the_last_ended():
    published = Quarter(FinancialYear(2025), 4)

    standing = standing_of_editions(MONTHLY, published=published, on=date(2026, 5, 2))

    assert standing.period == Month(2026, 4)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 4, 2), "due in 7 days"),
        (date(2026, 4, 9), "due today"),
        (date(2026, 4, 10), "1 day late"),
    ],
)
def test_a_continuous_duty_stands_by_the_thing_that_waits_longest(on, said):
    duty = continuous_duty(within=5)

    standing = standing_of_thing(duty, available_on=date(2026, 3, 31), on=on)

    assert (standing.due_on, str(standing)) == (date(2026, 4, 9), said)


@given(duty=DUTIES, day=DAYS)
def test_whoever_publishes_in_time_is_never_late(duty, day):
    published = period_ended_last(duty, on=day)

    assert standing_of_editions(duty, published=published, on=day).is_too_early


@pytest.mark.parametrize(
    ("within", "unit", "said"),
    [
        (1, "days", "1 day"),
        (30, "days", "30 days"),
        (1, "working-days", "1 working day"),
        (20, "working-days", "20 working days"),
        (1, "months", "1 month"),
        (2, "months", "2 months"),
    ],
)
def test_a_due_rule_is_said_in_words(within, unit, said):
    assert str(duty_of_periods(within=within, unit=unit).due) == said


@pytest.mark.parametrize(
    ("duty", "text", "period"),
    [
        (MONTHLY, "2011-12", Month(2011, 12)),
        (QUARTERLY, "2026-27-Q1", Quarter(FinancialYear(2026), 1)),
        (YEARLY, "2026-27", FinancialYear(2026)),
        (YEARLY, "2011-12", FinancialYear(2011)),
    ],
)
def test_a_period_is_read_as_the_kind_that_its_duty_has(duty, text, period):
    assert period_named(duty, text) == period


@pytest.mark.parametrize(
    ("duty", "text", "says"),
    [
        (MONTHLY, "2026-27-Q1", "grants is monthly: write its period like 2026-04."),
        (QUARTERLY, "2026-04", "grants is quarterly: write its period like 2026-27-Q1."),
        (YEARLY, "2026-27-Q1", "grants is yearly: write its period like 2026-27."),
        (YEARLY, "soon", "is not a period"),
        (continuous_duty(), "2026-04", "decisions is continuous: it has no periods."),
    ],
)
def test_a_period_of_another_kind_is_refused(duty, text, says):
    with pytest.raises(ValueError, match=says):
        period_named(duty, text)

from datetime import date, timedelta

import pytest

from almoner.agreements.diary import Occasion, diary
from almoner.agreements.managed import Managed, months_before, with_management
from almoner.agreements.models import Terms
from almoner.agreements.selections import registers_on
from almoner.agreements.states import AgreementKind
from tests.factories import (
    DAY,
    StewardshipFactory,
    TermsFactory,
    UserFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


def days_from(*numbers):
    return [DAY + timedelta(days=number) for number in numbers]


def told(**narrowed):
    return [(one.day, one.occasion, one.is_overdue) for one in diary(DAY, **narrowed)]


def managed_version(**said):
    version = VersionFactory(**said)
    StewardshipFactory(agreement=version.agreement)
    return version


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 6, 30), 3, date(2026, 3, 30)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 4), -12, date(2027, 12, 4)),
    ],
)
def test_months_before_a_day_end_no_later_than_its_month(day, months, earlier):
    assert months_before(day, months) == earlier


def test_the_days_of_the_year_to_come_stand_in_the_diary_the_soonest_first():
    soon, middle, last, beyond = days_from(0, 100, 365, 366)
    VersionFactory(review_on=middle, current_end_on=last, latest_end_on=beyond)
    VersionFactory(first_end_on=soon, latest_end_on=middle)

    assert told() == [
        (soon, Occasion.ENDS, False),
        (middle, Occasion.LATEST_END, False),
        (middle, Occasion.REVIEW, False),
        (last, Occasion.ENDS, False),
    ]


def test_what_its_manager_set_stands_there_in_place_of_what_the_register_says():
    version = managed_version(first_end_on=days_from(30)[0], review_on=days_from(5)[0])
    end, review = days_from(200, 20)
    TermsFactory(agreement=version.agreement, ends_on=end, notice_months=3, review_on=review)

    assert told() == [
        (review, Occasion.REVIEW, False),
        (months_before(end, 3), Occasion.NOTICE, False),
        (end, Occasion.ENDS, False),
    ]


def test_what_its_manager_let_slip_is_overdue_until_something_is_done():
    yesterday, tomorrow = days_from(-1, 1)
    ended = managed_version(first_end_on=yesterday)
    TermsFactory(agreement=ended.agreement, notice_on=days_from(-90)[0])
    missed = managed_version(first_end_on=tomorrow, review_on=yesterday)
    TermsFactory(agreement=missed.agreement, notice_on=yesterday)

    # No notice of what has ended is asked for any more: its end alone is to be seen to.
    assert sorted(told()) == sorted(
        [
            (yesterday, Occasion.ENDS, True),
            (yesterday, Occasion.NOTICE, True),
            (yesterday, Occasion.REVIEW, True),
            (tomorrow, Occasion.ENDS, False),
        ]
    )


def test_what_nobody_manages_is_overdue_only_while_it_has_not_ended():
    yesterday, tomorrow = days_from(-1, 1)
    VersionFactory(first_end_on=yesterday, review_on=yesterday)
    VersionFactory(review_on=yesterday)
    missed = VersionFactory(first_end_on=tomorrow, review_on=yesterday)

    overdue = [entry for entry in diary(DAY) if entry.is_overdue]

    assert [entry.version for entry in overdue] == [missed]


def test_it_is_narrowed_to_a_kind_to_some_people_or_to_what_nobody_looks_after():
    end = days_from(10)[0]
    grant = VersionFactory(agreement__kind=AgreementKind.GRANT, first_end_on=end)
    kept = managed_version(first_end_on=end)
    left = VersionFactory(first_end_on=end)
    StewardshipFactory(agreement=left.agreement, manager=UserFactory())
    steward = kept.agreement.stewardships.get().manager

    def shown(**narrowed):
        return {entry.version for entry in diary(DAY, **narrowed)}

    assert shown(kind=AgreementKind.GRANT) == {grant}
    assert shown(people=[steward]) == {kept}
    assert shown(is_looked_after=False) == {grant, left}
    assert shown(is_looked_after=True) == {kept}


def test_the_diary_asks_as_much_of_the_database_for_many_as_for_one(
    django_assert_max_num_queries,
):
    for n in range(4):
        managed_version(first_end_on=days_from(n)[0])

    with django_assert_max_num_queries(4):
        assert len(diary(DAY)) == 4


def test_a_day_that_a_later_file_moved_is_seen_and_one_that_was_set_since_is_not():
    version = managed_version(first_end_on=days_from(30)[0])
    terms = TermsFactory(agreement=version.agreement, ends_on=days_from(40)[0])

    (one,) = with_management(registers_on(DAY, is_as_at=False), on=DAY)

    assert one.differs
    assert not one.was_moved
    earlier = Terms(ends_on=terms.ends_on, recorded_at=terms.recorded_at - timedelta(days=1))
    assert Managed(one.version, one.stewardship, earlier).was_moved
    assert not Managed(one.version).was_moved
    agreeing = Terms(ends_on=one.version.ends_on, recorded_at=earlier.recorded_at)
    assert not Managed(one.version, one.stewardship, agreeing).differs


def test_months_of_notice_say_no_day_while_no_end_is_known():
    version = VersionFactory()

    assert Managed(version, None, Terms(notice_months=3)).notice_on is None
    assert Managed(version, None, Terms(notice_on=DAY)).notice_on == DAY

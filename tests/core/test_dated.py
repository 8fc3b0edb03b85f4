"""Dated facts, tried against a slow and obvious account of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from almoner.accounts.models import RoleHolding
from almoner.accounts.queries import SUBJECT, holdings_as_at, holdings_on
from almoner.accounts.roles import Role
from almoner.core.dated import as_at, versions_on
from almoner.core.moments import end_of
from tests.factories import DAY, RoleHoldingFactory, UserFactory
from tests.guard import arranging

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 25)  # so that the clocks change among the days tried
DAYS = st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def versions(draw):
    start = draw(DAYS)
    end = draw(st.none() | DAYS.filter(lambda day: day >= start))
    minutes = draw(st.integers(0, 10 * 24 * 60))
    recorded_at = datetime(2026, 3, 25, tzinfo=UTC) + timedelta(minutes=minutes)
    role = draw(st.sampled_from([Role.ASSESSOR, Role.FINANCE]))
    return {
        "role": role,
        "is_held": draw(st.booleans()),
        "valid_from": start,
        "valid_to": end,
        "recorded_at": recorded_at,
    }


def told(history, role, on, before):
    """Go through what was written, in the order of its recording, and see who speaks last."""
    spoken = None
    for version in sorted(history, key=lambda v: v["recorded_at"]):
        is_valid = version["valid_from"] <= on <= (version["valid_to"] or date.max)
        if version["role"] == role and is_valid and version["recorded_at"] < before:
            spoken = version
    return spoken is not None and spoken["is_held"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(versions(), max_size=6, unique_by=lambda v: v["recorded_at"]),
    on=DAYS,
    known=DAYS,
)
def test_the_version_recorded_last_speaks_for_the_days_it_covers(db, history, on, known):
    holder = UserFactory()
    with arranging():
        RoleHolding.objects.bulk_create(RoleHolding(holder=holder, **v) for v in history)
    mine = RoleHolding.objects.filter(holder=holder)

    found = versions_on(mine, *SUBJECT, on=on, known_before=end_of(known)).filter(is_held=True)

    assert {holding.role for holding in found} == {
        role for role in (Role.ASSESSOR, Role.FINANCE) if told(history, role, on, end_of(known))
    }


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(versions(), max_size=5, unique_by=lambda v: v["recorded_at"]), on=DAYS)
def test_what_was_known_on_a_day_is_never_changed_by_what_is_recorded_later(db, history, on):
    holder = UserFactory()
    history.sort(key=lambda version: version["recorded_at"])
    known_by_then = [v for v in history if v["recorded_at"] < end_of(on)]
    mine = RoleHolding.objects.filter(holder=holder)
    with arranging():
        RoleHolding.objects.bulk_create(RoleHolding(holder=holder, **v) for v in known_by_then)
    before = list(as_at(mine, *SUBJECT, on=on))

    with arranging():
        RoleHolding.objects.bulk_create(
            RoleHolding(holder=holder, **v) for v in history[len(known_by_then) :]
        )

    assert list(as_at(mine, *SUBJECT, on=on)) == before


def test_both_ends_of_a_fact_are_days_on_which_it_holds():
    RoleHoldingFactory(valid_from=DAY, valid_to=DAY + timedelta(days=2))

    held = [holdings_on(DAY + timedelta(days=n)).count() for n in range(-1, 4)]

    assert held == [0, 1, 1, 1, 0]


def test_what_was_recorded_late_is_known_now_and_was_not_known_then():
    RoleHoldingFactory(valid_from=DAY, recorded_at=end_of(DAY))

    assert holdings_on(DAY).exists()
    assert not holdings_as_at(DAY).exists()
    assert holdings_as_at(DAY + timedelta(days=1)).exists()


def test_what_is_recorded_in_the_last_moment_of_a_day_was_known_on_it():
    RoleHoldingFactory(valid_from=DAY, recorded_at=end_of(DAY) - timedelta(microseconds=1))

    assert holdings_as_at(DAY).exists()


def test_the_database_refuses_a_fact_that_ends_before_it_begins():
    with pytest.raises(IntegrityError, match="ends_after_it_begins"):
        RoleHoldingFactory(valid_from=DAY, valid_to=DAY - timedelta(days=1))


@pytest.mark.parametrize(
    "sabotage", [lambda facts: facts.update(is_held=False), lambda facts: facts.delete()]
)
def test_the_database_refuses_to_change_a_version(sabotage):
    RoleHoldingFactory()

    with pytest.raises(IntegrityError, match="accounts_roleholding_refuses"), arranging():
        sabotage(RoleHolding.objects.all())

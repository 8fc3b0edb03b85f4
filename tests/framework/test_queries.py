from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core.due import due_to
from almoner.core.once import reading
from almoner.framework.duties import NoSuchDuty
from almoner.framework.queries import (
    duty_as_it_last_was,
    duty_codes_ever,
    framework_in_force,
    framework_on,
    held_before,
    versions_that_follow,
)
from almoner.framework.registries import count_live_cases_by, live_cases
from almoner.registers.due_editions import duties_kept, duty_called
from tests.factories import DAY, official
from tests.framework.factories import ApprovedFrameworkFactory, FrameworkVersionFactory
from tests.framework.frameworks import text_after

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)
RENAMED = text_after(('code = "grants"\nwhat', 'code = "gifts"\nwhat'))


def test_the_latest_that_holds_by_a_day_is_in_force():
    first = ApprovedFrameworkFactory(first_day=DAY - timedelta(days=10))
    second = ApprovedFrameworkFactory(first_day=NEXT, text__text=RENAMED)
    FrameworkVersionFactory(first_day=DAY - timedelta(days=1))

    assert framework_in_force(DAY - timedelta(days=11)).reference == ""
    assert framework_in_force(DAY).reference == first.reference
    assert framework_in_force(NEXT).reference == second.reference


def test_duties_follow_the_version_in_force_on_the_day():
    ApprovedFrameworkFactory(first_day=DAY)
    ApprovedFrameworkFactory(first_day=NEXT, text__text=RENAMED)

    assert duty_called("grants", on=DAY).what == "Grants made"
    assert [one.duty.code for one in duties_kept(on=DAY)] == ["grants", "decisions"]
    assert [one.duty.code for one in duties_kept(on=NEXT)] == ["gifts", "decisions"]
    with pytest.raises(NoSuchDuty):
        duty_called("grants", on=NEXT)


def test_what_was_begun_for_a_duty_that_is_gone_is_finished_by_it():
    ApprovedFrameworkFactory(first_day=DAY)
    ApprovedFrameworkFactory(first_day=NEXT, text__text=RENAMED)

    assert duty_as_it_last_was("grants", on=NEXT).what == "Grants made"
    assert {"grants", "gifts", "decisions"} <= duty_codes_ever()
    with pytest.raises(NoSuchDuty):
        duty_as_it_last_was("rumours", on=NEXT)


def test_a_page_asks_once_what_is_in_force(django_assert_num_queries):
    ApprovedFrameworkFactory()
    framework_on(DAY)

    with django_assert_num_queries(1), reading():
        for _part in range(3):
            framework_on(DAY)


def test_a_version_is_compared_with_what_held_before_it():
    first = ApprovedFrameworkFactory(first_day=DAY)
    later = first.decided_at + timedelta(hours=1)
    second = ApprovedFrameworkFactory(first_day=DAY, text__text=RENAMED, decided_at=later)
    proposed = FrameworkVersionFactory(first_day=NEXT)

    assert held_before(first, on=DAY).reference == ""
    assert held_before(second, on=DAY).reference == first.reference
    assert held_before(proposed, on=DAY).reference == second.reference


def test_a_version_whose_day_has_passed_is_compared_with_what_holds_today():
    held = ApprovedFrameworkFactory(first_day=DAY)
    late = FrameworkVersionFactory(first_day=DAY - timedelta(days=5))

    assert held_before(late, on=DAY).reference == held.reference
    assert list(versions_that_follow(late, on=DAY)) == []
    assert list(versions_that_follow(late, on=DAY - timedelta(days=1))) == [held]


def test_my_work_shows_a_proposed_version_to_those_who_may_approve_it():
    own = official(Role.APPROVER, Role.ADMINISTRATOR)
    FrameworkVersionFactory(proposed_by=own)

    def due(person):
        return [one.what for one in due_to(worker_of(person, on=DAY), on=DAY)]

    assert due(official(Role.APPROVER)) == ["Approve another version of the framework"]
    assert due(own) == []


def test_live_cases_stand_where_the_app_that_holds_them_says(monkeypatch):
    monkeypatch.setattr("almoner.framework.registries._counting", [])
    assert live_cases("d") == {}

    count_live_cases_by(lambda digest: {("grant", "plan"): 2} if digest == "d" else {})

    assert live_cases("d") == {("grant", "plan"): 2}
    assert live_cases("e") == {}

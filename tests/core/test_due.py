from datetime import timedelta

import pytest

from almoner.core import due
from almoner.core.due import Due, Worker, declare_due, due_to, overdue
from tests.factories import DAY

MINE = Worker(frozenset({"person:PER-2"}), frozenset({"publisher"}))
LATER = DAY + timedelta(days=1)


@pytest.fixture
def sources(monkeypatch):
    monkeypatch.setattr(due, "sources", [])


def test_work_comes_soonest_first_and_what_has_no_day_before_what_has(sources):
    declare_due(lambda worker, on: [Due("x:B-1", "Approve it", "approve", LATER)])
    declare_due(lambda worker, on: [Due("x:A-1", "Sign it", "sign"), Due("x:C-1", "Do", "do", on)])

    assert [item.about for item in due_to(MINE, on=DAY)] == ["x:A-1", "x:C-1", "x:B-1"]


def test_a_source_is_told_who_asks(sources):
    declare_due(lambda worker, on: [Due(f"x:{role}", "Act", "act") for role in worker.roles])

    assert [item.about for item in due_to(MINE, on=DAY)] == ["x:publisher"]


def test_what_is_due_today_is_not_overdue():
    items = [Due("x:A-1", "Act", "act", DAY), Due("x:B-1", "Act", "act")]

    assert list(overdue(items, on=DAY)) == []
    assert [item.about for item in overdue(items, on=LATER)] == ["x:A-1"]

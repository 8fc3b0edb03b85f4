from decimal import Decimal

import pytest

from almoner.funding.cover import shortfalls
from almoner.funding.kinds import OverPlanning
from almoner.funding.operations import commit_money, plan_money
from almoner.funding.states import Act, PoundState
from tests.assurance.asked import only_the_first_breaks
from tests.funding.factories import CASE, OTHER_CASE, YEAR, EntryFactory, by_finance, line_with
from tests.funding.rules import let_funds_warn

pytestmark = pytest.mark.django_db


def planned(amount, *, of=100, what_for=CASE, **line):
    line = line_with(of, rules={"over_planning": OverPlanning.WARN}, **line)
    moved = {"act": Act.PLANNED, "from_state": PoundState.AVAILABLE, "to_state": PoundState.PLANNED}
    EntryFactory(line=line, amount=Decimal(amount), what_for=what_for, **moved)
    return line


def broken_book():
    line, moved = line_with(100), {"from_state": PoundState.PLANNED, "what_for": CASE}
    EntryFactory(line=line, act=Act.COMMITTED, to_state=PoundState.COMMITTED, **moved)
    return line


def test_the_book_of_each_line_adds_up():
    only_the_first_breaks("budget-lines-reconcile", broken_book, lambda: planned(40))


def test_no_more_is_planned_than_a_line_has():
    only_the_first_breaks(
        "plans-within-budget-lines",
        lambda: planned(101),
        lambda: planned(100),
    )


def test_no_plan_outlasts_its_year():
    only_the_first_breaks(
        "plans-end-with-the-year",
        lambda: planned(1, year="2024-25"),
        lambda: line_with(100, year="2024-25"),
    )


def test_what_is_planned_and_committed_covers_what_a_thing_needs():
    line = line_with(100)
    plan_money(line, Decimal(60), what_for=CASE, **by_finance())
    commit_money(line, Decimal(20), what_for=CASE, **by_finance())

    assert shortfalls({CASE: {YEAR: Decimal(60)}, OTHER_CASE: {}}) == {}
    assert shortfalls({CASE: {YEAR: Decimal("60.01"), "2026-27": Decimal(5)}}) == {
        CASE: [
            "£0.01 of £60.01 for 2025-26 is planned in no budget line.",
            "£5.00 of £5.00 for 2026-27 is planned in no budget line.",
        ]
    }


def test_a_plan_in_an_over_planned_line_covers_nothing_for_certain():
    let_funds_warn()
    line = planned(60)
    plan_money(line, Decimal(50), what_for=OTHER_CASE, **by_finance())

    found = shortfalls({CASE: {YEAR: Decimal(60)}})

    assert found == {CASE: [f"{line.called} is over-planned by £10.00."]}


def test_what_many_things_need_is_asked_in_one_query(django_assert_num_queries):
    planned(10), planned(10, what_for=OTHER_CASE)

    with django_assert_num_queries(1):
        shortfalls({CASE: {YEAR: Decimal(10)}, OTHER_CASE: {YEAR: Decimal(11)}})

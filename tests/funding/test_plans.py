from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.core.models import Event
from almoner.core.periods import FinancialYear
from almoner.funding.balances import Balance, balance_of, balances_by, entries_on
from almoner.funding.events import BudgetLineEvent
from almoner.funding.kinds import OverPlanning
from almoner.funding.models import Entry
from almoner.funding.operations import (
    commit_money,
    increase_line,
    plan_money,
    release_commitment,
    release_plan,
)
from almoner.funding.queries import headroom, lines_open_in, planned_for, years_known
from almoner.funding.rules import Unaffordable
from almoner.funding.what_for import name_called
from tests.factories import DAY, NOON, official
from tests.funding.factories import CASE, OTHER_CASE, EntryFactory, by_finance, line_with
from tests.funding.rules import let_funds_warn, stop_all_funds

pytestmark = pytest.mark.django_db
WARNS = {"over_planning": OverPlanning.WARN}


def test_what_is_planned_is_available_no_more_and_written_in_the_ledger():
    line = line_with(100)
    officer = official(Role.COMMISSIONING_OFFICER)

    movement = plan_money(line, Decimal(60), what_for=CASE, by=officer, at=NOON)

    assert balance_of(line) == Balance(available=Decimal(40), planned=Decimal(60))
    event = Event.objects.get(kind=BudgetLineEvent.PLANNED)
    assert event.facts == {"amount": "60.00", "movement": movement, "what_for": "COM-2026-014"}


def test_more_than_is_left_is_refused_with_the_sum():
    line = line_with(12_000)

    with pytest.raises(Unaffordable, match=f"There is £12,000.00 left in {line.fund.code} 2025-26"):
        plan_money(line, Decimal("12000.01"), what_for=CASE, **by_finance())


def test_a_fund_that_only_warns_is_planned_beyond_and_never_committed_beyond():
    let_funds_warn()
    line = line_with(100, rules=WARNS)
    plan_money(line, Decimal(80), what_for=CASE, **by_finance())
    plan_money(line, Decimal(50), what_for=OTHER_CASE, **by_finance())

    assert headroom(line, on=DAY) == Decimal(-30)
    commit_money(line, Decimal(80), what_for=CASE, **by_finance())
    with pytest.raises(Unaffordable, match="£20.00 can still be committed"):
        commit_money(line, Decimal(50), what_for=OTHER_CASE, **by_finance())


def test_a_fund_that_warned_stops_from_the_day_that_a_stricter_framework_holds():
    let_funds_warn()
    line = line_with(100, rules=WARNS)
    plan_money(line, Decimal(110), what_for=CASE, **by_finance(at=NOON - timedelta(days=1)))
    stop_all_funds(DAY)

    with pytest.raises(Unaffordable, match="There is £0.00 left in"):
        plan_money(line, Decimal(1), what_for=CASE, **by_finance())
    assert balance_of(line).over_planned == 10


def test_a_commitment_takes_what_was_planned_first_and_then_what_is_left():
    line = line_with(100)
    plan_money(line, Decimal(60), what_for=CASE, **by_finance())

    movement = commit_money(line, Decimal(70), what_for=CASE, **by_finance())

    assert balance_of(line) == Balance(available=Decimal(30), committed=Decimal(70))
    moved = Entry.objects.filter(movement=movement).order_by("pk")
    assert [(one.from_state, one.amount) for one in moved] == [
        ("planned", Decimal(60)),
        ("available", Decimal(10)),
    ]


def test_nobody_commits_what_another_thing_plans():
    line = line_with(100)
    plan_money(line, Decimal(60), what_for=CASE, **by_finance())

    with pytest.raises(Unaffordable, match="£0.00 is planned for it, and there is £40.00 left"):
        commit_money(line, Decimal(41), what_for=OTHER_CASE, **by_finance())


def test_a_thing_gives_up_what_it_has_and_no_more():
    line = line_with(100)
    plan_money(line, Decimal(60), what_for=CASE, **by_finance())
    commit_money(line, Decimal(30), what_for=CASE, **by_finance())
    plan_money(line, Decimal(10), what_for=OTHER_CASE, **by_finance())

    release_plan(line, Decimal(20), what_for=CASE, **by_finance())
    release_commitment(line, Decimal(5), what_for=CASE, **by_finance())

    (use,) = planned_for(CASE)
    assert (use.line, use.planned, use.committed) == (line, Decimal(10), Decimal(25))
    with pytest.raises(Unaffordable, match="£10.00 of .* is planned for it"):
        release_plan(line, Decimal(11), what_for=CASE, **by_finance())
    with pytest.raises(Unaffordable, match="£25.00 of .* is committed to it"):
        release_commitment(line, Decimal(26), what_for=CASE, **by_finance())


@pytest.mark.parametrize("act", [commit_money, release_commitment])
def test_a_commissioning_officer_plans_and_does_not_commit(act):
    line, officer = line_with(100), official(Role.COMMISSIONING_OFFICER)

    with pytest.raises(PermissionDenied, match="Only a finance officer commits"):
        act(line, Decimal(1), what_for=CASE, by=officer, at=NOON)


def test_a_year_that_is_over_is_planned_in_no_more():
    line = line_with(100, year="2024-25")

    with pytest.raises(ValidationError, match="2024-25 is over"):
        plan_money(line, Decimal(1), what_for=CASE, **by_finance())


@pytest.mark.parametrize("said", ["", "COM-2026-014", "commissions.commission:a case of ours"])
def test_money_is_for_a_thing_with_a_name(said):
    with pytest.raises(ValidationError, match="is no name of a thing"):
        plan_money(line_with(100), Decimal(1), what_for=said, **by_finance())


def test_a_reference_is_read_as_people_write_it():
    assert name_called(" com-2026-014 ") == CASE
    with pytest.raises(ValidationError, match="such as COM-2026-014"):
        name_called("PER-123")


def test_a_balance_is_asked_as_at_a_day_or_as_now_known():
    line = line_with(100)
    late = {"valid_from": date(2026, 1, 1), "recorded_at": datetime(2026, 3, 1, tzinfo=UTC)}
    EntryFactory(line=line, amount=Decimal(50), **late)

    def available(on, **how):
        found = balances_by(entries_on(Entry.objects.filter(line=line), on=on, **how))
        return found[()].available

    assert available(date(2026, 2, 1), is_as_at=True) == Decimal(100)
    assert available(date(2026, 2, 1)) == Decimal(150)
    assert available(date(2026, 3, 1), is_as_at=True) == Decimal(150)
    assert available(date(2025, 12, 31)) == Decimal(100)


def test_money_put_in_for_a_past_day_counts_from_then():
    line = line_with(100)

    increase_line(line, Decimal(50), reason="Addendum", valid_from=date(2026, 1, 1), **by_finance())

    assert headroom(line, on=date(2025, 12, 31)) == Decimal(100)
    assert headroom(line, on=date(2026, 1, 1)) == Decimal(150)


def test_the_lines_of_a_year_are_those_on_which_cases_plan():
    line = line_with(100)
    line_with(100, year="2026-27")

    assert list(lines_open_in(FinancialYear(2025))) == [line]
    assert years_known() == ["2026-27", "2025-26"]

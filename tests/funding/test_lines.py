from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.core.models import Event
from almoner.core.periods import FinancialYear
from almoner.funding.balances import Balance, balance_of
from almoner.funding.events import BudgetLineEvent, FundEvent
from almoner.funding.kinds import CarryOver, OverPlanning, Source
from almoner.funding.operations import (
    Rules,
    decrease_line,
    increase_line,
    open_budget_line,
    open_fund,
    plan_money,
    revise_fund,
)
from almoner.funding.queries import terms_of
from almoner.funding.rules import Unaffordable
from tests.factories import DAY, NOON, official
from tests.funding.factories import CASE, FundTermsFactory, by_finance, line_with
from tests.funding.rules import let_funds_warn

pytestmark = pytest.mark.django_db
THIS_YEAR = FinancialYear(2025)
RULES = Rules(
    title="Victims’ services fund",
    funder="Ministry of Justice",
    source=Source.MINISTRY,
    first_year=FinancialYear(2024),
    last_year=FinancialYear(2026),
)


def changed(**said):
    return Rules(**{name: getattr(RULES, name) for name in Rules.__slots__} | said)


def test_open_fund_says_its_rules_and_writes_it_in_the_ledger():
    fund = open_fund(" vsf-core ", RULES, **by_finance())

    terms = terms_of(fund, on=DAY)
    assert (fund.reference, fund.code) == ("FND-2026-001", "VSF-CORE")
    assert (terms.title, terms.first_year, terms.last_year) == (RULES.title, "2024-25", "2026-27")
    line = Event.objects.get(kind=FundEvent.OPENED)
    assert line.about == "funding.fund:FND-2026-001"
    assert line.facts["alone_up_to"] == "0.00"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"title": " "}, "Say what the fund is called and who gives it."),
        ({"last_year": FinancialYear(2023)}, "The last year comes before the first."),
        ({"carry_over": CarryOver.SHARE}, "Say which share is carried over: from 1 to 99"),
        ({"carry_over_share": 5}, "Leave the share empty, unless up to a share"),
        ({"alone_up_to": Decimal(-1)}, "Enter nothing or more for what one person"),
    ],
)
def test_rules_that_make_no_sense_are_refused(said, why):
    with pytest.raises(ValidationError, match=why):
        open_fund("VSF-CORE", changed(**said), **by_finance())


def test_a_code_names_one_fund():
    open_fund("VSF-CORE", RULES, **by_finance())

    with pytest.raises(ValidationError, match="a code that no other fund has"):
        open_fund("vsf-core", RULES, **by_finance())


def test_revise_fund_holds_from_today_and_keeps_what_was_said():
    let_funds_warn()
    terms = FundTermsFactory()

    revise_fund(terms.fund, changed(over_planning=OverPlanning.WARN), **by_finance())

    assert terms_of(terms.fund, on=DAY).over_planning == OverPlanning.WARN
    assert terms_of(terms.fund, on=date(2026, 3, 3)).over_planning == OverPlanning.STOP


@pytest.mark.parametrize("is_new", [True, False])
def test_no_fund_is_laxer_than_the_framework_in_force(is_new):
    lax, fund = changed(over_planning=OverPlanning.WARN), FundTermsFactory().fund

    with pytest.raises(ValidationError, match="The framework in force stops over-planning"):
        open_fund("LAX", lax, **by_finance()) if is_new else revise_fund(fund, lax, **by_finance())


def test_a_fund_stays_open_over_the_years_of_its_lines():
    line = line_with(10)

    with pytest.raises(ValidationError, match="has a line for 2025-26"):
        revise_fund(line.fund, changed(last_year=FinancialYear(2024)), **by_finance())


def test_open_budget_line_puts_its_first_amount_in():
    fund, day = FundTermsFactory().fund, date(2025, 4, 1)

    line = open_budget_line(
        fund,
        Decimal("55117.65"),
        year=THIS_YEAR,
        purpose="Advisers",
        valid_from=day,
        **by_finance(),
    )

    assert balance_of(line) == Balance(available=Decimal("55117.65"))
    assert line.called == f"{fund.code} 2025-26, Advisers"
    event = Event.objects.get(kind=BudgetLineEvent.OPENED)
    assert (event.about, event.facts["amount"]) == (f"funding.budgetline:{line}", "55117.65")
    assert line.entries.get().valid_from == day


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"year": FinancialYear(2023)}, "The fund is not for 2023-24."),
        ({"is_ring_fenced": True}, "Say for what purpose the line is ring-fenced."),
        ({"purpose": "advisers"}, "The fund has this line for 2025-26 already."),
        ({"valid_from": date(2026, 3, 5)}, "That day is yet to come."),
        ({"amount": Decimal("0.001")}, "in pounds and whole pence"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(said, why):
    line = line_with(10, purpose="Advisers")
    amount = said.pop("amount", Decimal(10))

    with pytest.raises(ValidationError, match=why):
        open_budget_line(line.fund, amount, **{"year": THIS_YEAR, **by_finance(), **said})


def test_a_line_is_increased_and_decreased_for_a_reason():
    line = line_with(100)

    increase_line(line, Decimal(50), reason="Uplift", **by_finance())
    decrease_line(line, Decimal(30), reason="Cut", **by_finance())

    assert balance_of(line) == Balance(available=Decimal(120))
    with pytest.raises(ValidationError, match="Say why."):
        increase_line(line, Decimal(1), reason=" ", **by_finance())


def test_a_cut_leaves_what_is_planned_alone_where_the_fund_stops_over_planning():
    line = line_with(100)
    plan_money(line, Decimal(80), what_for=CASE, **by_finance())

    with pytest.raises(Unaffordable, match="There is £20.00 left .* Release plans first."):
        decrease_line(line, Decimal(21), reason="Cut", **by_finance())


def test_a_cut_may_reach_into_plans_where_the_fund_only_warns():
    let_funds_warn()
    line = line_with(100, rules={"over_planning": OverPlanning.WARN})
    plan_money(line, Decimal(80), what_for=CASE, **by_finance())

    decrease_line(line, Decimal(50), reason="Cut", **by_finance())

    assert balance_of(line).over_planned == Decimal(30)
    with pytest.raises(Unaffordable):
        decrease_line(line, Decimal(51), reason="Cut", **by_finance())


def test_only_a_finance_officer_keeps_funds():
    line, officer = line_with(100), official(Role.COMMISSIONING_OFFICER)

    with pytest.raises(PermissionDenied, match="Only a finance officer keeps funds."):
        increase_line(line, Decimal(1), reason="Mine", by=officer, at=NOON)

"""Makers of funds and their lines, as the operations would have left them."""

from datetime import date
from decimal import Decimal

import factory

from almoner.accounts.roles import Role
from almoner.funding.kinds import CarryOver, OverPlanning, Source
from almoner.funding.models import (
    BudgetLine,
    Entry,
    Fund,
    FundTerms,
    Transfer,
    movement_reference,
)
from almoner.funding.states import Act, PoundState
from tests.factories import LONG_AGO, NOON, Factory, UserFactory, official

YEAR = "2025-26"  # of `tests.factories.DAY`
CASE = "commissions.commission:COM-2026-014"
OTHER_CASE = "commissions.commission:COM-2026-015"


class FundFactory(Factory):
    class Meta:
        model = Fund

    reference = factory.Sequence(lambda n: f"FND-2025-{n:03}")
    code = factory.Sequence(lambda n: f"VSF-{n}")
    opened_by = factory.SubFactory(UserFactory)
    opened_at = LONG_AGO


class FundTermsFactory(Factory):
    class Meta:
        model = FundTerms

    fund = factory.SubFactory(FundFactory)
    title = "Victims’ services fund"
    funder = "Ministry of Justice"
    source = Source.MINISTRY
    first_year = "2024-25"
    carry_over = CarryOver.NONE
    over_planning = OverPlanning.STOP
    set_by = factory.SubFactory(UserFactory)
    valid_from = date(2024, 4, 1)
    recorded_at = LONG_AGO


class BudgetLineFactory(Factory):
    class Meta:
        model = BudgetLine

    reference = factory.Sequence(lambda n: f"BUD-2025-{n:03}")
    fund = factory.LazyAttribute(lambda _line: FundTermsFactory().fund)
    year = YEAR
    opened_at = LONG_AGO


class EntryFactory(Factory):
    class Meta:
        model = Entry

    line = factory.SubFactory(BudgetLineFactory)
    movement = factory.LazyFunction(movement_reference)
    act = Act.PUT_IN
    amount = Decimal(100_000)
    from_state = PoundState.OUTSIDE
    to_state = PoundState.AVAILABLE
    entered_by = factory.SubFactory(UserFactory)
    valid_from = date(2025, 4, 1)
    recorded_at = LONG_AGO


class TransferFactory(Factory):
    """One that awaits a second person."""

    class Meta:
        model = Transfer

    reference = factory.Sequence(lambda n: f"TRF-2025-{n:03}")
    source = factory.SubFactory(BudgetLineFactory)
    target = factory.LazyAttribute(
        lambda one: BudgetLineFactory(fund=one.source.fund, purpose="Advisers")
    )
    amount = Decimal(5_000)
    reason = "More need"
    takes_two = True
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = NOON


def line_with(amount, *, rules=None, **line):
    """A line into which an amount was put, of a fund with these rules."""
    if rules:
        line["fund"] = FundTermsFactory(**rules).fund
    return EntryFactory(line=BudgetLineFactory(**line), amount=Decimal(amount)).line


def finance_officer(**user):
    return official(Role.FINANCE, **user)


def by_finance(**more):
    """Who does it and when, for tests that ask nothing else of either."""
    return {"by": finance_officer(), "at": NOON, **more}

"""Eight people at the same line at the same moment."""

from decimal import Decimal

import pytest

from almoner.core.models import Event
from almoner.funding.balances import Balance, balance_of
from almoner.funding.models import Entry
from almoner.funding.operations import plan_money
from almoner.funding.reconciliation import lines_that_do_not_reconcile
from almoner.funding.rules import Unaffordable
from tests.crowd import at_once
from tests.factories import NOON
from tests.funding.factories import finance_officer, line_with

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_eight_who_plan_at_once_no_more_are_served_than_there_is_money_for():
    line, officers = line_with(100), [finance_officer() for _ in range(8)]

    def plan(n):
        case = f"commissions.commission:COM-2026-{n:03}"
        try:
            return bool(plan_money(line, Decimal(30), what_for=case, by=officers[n], at=NOON))
        except Unaffordable:
            return False

    assert sum(at_once(8, plan)) == 3
    assert balance_of(line) == Balance(available=Decimal(10), planned=Decimal(90))
    assert (Entry.objects.count(), Event.objects.count()) == (4, 3)
    assert lines_that_do_not_reconcile() == []

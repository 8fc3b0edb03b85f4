from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.funding.balances import balance_of
from almoner.funding.due import transfers_to_decide
from almoner.funding.events import TransferEvent
from almoner.funding.kinds import CarryOver
from almoner.funding.operations import (
    approve_transfer,
    plan_money,
    refuse_proposed_transfer,
    transfer_money,
    withdraw_transfer,
)
from almoner.funding.rules import Unaffordable
from almoner.funding.states import TransferState
from tests.factories import DAY, NOON, official
from tests.funding.factories import CASE, BudgetLineFactory, by_finance, finance_officer, line_with

pytestmark = pytest.mark.django_db


def two_lines(*, alone_up_to=1_000, **rules):
    source = line_with(100_000, purpose="Refuges", rules={"alone_up_to": alone_up_to, **rules})
    return source, BudgetLineFactory(fund=source.fund, purpose="Advisers")


def asked(source, target, amount=5_000, **who):
    who = {"reason": "More need", **by_finance(), **who}
    return transfer_money(source, target, Decimal(amount), **who)


def test_a_small_transfer_is_made_by_one():
    source, target = two_lines()

    transfer = asked(source, target, 1_000)

    assert (transfer.state, transfer.takes_two) == (TransferState.MADE, False)
    assert balance_of(source).available == Decimal(99_000)
    assert balance_of(target).available == Decimal(1_000)
    assert Event.objects.get(kind=TransferEvent.MADE).facts["amount"] == "1000.00"


def test_a_large_transfer_waits_for_a_second_person():
    source, target = two_lines()
    proposer, approver = finance_officer(), official(Role.APPROVER)

    transfer = asked(source, target, by=proposer)

    assert transfer.state == TransferState.PROPOSED
    assert balance_of(target).put_in == 0
    assert list(transfers_to_decide(worker_of(proposer, on=DAY), DAY)) == []
    (due,) = transfers_to_decide(worker_of(approver, on=DAY), DAY)
    assert due.about == f"funding.transfer:{transfer}"
    with pytest.raises(PermissionDenied, match="You proposed this transfer"):
        approve_transfer(transfer, by=proposer, at=NOON)

    approve_transfer(transfer, by=approver, at=NOON)

    assert balance_of(target).available == Decimal(5_000)
    with pytest.raises(IllegalTransition):
        approve_transfer(transfer, by=approver, at=NOON)


def test_what_was_planned_meanwhile_is_not_transferred():
    source, target = two_lines()
    transfer = asked(source, target)
    plan_money(source, Decimal(96_000), what_for=CASE, **by_finance())

    with pytest.raises(Unaffordable, match="There is £4,000.00 left"):
        approve_transfer(transfer, **by_finance())


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (refuse_proposed_transfer, TransferState.REFUSED),
        (withdraw_transfer, TransferState.WITHDRAWN),
    ],
)
def test_a_proposal_that_is_refused_or_withdrawn_moves_nothing(act, state):
    source, target = two_lines()
    transfer = asked(source, target)
    by = transfer.proposed_by if act is withdraw_transfer else finance_officer()

    act(transfer, by=by, at=NOON)

    transfer.refresh_from_db()
    assert transfer.state == state
    assert balance_of(source).available == Decimal(100_000)


def test_only_who_proposed_it_withdraws_it():
    transfer = asked(*two_lines())

    with pytest.raises(PermissionDenied, match="Only who proposed"):
        withdraw_transfer(transfer, **by_finance())


def test_a_transfer_stays_in_its_fund_and_in_its_ring_fence():
    source, target = two_lines()
    fenced = BudgetLineFactory(fund=source.fund, purpose="Children", is_ring_fenced=True)

    with pytest.raises(ValidationError, match="Money stays in its fund"):
        asked(source, line_with(1))
    with pytest.raises(ValidationError, match="Choose another line"):
        asked(source, source)
    with pytest.raises(ValidationError, match="its money is for Children only"):
        asked(fenced, target)
    with pytest.raises(ValidationError, match="Say why"):
        asked(source, target, reason="")


def test_a_ring_fence_goes_along_into_the_next_year():
    rules = {"carry_over": CarryOver.ALL, "alone_up_to": 1_000}
    fenced = {"purpose": "Children", "is_ring_fenced": True}
    source = line_with(900, rules=rules, **fenced)
    later = BudgetLineFactory(fund=source.fund, year="2026-27", **fenced)
    loose = BudgetLineFactory(fund=source.fund, year="2027-28", purpose="Children")

    asked(source, later, 900)

    with pytest.raises(ValidationError, match="its money is for Children only"):
        asked(later, loose, 900)


def test_nothing_is_carried_over_or_brought_back_against_the_rules():
    source, _target = two_lines()
    later = BudgetLineFactory(fund=source.fund, year="2026-27")
    earlier = BudgetLineFactory(fund=source.fund, year="2024-25")

    with pytest.raises(ValidationError, match="Nothing of this fund is carried over"):
        asked(source, later)
    with pytest.raises(ValidationError, match="Money of a later year"):
        asked(source, earlier)


def test_a_share_is_carried_over_once():
    rules = {"carry_over": CarryOver.SHARE, "carry_over_share": 10, "alone_up_to": 20_000}
    source, _target = two_lines(**rules)
    later = BudgetLineFactory(fund=source.fund, year="2026-27")

    asked(source, later, 8_000)

    with pytest.raises(Unaffordable, match="At most 10% .*: £2,000.00 more"):
        asked(source, later, 2_001)


def test_all_that_is_left_is_carried_over_where_the_fund_lets_it():
    source, _target = two_lines(carry_over=CarryOver.ALL, alone_up_to=100_000)
    later = BudgetLineFactory(fund=source.fund, year="2026-27", purpose="Refuges")

    asked(source, later, 100_000)

    assert balance_of(later).available == Decimal(100_000)

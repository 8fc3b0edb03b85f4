from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.core.models import Event
from almoner.funding.approvable import money_for
from almoner.funding.balances import Balance, balance_of
from almoner.funding.carrying import given_in_all
from almoner.funding.events import BudgetLineEvent
from almoner.funding.models import Entry
from almoner.funding.operations import (
    Paper,
    commit_money,
    owe_money,
    pay_money,
    recover_money,
    return_recovered,
    reuse_recovered,
    undo_payment,
    withdraw_due,
)
from almoner.funding.rules import Unaffordable
from tests.factories import NOON, official
from tests.funding.factories import CASE, OTHER_CASE, by_finance, line_with

pytestmark = pytest.mark.django_db


def paper(number="INV-2093", what_for=CASE):
    return Paper(what_for, number)


def committed_line(amount=80):
    line = line_with(100)
    commit_money(line, Decimal(amount), what_for=CASE, **by_finance())
    return line


def settled(*verbs, amount=50):
    line = committed_line()
    for verb in verbs:
        verb(line, Decimal(amount), paper(), **by_finance())
    return line


def test_what_is_committed_becomes_due_is_paid_and_comes_back():
    line = settled(owe_money)
    assert balance_of(line) == Balance(Decimal(20), committed=Decimal(30), due=Decimal(50))

    pay_money(line, Decimal(45), paper("BACS-77"), **by_finance())
    recover_money(line, Decimal(5), paper("RCT-9"), **by_finance())

    sums = {"committed": 30, "due": 5, "paid": 40, "recovered": 5}
    assert balance_of(line) == Balance(Decimal(20), **sums)
    entry = Entry.objects.get(voucher="BACS-77")
    line_of_ledger = Event.objects.get(kind=BudgetLineEvent.PAID)
    said = {"amount": "45.00", "movement": entry.movement, "what_for": "COM-2026-014"}
    assert line_of_ledger.facts == said


@pytest.mark.parametrize(
    ("verbs", "left"),
    [
        ([owe_money, withdraw_due], {"committed": 80}),
        ([owe_money, pay_money, undo_payment], {"committed": 30, "due": 50}),
        ([owe_money, pay_money, recover_money], {"committed": 30, "recovered": 50}),
    ],
)
def test_what_was_entered_is_taken_back_by_another_entry(verbs, left):
    assert balance_of(settled(*verbs)) == Balance(Decimal(20), **left)


def test_what_somebody_approved_is_not_changed_by_paying_or_getting_back():
    line = committed_line()
    (approved,) = money_for([CASE])[CASE]

    for verb in (owe_money, pay_money, recover_money):
        verb(line, Decimal(50), paper(), **by_finance())

    assert money_for([CASE]) == {CASE: [approved]}


def test_what_came_back_is_spent_again_or_goes_back_to_its_funder():
    line = settled(owe_money, pay_money, recover_money)

    reuse_recovered(line, Decimal(20), paper("JNL-1"), **by_finance())
    return_recovered(line, Decimal(30), paper("BACS-78"), **by_finance())

    assert balance_of(line) == Balance(Decimal(40), committed=Decimal(30))
    assert given_in_all(line) == 70


@pytest.mark.parametrize(
    ("before", "verb", "why"),
    [
        ([], owe_money, "£80.00 of .* is committed to it"),
        ([owe_money], withdraw_due, "£50.00 of .* is due for it"),
        ([owe_money], pay_money, "£50.00 of .* is due for it"),
        ([owe_money], undo_payment, "£0.00 of .* is paid for it"),
        ([owe_money], recover_money, "£0.00 of .* is paid for it"),
        ([owe_money, pay_money], reuse_recovered, "£0.00 of .* was recovered from it"),
        ([owe_money, pay_money], return_recovered, "£0.00 of .* was recovered from it"),
    ],
)
def test_no_more_moves_than_a_thing_has(before, verb, why):
    line = settled(*before)

    with pytest.raises(Unaffordable, match=why):
        verb(line, Decimal(81), paper("INV-1"), **by_finance())
    with pytest.raises(Unaffordable, match="£0.00 of"):
        verb(line, Decimal(1), paper("INV-1", OTHER_CASE), **by_finance())


def test_one_invoice_makes_something_due_once():
    line = settled(owe_money, amount=10)

    with pytest.raises(ValidationError, match="INV-2093 is entered as due already."):
        owe_money(line, Decimal(10), paper("inv-2093 "), **by_finance())
    withdraw_due(line, Decimal(10), paper(), **by_finance())
    owe_money(line, Decimal(12), paper(), **by_finance())

    assert balance_of(line).due == 12


@pytest.mark.parametrize("said", ["", "for Ada", "paid to Ada in 2025", "INVOICE"])
def test_what_is_no_number_of_a_paper_is_refused(said):
    with pytest.raises(ValidationError, match="such as INV-2093"):
        owe_money(committed_line(), Decimal(1), paper(said), **by_finance())


def test_who_only_plans_does_not_settle():
    officer = official(Role.COMMISSIONING_OFFICER)

    with pytest.raises(PermissionDenied, match="Only a finance officer enters what is due"):
        owe_money(committed_line(), Decimal(1), paper(), by=officer, at=NOON)

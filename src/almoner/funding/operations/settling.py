"""What becomes due of a commitment, is paid, comes back, and what becomes of it then."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.funding.events import BudgetLineEvent
from almoner.funding.models import BudgetLine
from almoner.funding.policies import may_settle_money
from almoner.funding.queries import is_entered_as_due
from almoner.funding.states import Act
from almoner.funding.what_for import number_of, reference_in

from .moving import lock_line, move


@dataclass(frozen=True, slots=True)
class Paper:
    """What an amount is for, by its name in the ledger, and the paper that says so."""

    what_for: str
    voucher: str
    reason: str = ""


@operation
def owe_money(line: BudgetLine, amount: Decimal, paper: Paper, *, by: User, at: datetime) -> str:
    """Enter that an amount committed to a thing has become due, by an invoice or a claim.

    Raises PermissionDenied, Unaffordable, or ValidationError for what is no voucher or is entered
    already.
    """
    return _settle(BudgetLineEvent.OWED, Act.OWED, line, amount, paper, by=by, at=at)


@operation
def withdraw_due(line: BudgetLine, amount: Decimal, paper: Paper, *, by: User, at: datetime) -> str:
    """Enter that an amount is not due after all: it is committed as before.

    Raises as `owe_money`.
    """
    return _settle(
        BudgetLineEvent.DUE_WITHDRAWN, Act.DUE_WITHDRAWN, line, amount, paper, by=by, at=at
    )


@operation
def pay_money(line: BudgetLine, amount: Decimal, paper: Paper, *, by: User, at: datetime) -> str:
    """Enter that an amount that was due has been paid.

    Raises as `owe_money`.
    """
    return _settle(BudgetLineEvent.PAID, Act.PAID, line, amount, paper, by=by, at=at)


@operation
def undo_payment(line: BudgetLine, amount: Decimal, paper: Paper, *, by: User, at: datetime) -> str:
    """Enter that a payment came back from the bank, or never was made: it is due as before.

    Raises as `owe_money`.
    """
    return _settle(
        BudgetLineEvent.PAYMENT_UNDONE, Act.PAYMENT_UNDONE, line, amount, paper, by=by, at=at
    )


@operation
def recover_money(
    line: BudgetLine, amount: Decimal, paper: Paper, *, by: User, at: datetime
) -> str:
    """Enter that an amount that was paid has come back for good.

    Raises as `owe_money`.
    """
    return _settle(BudgetLineEvent.RECOVERED, Act.RECOVERED, line, amount, paper, by=by, at=at)


@operation
def reuse_recovered(
    line: BudgetLine, amount: Decimal, paper: Paper, *, by: User, at: datetime
) -> str:
    """Make what was recovered available again, for anything that the line is for.

    Raises as `owe_money`.
    """
    return _settle(BudgetLineEvent.REUSED, Act.REUSED, line, amount, paper, by=by, at=at)


@operation
def return_recovered(
    line: BudgetLine, amount: Decimal, paper: Paper, *, by: User, at: datetime
) -> str:
    """Enter that what was recovered went back to its funder: it leaves the line.

    Raises as `owe_money`.
    """
    return _settle(BudgetLineEvent.RETURNED, Act.RETURNED, line, amount, paper, by=by, at=at)


def _settle(
    kind: BudgetLineEvent,
    act: Act,
    line: BudgetLine,
    amount: Decimal,
    paper: Paper,
    *,
    by: User,
    at: datetime,
) -> str:
    """Move an amount by what a paper says, and write it down. Gives the movement's reference."""
    line = lock_line(line)
    require(may_settle_money(by, line, on=day_of(at)))
    reference, number = reference_in(paper.what_for), number_of(paper.voucher)
    if act == Act.OWED and is_entered_as_due(line, what_for=paper.what_for, voucher=number):
        raise ValidationError(_("%s is entered as due already.") % number)
    about = {"what_for": paper.what_for, "voucher": number, "reason": paper.reason}
    movement = move(line, act, amount, **about, by=by, at=at)
    facts = {"amount": amount, "movement": movement, "what_for": reference}
    record(kind, about=line, by=by, at=at, **facts)
    return movement

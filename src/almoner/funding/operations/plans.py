"""What cases plan and commit against a line, and what they give up again."""

from datetime import datetime
from decimal import Decimal

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.funding.events import BudgetLineEvent
from almoner.funding.models import BudgetLine
from almoner.funding.policies import may_commit_money, may_plan_money
from almoner.funding.states import Act
from almoner.funding.what_for import reference_in

from .moving import lock_line, move


@operation
def plan_money(
    line: BudgetLine,
    amount: Decimal,
    *,
    what_for: str,
    reason: str = "",
    by: User,
    at: datetime,
) -> str:
    """Plan an amount of a line for a thing, on top of what is planned for it already.

    `what_for` is its name in the ledger. More than the line has left is refused, or planned all the
    same, as the fund's rules say. Gives the movement's reference. Raises PermissionDenied,
    Unaffordable, or ValidationError where the year is over.
    """
    line = lock_line(line)
    require(may_plan_money(by, line, on=day_of(at)))
    reference = reference_in(what_for)
    movement = move(line, Act.PLANNED, amount, what_for=what_for, reason=reason, by=by, at=at)
    facts = {"amount": amount, "movement": movement, "what_for": reference}
    record(BudgetLineEvent.PLANNED, about=line, by=by, at=at, **facts)
    return movement


@operation
def release_plan(
    line: BudgetLine,
    amount: Decimal,
    *,
    what_for: str,
    reason: str = "",
    by: User,
    at: datetime,
) -> str:
    """Give up an amount that was planned for a thing: anybody may plan it again.

    Raises PermissionDenied or Unaffordable.
    """
    line = lock_line(line)
    require(may_plan_money(by, line, on=day_of(at)))
    reference = reference_in(what_for)
    movement = move(line, Act.PLAN_RELEASED, amount, what_for=what_for, reason=reason, by=by, at=at)
    facts = {"amount": amount, "movement": movement, "what_for": reference}
    record(BudgetLineEvent.PLAN_RELEASED, about=line, by=by, at=at, **facts)
    return movement


@operation
def commit_money(
    line: BudgetLine,
    amount: Decimal,
    *,
    what_for: str,
    reason: str = "",
    by: User,
    at: datetime,
) -> str:
    """Commit an amount of a line to a thing: first what is planned for it, then what is left.

    Never more than there is, whatever the rule on plans. Raises PermissionDenied or Unaffordable.
    """
    line = lock_line(line)
    require(may_commit_money(by, line, on=day_of(at)))
    reference = reference_in(what_for)
    movement = move(line, Act.COMMITTED, amount, what_for=what_for, reason=reason, by=by, at=at)
    facts = {"amount": amount, "movement": movement, "what_for": reference}
    record(BudgetLineEvent.COMMITTED, about=line, by=by, at=at, **facts)
    return movement


@operation
def release_commitment(
    line: BudgetLine,
    amount: Decimal,
    *,
    what_for: str,
    reason: str = "",
    by: User,
    at: datetime,
) -> str:
    """Give up an amount that was committed to a thing and is not due: it is available again.

    Raises PermissionDenied or Unaffordable.
    """
    line = lock_line(line)
    require(may_commit_money(by, line, on=day_of(at)))
    reference = reference_in(what_for)
    act = Act.COMMITMENT_RELEASED
    movement = move(line, act, amount, what_for=what_for, reason=reason, by=by, at=at)
    facts = {"amount": amount, "movement": movement, "what_for": reference}
    record(BudgetLineEvent.COMMITMENT_RELEASED, about=line, by=by, at=at, **facts)
    return movement

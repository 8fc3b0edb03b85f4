"""Holding lines still, and entering what moves in them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from almoner.accounts.models import User
from almoner.core.clock import server_now
from almoner.core.moments import day_of
from almoner.funding.foreseeing import foresee
from almoner.funding.models import BudgetLine, Entry, Fund, Transfer, movement_reference
from almoner.funding.rules import Step
from almoner.funding.states import Act


def lock_line(line: BudgetLine) -> BudgetLine:
    """Let nobody move anything in a line meanwhile."""
    return BudgetLine.objects.select_for_update().get(pk=line.pk)


def lock_lines(*lines: BudgetLine) -> list[BudgetLine]:
    """Hold several, in one order, so that two who do so wait for each other and neither for both.

    Whoever moves money in several lines in one transaction begins with this.
    """
    keys = {line.pk for line in lines}
    held = BudgetLine.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    by_key = {line.pk: line for line in held}
    return [by_key[line.pk] for line in lines]


def lock_fund(fund: Fund) -> Fund:
    return Fund.objects.select_for_update().get(pk=fund.pk)


def move(
    line: BudgetLine,
    act: Act,
    amount: Decimal,
    *,
    what_for: str = "",
    voucher: str = "",
    reason: str = "",
    by: User,
    at: datetime,
) -> str:
    """Enter what an act moves in a line that is held, and give the movement's reference.

    Raises Unaffordable, saying how much there is.
    """
    foreseen = foresee(line, act, amount, what_for=what_for, on=day_of(at))
    assert foreseen.after.is_sound
    return enter(
        line,
        act,
        foreseen.steps,
        what_for=what_for,
        voucher=voucher,
        reason=reason.strip(),
        valid_from=day_of(at),
        by=by,
    )


def enter(
    line: BudgetLine,
    act: Act,
    steps: Iterable[Step],
    *,
    what_for: str = "",
    voucher: str = "",
    reason: str = "",
    valid_from: date,
    by: User,
    movement: str = "",
    transfer: Transfer | None = None,
) -> str:
    """Add the rows of an act, under one movement."""
    movement, recorded_at = movement or movement_reference(), server_now()
    for step in steps:
        Entry.objects.create(
            line=line,
            movement=movement,
            act=act,
            amount=step.amount,
            from_state=step.before,
            to_state=step.after,
            what_for=what_for,
            voucher=voucher,
            reason=reason,
            transfer=transfer,
            valid_from=valid_from,
            entered_by=by,
            recorded_at=recorded_at,
        )
    return movement

"""What can happen to funds, their lines, and transfers between these."""

from almoner.core.events import AMOUNT, PERIOD, REFERENCE, EventKind, one_of

from .kinds import CarryOver, OverPlanning, Source

RULES = {
    "source": one_of(Source),
    "first_year": PERIOD,
    "carry_over": one_of(CarryOver),
    "over_planning": one_of(OverPlanning),
    "alone_up_to": AMOUNT,
}
MOVED = {"amount": AMOUNT, "movement": REFERENCE}
FOR_SOMETHING = {**MOVED, "what_for": REFERENCE}
BETWEEN = {"source": REFERENCE, "target": REFERENCE, "amount": AMOUNT}


class FundEvent(EventKind):
    OPENED = "fund.opened", RULES
    REVISED = "fund.revised", RULES


class BudgetLineEvent(EventKind):
    OPENED = "budget-line.opened", {**MOVED, "fund": REFERENCE, "year": PERIOD}
    INCREASED = "budget-line.increased", MOVED
    DECREASED = "budget-line.decreased", MOVED
    PLANNED = "budget-line.planned", FOR_SOMETHING
    PLAN_RELEASED = "budget-line.plan-released", FOR_SOMETHING
    COMMITTED = "budget-line.committed", FOR_SOMETHING
    COMMITMENT_RELEASED = "budget-line.commitment-released", FOR_SOMETHING
    OWED = "budget-line.owed", FOR_SOMETHING
    DUE_WITHDRAWN = "budget-line.due-withdrawn", FOR_SOMETHING
    PAID = "budget-line.paid", FOR_SOMETHING
    PAYMENT_UNDONE = "budget-line.payment-undone", FOR_SOMETHING
    RECOVERED = "budget-line.recovered", FOR_SOMETHING
    REUSED = "budget-line.reused", FOR_SOMETHING
    RETURNED = "budget-line.returned", FOR_SOMETHING


class TransferEvent(EventKind):
    PROPOSED = "transfer.proposed", BETWEEN
    MADE = "transfer.made", {**BETWEEN, "movement": REFERENCE}
    REFUSED = "transfer.refused", BETWEEN
    WITHDRAWN = "transfer.withdrawn", BETWEEN

"""What may go from one line to another by the rules of their fund, and what went before."""

from datetime import date
from decimal import Decimal

from django.db.models import F, Q, Sum

from .balances import Balance, balance_of
from .foreseeing import Foreseen, foresee
from .models import BudgetLine, Transfer
from .queries import terms_of
from .rules import refuse_transfer, steps_of
from .states import Act, TransferState


def foresee_transfer(
    source: BudgetLine, target: BudgetLine, amount: Decimal, *, on: date
) -> list[Foreseen]:
    """Say what a transfer would leave of both. Raises ValidationError where the fund's rules, or
    Unaffordable where the sum that is left, do not let it.
    """
    terms = terms_of(source.fund, on=on)
    sums = {"carried": carried_over(source), "put_in": given_in_all(source)}
    refuse_transfer(source, target, amount, terms, **sums)
    leaving = foresee(source, Act.TRANSFERRED_OUT, amount, on=on)
    steps = steps_of(Act.TRANSFERRED_IN, amount, of_it=Balance())
    return [leaving, Foreseen(target, balance_of(target), steps)]


def carried_over(line: BudgetLine) -> Decimal:
    """What went from a line to later years."""
    made = Transfer.objects.filter(source=line, state=TransferState.MADE)
    later = made.filter(target__year__gt=F("source__year"))
    return later.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def given_in_all(line: BudgetLine) -> Decimal:
    """What a line was given by its funder, less what was taken back; transfers left aside."""
    sums = line.entries.aggregate(
        more=Sum("amount", filter=Q(act__in=[Act.PUT_IN, Act.INCREASED])),
        less=Sum("amount", filter=Q(act__in=[Act.DECREASED, Act.RETURNED])),
    )
    return (sums["more"] or Decimal(0)) - (sums["less"] or Decimal(0))

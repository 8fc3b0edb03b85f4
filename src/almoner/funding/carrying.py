"""What a line was given, and what of it went on to later years."""

from decimal import Decimal

from django.db.models import F, Q, Sum

from .models import BudgetLine, Transfer
from .states import Act, TransferState


def carried_over(line: BudgetLine) -> Decimal:
    """What went from a line to later years."""
    made = Transfer.objects.filter(source=line, state=TransferState.MADE)
    later = made.filter(target__year__gt=F("source__year"))
    return later.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def given_in_all(line: BudgetLine) -> Decimal:
    """What a line was given by its funder, less what was taken back; transfers left aside."""
    sums = line.entries.aggregate(
        more=Sum("amount", filter=Q(act__in=[Act.PUT_IN, Act.INCREASED])),
        less=Sum("amount", filter=Q(act=Act.DECREASED)),
    )
    return (sums["more"] or Decimal(0)) - (sums["less"] or Decimal(0))

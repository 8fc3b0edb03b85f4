"""What payments were for, by the categories that the payer gives them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from .models import Payment
from .queries import Totals


@dataclass(frozen=True, slots=True)
class CategoryTotals(Totals):
    """Of a category; empty where the payer said none."""

    category: str


def totals_by_category(payments: QuerySet[Payment]) -> list[CategoryTotals]:
    """What was spent on each category, the most first."""
    sums = payments.order_by().values_list("category")
    found = sums.annotate(count=Count("*"), sum=Sum("amount"))
    totals = [CategoryTotals(n, amount or Decimal("0.00"), name) for name, n, amount in found]
    return sorted(totals, key=lambda one: (-one.amount, one.category))

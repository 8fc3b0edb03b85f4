"""Sums of public agreements, group by group: of each party, place or year."""

from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from almoner.agreements.queries import Totals, Versions
from almoner.core.periods import FinancialYear

NIL = Decimal("0.00")
NONE = Totals(0, NIL, 0)
SUMS: dict[str, Any] = {"n": Count("*"), "sum": Sum("amount"), "stated": Count("amount")}
APRIL = 4


def totals_from(count: int, amount: Decimal | None, stated: int) -> Totals:
    """Sums as the database says them of a group of versions."""
    return Totals(count, amount or NIL, count - stated)


def added(one: Totals, other: Totals) -> Totals:
    return Totals(
        one.count + other.count,
        one.amount + other.amount,
        one.without_amount + other.without_amount,
    )


def made_by_year(versions: Versions) -> dict[FinancialYear, Totals]:
    """What was made in each financial year. What states no day counts from when it first came, as
    where a register is narrowed to a year.
    """
    rows = rows_by_year(versions, Value(""))
    return {FinancialYear(began): totals_from(*row) for _name, began, *row in rows}


def rows_by_year(versions: Versions, name: Value) -> QuerySet[Any, Any]:
    """The same as rows, each with a name in front: to ask of several registers at once."""
    made = Coalesce("made_on", "agreement__batch__known_from")
    is_early = Case(When(month__lt=APRIL, then=Value(1)), default=Value(0))
    dated = versions.order_by().annotate(month=ExtractMonth(made), name=name)
    years = dated.annotate(began=ExtractYear(made) - is_early).values_list("name", "began")
    return years.annotate(**SUMS)

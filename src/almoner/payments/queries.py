"""Questions about payments. The public sees only payments of live batches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from almoner.core.models import Batch
from almoner.core.moments import end_of
from almoner.core.periods import FinancialYear, Month, Period
from almoner.core.states import BatchState
from almoner.organisations.groups import groups_now

from .models import Payment


@dataclass(frozen=True, slots=True)
class Totals:
    """How many payments there are, and what they come to."""

    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MonthTotals(Totals):
    month: Month


@dataclass(frozen=True, slots=True)
class YearTotals(Totals):
    year: FinancialYear


def live_payments() -> QuerySet[Payment]:
    return Payment.objects.filter(batch__state=BatchState.LIVE)


def payments_as_at(day: date) -> QuerySet[Payment]:
    """The payments known from a day or before, by what was recorded before it ended."""
    return live_payments().filter(batch__known_from__lte=day, batch__recorded_at__lt=end_of(day))


def payments_of(batches: QuerySet[Batch]) -> QuerySet[Payment]:
    return Payment.objects.filter(batch__in=batches)


def payments_in(payments: QuerySet[Payment], period: Period) -> QuerySet[Payment]:
    return payments.filter(paid_on__gte=period.first_day, paid_on__lte=period.last_day)


def newest_first(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """With their organisations and batches, in an order that never varies."""
    return payments.select_related("organisation", "batch").order_by("-paid_on", "-reference")


def totals(payments: QuerySet[Payment]) -> Totals:
    sums = payments.order_by().aggregate(count=Count("*"), amount=Sum("amount"))
    return Totals(sums["count"], sums["amount"] or Decimal("0.00"))


def totals_by_month(payments: QuerySet[Payment]) -> list[MonthTotals]:
    """Totals of each month that has payments, earliest first."""
    # By batch too, since that is the order of the index: four times as fast as by month alone.
    sums = (
        payments.order_by().values("batch", "month").annotate(count=Count("*"), sum=Sum("amount"))
    )
    months: dict[str, MonthTotals] = {}
    for found in sums:
        month = Month(*map(int, found["month"].split("-")))
        sofar = months.get(found["month"], MonthTotals(0, Decimal("0.00"), month))
        months[found["month"]] = MonthTotals(
            sofar.count + found["count"], sofar.amount + found["sum"], month
        )
    return [months[name] for name in sorted(months)]


def in_all(months: Iterable[MonthTotals]) -> Totals:
    """What months come to together."""
    months = list(months)
    amounts = (month.amount for month in months)
    return Totals(sum(month.count for month in months), sum(amounts, Decimal("0.00")))


def years_of(months: Iterable[MonthTotals]) -> list[YearTotals]:
    """The same totals by financial year, earliest first if the months are."""
    years: dict[FinancialYear, YearTotals] = {}
    for month in months:
        year = FinancialYear.containing(month.month.first_day)
        sofar = years.get(year, YearTotals(0, Decimal("0.00"), year))
        years[year] = YearTotals(sofar.count + month.count, sofar.amount + month.amount, year)
    return list(years.values())


@dataclass(frozen=True, slots=True)
class Received(Totals):
    """What was paid to an organisation, by the key of who speaks for it."""

    organisation: int


def suppliers_of(payments: QuerySet[Payment]) -> list[Received]:
    """Who was paid, the most paid first. Those that are merged are one.

    Names are left to whoever shows a page of it, so that this is read from an index alone.
    """
    paid = payments.exclude(organisation=None).order_by().values_list("organisation")
    groups = groups_now()
    found: dict[int, Received] = {}
    for key, count, amount in paid.annotate(count=Count("*"), sum=Sum("amount")):
        head = groups.head(key)
        sofar = found.get(head, Received(0, Decimal("0.00"), head))
        found[head] = Received(sofar.count + count, sofar.amount + amount, head)
    return sorted(found.values(), key=lambda one: (-one.amount, one.organisation))

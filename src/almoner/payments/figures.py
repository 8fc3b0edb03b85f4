"""What reports may say of the body's spend: named figures, each as at a day."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from almoner.core.figures import Rows, Unit, declare_figure
from almoner.core.periods import FinancialYear, parse_year

from .categories import totals_by_category
from .matched import matches_as_at
from .queries import payments_as_at, payments_in, totals_by_month, years_of

SOURCE = _(
    "The sum of all payments dated in the year, money returned taken off, in batches that were"
    " imported and not undone"
)
MOST_ROWS = 12


@declare_figure(
    "spend",
    label=_("Spend in %(of)s"),
    unit=Unit.POUNDS,
    source=SOURCE,
    takes=parse_year,
    page="public:payments",
)
def spend_in(year: str, on: date) -> Decimal | None:
    """None if no payment of the year was known: nothing recorded is not nothing spent."""
    paid = payments_in(payments_as_at(on), parse_year(year))
    total: Decimal | None = paid.order_by().aggregate(sum=Sum("amount"))["sum"]
    return total


@declare_figure(
    "payments.unmatched",
    label=_("Payments in %(of)s that meet no grant or contract"),
    unit=Unit.COUNT,
    source=_("Payments dated in the year to which nobody has confirmed an agreement, as now known"),
    takes=parse_year,
    page="workspace:match-totals",
)
def unmatched_in(year: str, on: date) -> int:
    paid = payments_in(payments_as_at(on), parse_year(year))
    return paid.exclude(pk__in=matches_as_at(on).values("payment")).count()


@declare_figure(
    "table.spend-by-year",
    label=_("Spend by financial year"),
    unit=Unit.TABLE,
    source=SOURCE,
    columns=(_("Financial year"), _("Payments"), _("Spend")),
    drawn_column=2,
    page="public:payments",
)
def spend_by_year(_parameter: str, on: date) -> Rows:
    months = totals_by_month(payments_as_at(on))
    return tuple(
        (_named(one.year, on), f"{one.count:,}", money(one.amount)) for one in years_of(months)
    )


@declare_figure(
    "table.spend-by-category",
    label=_("Spend by category in %(of)s"),
    unit=Unit.TABLE,
    source=SOURCE,
    takes=parse_year,
    columns=(_("Category"), _("Payments"), _("Spend"), _("Share")),
    drawn_column=2,
    sums_up=True,
    page="public:payments",
)
def spend_by_category(year: str, on: date) -> Rows:
    """The largest categories, the rest as one row, and all together."""
    found = totals_by_category(payments_in(payments_as_at(on), parse_year(year)))
    if not found:
        return ()
    whole = sum((one.amount for one in found), Decimal(0))
    said = [
        _row(one.category or str(_("No category stated")), one.count, one.amount, whole)
        for one in found[:MOST_ROWS]
    ]
    if rest := found[MOST_ROWS:]:
        amount, count = sum((one.amount for one in rest), Decimal(0)), sum(o.count for o in rest)
        said.append(_row(str(_("All others")), count, amount, whole))
    count = sum(one.count for one in found)
    return (*said, _row(str(_("All spend")), count, whole, whole))


def _named(year: FinancialYear, on: date) -> str:
    """A year; of one that is not over, that there is more to come."""
    return str(_("%(year)s so far") % {"year": year}) if on < year.last_day else str(year)


def _row(name: str, count: int, amount: Decimal, whole: Decimal) -> tuple[str, ...]:
    return name, f"{count:,}", money(amount), share(amount, whole)


def money(amount: Decimal) -> str:
    return f"-£{-amount:,.0f}" if amount < 0 else f"£{amount:,.0f}"


def share(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole:.1%}" if whole else "–"

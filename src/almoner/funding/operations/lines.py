"""Opening a budget line with its first amount, and giving it more or less."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.periods import FinancialYear
from almoner.core.references import next_reference
from almoner.core.verdicts import require
from almoner.funding.balances import Balance
from almoner.funding.events import BudgetLineEvent
from almoner.funding.models import BudgetLine, Fund
from almoner.funding.policies import may_keep_funds
from almoner.funding.queries import terms_of, terms_on
from almoner.funding.rules import refuse_amount, steps_of
from almoner.funding.states import Act

from .moving import enter, lock_fund, lock_line, move


@operation
def open_budget_line(
    fund: Fund,
    amount: Decimal,
    *,
    year: FinancialYear,
    purpose: str = "",
    is_ring_fenced: bool = False,
    valid_from: date | None = None,
    by: User,
    at: datetime,
) -> BudgetLine:
    """Open a fund's line for a year, or for one purpose in it, and put its first amount in.

    `valid_from` is a past day from which the amount counts, as its funder says; today, if none.
    Raises PermissionDenied, or ValidationError for a year of which the fund is not, a line that
    there is, an amount that is none or a day to come.
    """
    fund, on, purpose = lock_fund(fund), day_of(at), purpose.strip()
    require(may_keep_funds(by, on=on))
    _refuse_line(fund, year, purpose, is_ring_fenced=is_ring_fenced, on=on)
    counts_from = _counts_from(valid_from, fund, on=on)
    refuse_amount(amount)
    line = BudgetLine.objects.create(
        reference=next_reference("BUD", on=on),
        fund=fund,
        year=str(year),
        purpose=purpose,
        is_ring_fenced=is_ring_fenced,
        opened_at=at,
    )
    steps = steps_of(Act.PUT_IN, amount, of_it=Balance())
    movement = enter(line, Act.PUT_IN, steps, valid_from=counts_from, by=by)
    facts = {"fund": fund.reference, "year": year, "amount": amount, "movement": movement}
    record(BudgetLineEvent.OPENED, about=line, by=by, at=at, **facts)
    return line


@operation
def increase_line(
    line: BudgetLine,
    amount: Decimal,
    *,
    reason: str,
    valid_from: date | None = None,
    by: User,
    at: datetime,
) -> str:
    """Put more into a line, and say why. Gives the movement's reference.

    Raises PermissionDenied or ValidationError.
    """
    line, on = lock_line(line), day_of(at)
    require(may_keep_funds(by, on=on))
    reason = _said(reason)
    counts_from = _counts_from(valid_from, line.fund, on=on)
    refuse_amount(amount)
    steps = steps_of(Act.INCREASED, amount, of_it=Balance())
    movement = enter(line, Act.INCREASED, steps, reason=reason, valid_from=counts_from, by=by)
    facts = {"amount": amount, "movement": movement}
    record(BudgetLineEvent.INCREASED, about=line, by=by, at=at, **facts)
    return movement


@operation
def decrease_line(line: BudgetLine, amount: Decimal, *, reason: str, by: User, at: datetime) -> str:
    """Take an amount out of a line, from today, and say why. Never what is committed.

    Raises PermissionDenied, ValidationError without a reason, or Unaffordable.
    """
    line = lock_line(line)
    require(may_keep_funds(by, on=day_of(at)))
    reason = _said(reason)
    movement = move(line, Act.DECREASED, amount, reason=reason, by=by, at=at)
    facts = {"amount": amount, "movement": movement}
    record(BudgetLineEvent.DECREASED, about=line, by=by, at=at, **facts)
    return movement


def _refuse_line(
    fund: Fund, year: FinancialYear, purpose: str, *, is_ring_fenced: bool, on: date
) -> None:
    if not terms_of(fund, on=on).covers_year(str(year)):
        raise ValidationError(_("The fund is not for %(year)s.") % {"year": year})
    if is_ring_fenced and not purpose:
        raise ValidationError(_("Say for what purpose the line is ring-fenced."))
    if fund.lines.filter(year=str(year), purpose__iexact=purpose).exists():
        said = _("The fund has this line for %(year)s already. Increase that one.")
        raise ValidationError(said % {"year": year})


def _counts_from(day: date | None, fund: Fund, *, on: date) -> date:
    """The day from which an amount counts. Raises ValidationError for one that cannot be."""
    if day is None:
        return on
    if day > on:
        raise ValidationError(_("That day is yet to come. Give today, or a past day."))
    if not terms_on(day).filter(fund=fund).exists():
        raise ValidationError(_("That day comes before the fund’s first year."))
    return day


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValidationError(_("Say why."))
    return reason.strip()

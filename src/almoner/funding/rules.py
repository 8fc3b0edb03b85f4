"""What the money itself allows: how an act moves it, and what is said where there is too little."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazily

from almoner.core.periods import FinancialYear

from .balances import Balance
from .kinds import CarryOver, OverPlanning
from .models import BudgetLine, FundTerms
from .states import Act, PoundState

OUTSIDE, AVAILABLE = PoundState.OUTSIDE, PoundState.AVAILABLE
PLANNED, COMMITTED = PoundState.PLANNED, PoundState.COMMITTED
DUE, PAID, RECOVERED = PoundState.DUE, PoundState.PAID, PoundState.RECOVERED
PER_CENT = Decimal(100)
MOVES = {
    Act.PUT_IN: (OUTSIDE, AVAILABLE),
    Act.INCREASED: (OUTSIDE, AVAILABLE),
    Act.DECREASED: (AVAILABLE, OUTSIDE),
    Act.TRANSFERRED_OUT: (AVAILABLE, OUTSIDE),
    Act.TRANSFERRED_IN: (OUTSIDE, AVAILABLE),
    Act.PLANNED: (AVAILABLE, PLANNED),
    Act.PLAN_RELEASED: (PLANNED, AVAILABLE),
    Act.COMMITMENT_RELEASED: (COMMITTED, AVAILABLE),
    Act.OWED: (COMMITTED, DUE),
    Act.DUE_WITHDRAWN: (DUE, COMMITTED),
    Act.PAID: (DUE, PAID),
    Act.PAYMENT_UNDONE: (PAID, DUE),
    Act.RECOVERED: (PAID, RECOVERED),
    Act.REUSED: (RECOVERED, AVAILABLE),
    Act.RETURNED: (RECOVERED, OUTSIDE),
}
# What a thing has of a line is given up by its own acts only, and never more than it has.
SAID_OF = {
    PLANNED: _lazily("%(there)s of %(line)s is planned for it."),
    COMMITTED: _lazily("%(there)s of %(line)s is committed to it."),
    DUE: _lazily("%(there)s of %(line)s is due for it."),
    PAID: _lazily("%(there)s of %(line)s is paid for it."),
    RECOVERED: _lazily("%(there)s of %(line)s was recovered from it."),
}


class Unaffordable(ValidationError):
    """There is less than what was asked for. It says how much there is."""


@dataclass(frozen=True, slots=True)
class Step:
    """An amount that moves from one state to another."""

    amount: Decimal
    before: PoundState
    after: PoundState


def steps_of(act: Act, amount: Decimal, *, of_it: Balance) -> list[Step]:
    """How an act moves an amount. A commitment takes what was planned for the thing first."""
    if act != Act.COMMITTED:
        return [Step(amount, *MOVES[act])]
    planned = min(amount, max(of_it.planned, Decimal(0)))
    steps = [Step(planned, PLANNED, COMMITTED), Step(amount - planned, AVAILABLE, COMMITTED)]
    return [step for step in steps if step.amount]


def after_steps(balance: Balance, steps: Iterable[Step]) -> Balance:
    for step in steps:
        balance = balance.moved(step.amount, step.before, step.after)
    return balance


def refuse_amount(amount: Decimal) -> None:
    """Raise ValidationError for what is no amount to move."""
    if amount <= 0 or amount != round(amount, 2):
        raise ValidationError(_("Enter an amount above nothing, in pounds and whole pence."))


def refuse_what_cannot_move(
    act: Act,
    amount: Decimal,
    line: BudgetLine,
    rule: OverPlanning,
    balance: Balance,
    of_it: Balance,
) -> None:
    """Raise Unaffordable, with the sum that there is, unless an act may move an amount.

    `rule` says what over-planning does that day, `of_it` what of the line is for the thing that
    the act is about.
    """
    refuse_amount(amount)
    if act == Act.PLANNED:
        if rule == OverPlanning.STOP:
            _refuse_more_than(_left(balance), amount, line)
    elif act == Act.COMMITTED:
        _refuse_to_commit(amount, line, balance, of_it)
    elif act == Act.DECREASED:
        _refuse_to_decrease(amount, line, rule, balance)
    elif act == Act.TRANSFERRED_OUT:
        _refuse_more_than(_left(balance), amount, line)
    elif MOVES[act][0] in SAID_OF:
        _refuse_more_than_it_has(MOVES[act][0], amount, line, of_it)


def _refuse_to_commit(amount: Decimal, line: BudgetLine, balance: Balance, of_it: Balance) -> None:
    """Never more than there is, whatever the rule on plans: a commitment binds the body."""
    new = max(amount - max(of_it.planned, Decimal(0)), Decimal(0))
    if new > _left(balance):
        left = {"planned": pounds(of_it.planned), "left": pounds(_left(balance))}
        said = _("%(planned)s is planned for it, and there is %(left)s left in %(line)s.")
        raise Unaffordable(said % {**left, "line": line.called})
    if amount > balance.to_commit:
        said = _("More is planned than there is: %(left)s can still be committed in %(line)s.")
        raise Unaffordable(said % {"left": pounds(balance.to_commit), "line": line.called})


def _refuse_to_decrease(
    amount: Decimal, line: BudgetLine, rule: OverPlanning, balance: Balance
) -> None:
    """A funder may take what is only planned; then more is planned than there is."""
    may_cut_plans = rule == OverPlanning.WARN
    if amount > (balance.to_commit if may_cut_plans else _left(balance)):
        said = _("There is %(left)s left in %(line)s, and %(planned)s is planned.")
        if not may_cut_plans:
            said = _(
                "There is %(left)s left in %(line)s, and %(planned)s is planned."
                " Release plans first."
            )
        sums = {"left": pounds(balance.headroom), "planned": pounds(balance.planned)}
        raise Unaffordable(said % {**sums, "line": line.called})


def _refuse_more_than_it_has(
    state: PoundState, amount: Decimal, line: BudgetLine, of_it: Balance
) -> None:
    there = of_it.of(state)
    if amount > there:
        raise Unaffordable(SAID_OF[state] % {"there": pounds(there), "line": line.called})


def _refuse_more_than(left: Decimal, amount: Decimal, line: BudgetLine) -> None:
    if amount > left:
        said = _("There is %(left)s left in %(line)s.")
        raise Unaffordable(said % {"left": pounds(left), "line": line.called})


def _left(balance: Balance) -> Decimal:
    return max(balance.headroom, Decimal(0))


def refuse_year_that_is_over(line: BudgetLine, *, on: date) -> None:
    """Raise ValidationError: what a year had is planned while it lasts."""
    if line.year < str(FinancialYear.containing(on)):
        said = _("%(year)s is over, so nothing more is planned in it.")
        raise ValidationError(said % {"year": line.year})


def refuse_transfer(
    source: BudgetLine,
    target: BudgetLine,
    amount: Decimal,
    terms: FundTerms,
    *,
    carried: Decimal,
    put_in: Decimal,
) -> None:
    """Raise ValidationError unless the fund's rules let an amount go from a line to another.

    `carried` is what went from the line to later years before, `put_in` what it was given in all.
    """
    if source.fund_id != target.fund_id:
        raise ValidationError(_("Money stays in its fund: choose a line of the same one."))
    if source.pk == target.pk:
        raise ValidationError(_("Choose another line than the one that it comes from."))
    is_within = target.is_ring_fenced and source.purpose == target.purpose
    if source.is_ring_fenced and not is_within:
        said = _("%(line)s is ring-fenced: its money is for %(purpose)s only.")
        raise ValidationError(said % {"line": source.called, "purpose": source.purpose})
    if target.year < source.year:
        raise ValidationError(_("Money of a later year is not spent in an earlier one."))
    if target.year > source.year:
        _refuse_to_carry_over(source, amount, terms, carried=carried, put_in=put_in)


def _refuse_to_carry_over(
    source: BudgetLine, amount: Decimal, terms: FundTerms, *, carried: Decimal, put_in: Decimal
) -> None:
    if terms.carry_over == CarryOver.NONE:
        raise ValidationError(
            _("Nothing of this fund is carried over: what is left goes back to its funder.")
        )
    if terms.carry_over == CarryOver.SHARE:
        most = round(put_in * Decimal(terms.carry_over_share or 0) / PER_CENT, 2)
        if carried + amount > most:
            said = _("At most %(share)d%% of a year is carried over: %(left)s more of %(line)s.")
            left = pounds(max(most - carried, Decimal(0)))
            words = {"share": terms.carry_over_share, "left": left, "line": source.called}
            raise Unaffordable(said % words)


def pounds(amount: Decimal) -> str:
    """Write `£12,000.00`, with a true minus sign."""
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.2f}"

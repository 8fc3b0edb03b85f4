"""What an act would leave of a line: asked by the page before, and by the operation under lock."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .balances import Balance, balance_of
from .models import BudgetLine
from .over_planning import rule_on_plans
from .queries import terms_of
from .rules import (
    Step,
    after_steps,
    refuse_what_cannot_move,
    refuse_year_that_is_over,
    steps_of,
)
from .states import Act


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How a line stands, and how it would once something had moved in it."""

    line: BudgetLine
    before: Balance
    steps: list[Step]

    @property
    def after(self) -> Balance:
        return after_steps(self.before, self.steps)

    @property
    def is_over_planned(self) -> bool:
        """Whether it would have more planned than it has, and more so than before."""
        return self.after.over_planned > self.before.over_planned


def foresee(
    line: BudgetLine, act: Act, amount: Decimal, *, what_for: str = "", on: date
) -> Foreseen:
    """Say what an act would leave. Raises Unaffordable, with the sum that there is, or
    ValidationError.
    """
    if act == Act.PLANNED:
        refuse_year_that_is_over(line, on=on)
    balance = balance_of(line)
    of_it = balance_of(line, what_for=what_for) if what_for else Balance()
    rule = rule_on_plans(terms_of(line.fund, on=on), on=on)
    refuse_what_cannot_move(act, amount, line, rule, balance, of_it)
    return Foreseen(line, balance, steps_of(act, amount, of_it=of_it))

"""What is promised of budget lines. That a case has its money is promised where cases are known."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.accounts.roles import Role
from almoner.assurance.controls import Break, Control, Parameter, Parameters, register
from almoner.core.periods import FinancialYear

from .balances import Balance, balances_by
from .models import BudgetLine, Entry
from .policies import READERS
from .queries import lines_in_order
from .reconciliation import lines_that_do_not_reconcile
from .rules import pounds
from .states import PoundState


def lines_with(state: PoundState, *, above_nothing: bool) -> QuerySet[Any, Any]:
    """The lines that have something in a state, or else less than nothing."""
    more = Sum("amount", filter=Q(to_state=state), default=0)
    less = Sum("amount", filter=Q(from_state=state), default=0)
    sums = Entry.objects.order_by().values("line_id").annotate(sum=more - less)
    found = sums.filter(sum__gt=0) if above_nothing else sums.filter(sum__lt=0)
    return found.values("line_id")


class OfLines(Control[BudgetLine]):
    """A promise that is made of budget lines, in whose reason stands a sum of money."""

    owner = Role.FINANCE
    readers = READERS

    def breaks(
        self, cases: QuerySet[BudgetLine], on: date, parameters: Parameters
    ) -> Iterator[Break]:
        keys = list(self.broken(cases, on, parameters).values_list("pk", flat=True))
        balances = balances_by(Entry.objects.filter(line__in=keys), "line_id")
        for line in lines_in_order().filter(pk__in=keys):
            why = self.why(line, balances[(line.pk,)])
            yield Break(line.reference, why, self.place(line))

    def why(self, line: BudgetLine, balance: Balance) -> str:
        raise NotImplementedError


@register
class LinesReconcile(OfLines):
    code = "budget-lines-reconcile"
    title = _("Budget lines add up")
    promise = _("Each pound of a budget line is in one state, and they add up to what was put in.")

    def covers(self, on: date, parameters: Parameters) -> QuerySet[BudgetLine]:
        return lines_in_order().order_by()

    def breaks(
        self, cases: QuerySet[BudgetLine], on: date, parameters: Parameters
    ) -> Iterator[Break]:
        asked = set(cases.values_list("pk", flat=True))
        faults = [fault for fault in lines_that_do_not_reconcile() if fault.line.pk in asked]
        in_order = sorted(faults, key=lambda fault: fault.line.reference)
        for line, found in groupby(in_order, key=lambda fault: fault.line):
            reason = "; ".join(fault.reason for fault in found)
            yield Break(line.reference, reason, self.place(line))


@register
class PlansWithinLines(OfLines):
    code = "plans-within-budget-lines"
    title = _("Plans stay within budget lines")
    promise = _("No more is planned than a budget line has, in this year and those to come.")

    def covers(self, on: date, parameters: Parameters) -> QuerySet[BudgetLine]:
        this_year = str(FinancialYear.containing(on))
        return lines_in_order().order_by().filter(year__gte=this_year)

    def broken(
        self, cases: QuerySet[BudgetLine], on: date, parameters: Parameters
    ) -> QuerySet[BudgetLine]:
        return cases.filter(pk__in=lines_with(PoundState.AVAILABLE, above_nothing=False))

    def why(self, line: BudgetLine, balance: Balance) -> str:
        words = {"line": line.called, "amount": pounds(balance.over_planned)}
        return said("%(line)s is over-planned by %(amount)s.") % words


@register
class PlansEndWithTheYear(OfLines):
    code = "plans-end-with-the-year"
    title = _("Plans end with their year")
    promise = _("What was planned in a year that is over has been committed or released.")
    parameters = (
        Parameter("days", _("How many days after the year’s end it may still stand"), 30),
    )

    def covers(self, on: date, parameters: Parameters) -> QuerySet[BudgetLine]:
        ended = str(FinancialYear.containing(on - timedelta(days=parameters["days"])))
        return lines_in_order().order_by().filter(year__lt=ended)

    def broken(
        self, cases: QuerySet[BudgetLine], on: date, parameters: Parameters
    ) -> QuerySet[BudgetLine]:
        return cases.filter(pk__in=lines_with(PoundState.PLANNED, above_nothing=True))

    def why(self, line: BudgetLine, balance: Balance) -> str:
        words = {"line": line.called, "amount": pounds(balance.planned)}
        return said("%(amount)s is still planned in %(line)s.") % words

"""Sums of all that is public, which every reader of a register sees first: kept while it stands."""

from datetime import date

from almoner.agreements.queries import Totals as AgreementTotals
from almoner.agreements.queries import totals as totals_of_agreements
from almoner.agreements.states import AgreementKind
from almoner.core.once import asked_once
from almoner.core.periods import FinancialYear
from almoner.payments.queries import MonthTotals, Received, suppliers_of, totals_by_month

from .kept import kept_while_public_stands
from .public_agreements import Reading, public_reading, years_made
from .publicity import public_payments


@kept_while_public_stands
@asked_once
def months_of_all_payments() -> list[MonthTotals]:
    return totals_by_month(public_payments())


@kept_while_public_stands
def everyone_paid() -> list[Received]:
    return suppliers_of(public_payments())


@kept_while_public_stands
def years_of_all(kind: AgreementKind, today: date) -> list[FinancialYear]:
    return years_made(kind, on=today)


@kept_while_public_stands
def totals_of_all(
    kind: AgreementKind, today: date, reading: Reading = Reading.NOW
) -> AgreementTotals:
    return totals_of_agreements(public_reading(kind, day=today, reading=reading))

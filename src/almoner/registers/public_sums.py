"""Sums of all that is public, which every reader of a register sees first: kept while it stands."""

from datetime import date

from almoner.agreements.queries import Totals as AgreementTotals
from almoner.agreements.queries import totals as totals_of_agreements
from almoner.agreements.states import AgreementKind
from almoner.core.once import asked_once
from almoner.core.periods import FinancialYear
from almoner.payments.queries import (
    MonthTotals,
    Received,
    live_payments,
    suppliers_of,
    totals_by_month,
)
from almoner.payments.selections import Selection, payments_selected
from almoner.payments.summed_words import Said, months_saying, said_by, word_asked

from .kept import kept_while_public_stands
from .public_agreements import Reading, public_reading, years_made
from .publicity import hidden_now, public_payments


@kept_while_public_stands
@asked_once
def months_of_all_payments() -> list[MonthTotals]:
    return totals_by_month(public_payments())


def months_selected(selection: Selection) -> list[MonthTotals]:
    """What the public may know of a selection, by month: from the sums of a common word, where that
    is all it asks, less what is hidden; else row by row.
    """
    if selection == Selection():
        return months_of_all_payments()
    word, hidden = word_asked(selection), _said_by_what_is_hidden()
    if word and hidden is not None:
        summed = months_saying(word, less=hidden, period=selection.period)
        if summed is not None:
            return summed
    return totals_by_month(payments_selected(public_payments(), selection))


@kept_while_public_stands
def _said_by_what_is_hidden() -> list[Said] | None:
    """Not for the public: what is taken off the sums that are."""
    return said_by(live_payments().filter(hidden_now().payments))


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

"""Sums that are kept of the words that many payments say, less what whoever asks leaves out."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from almoner.core.models import Batch
from almoner.core.periods import Month, Period
from almoner.core.states import BatchState
from almoner.search.words import Query

from .models import Payment
from .queries import MonthTotals
from .search import words_said_by
from .selections import Selection

FEW = 1_000  # payments to leave out: more of them are added up with the rest, row by row
SPEND = "spend"  # the kind of every batch that brings payments
Sums = dict[str, tuple[int, Decimal]]


def spend_seen() -> QuerySet[Batch]:
    return Batch.objects.filter(kind=SPEND, state=BatchState.LIVE)


class Said(NamedTuple):
    """What a payment says, and what it adds to a sum."""

    words: frozenset[str]
    month: str
    amount: Decimal


def said_by(payments: QuerySet[Payment]) -> list[Said] | None:
    """What each of some payments says; nothing where they are too many to go through for a page."""
    found = list(payments.order_by("pk")[: FEW + 1])
    if len(found) > FEW:
        return None
    return [Said(frozenset(words_said_by(one)), one.month, one.amount) for one in found]


def word_asked(selection: Selection) -> str | None:
    """The one word that is asked for, as a beginning, where a period is all that narrows it."""
    is_narrowed = selection.organisations is not None or bool(selection.texts)
    is_narrowed |= selection.at_least is not None or selection.at_most is not None
    terms = Query.parse(selection.words).terms
    if is_narrowed or len(terms) != 1 or not terms[0].is_beginning:
        return None
    return terms[0].words[0]


def months_saying(
    word: str, *, less: Iterable[Said], period: Period | None
) -> list[MonthTotals] | None:
    """Totals of each month that has payments with a word, earliest first, less some of them.
    Nothing where the word is not summed.
    """
    sums = _sums_of(word)
    if sums is None:
        return None
    for said in less:
        if any(each.startswith(word) for each in said.words):
            count, amount = sums[said.month]
            sums[said.month] = count - 1, amount - said.amount
    first, last = (str(Month.containing(day)) for day in _ends(period))
    return [
        MonthTotals(*sums[name], Month(*map(int, name.split("-"))))
        for name in sorted(sums)
        if sums[name][0] and first <= name <= last
    ]


def _ends(period: Period | None) -> tuple[date, date]:
    return (period.first_day, period.last_day) if period else (date.min, date.max)


def _sums_of(word: str) -> Sums | None:
    """By month, if the word is summed in every batch there is."""
    of_word = FilteredRelation("word_sums", condition=Q(word_sums__word=word))
    told = spend_seen().annotate(told=of_word).order_by()
    sums: Sums = {}
    for month, count, amount in told.values_list("told__month", "told__count", "told__amount"):
        if month is None:
            return None
        if month:
            sofar = sums.get(month, (0, Decimal("0.00")))
            sums[month] = sofar[0] + count, sofar[1] + amount
    return sums or None

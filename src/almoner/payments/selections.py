"""The payments that a reader asked for: by words, period, organisation and amount."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Q, QuerySet

from almoner.core.periods import Month, Period
from almoner.organisations.groups import at_one_with
from almoner.organisations.models import Organisation, matching_name
from almoner.search.audiences import PUBLIC
from almoner.search.queries import keys_behind_a_door, says

from .models import Payment
from .search import PAYMENT

IS_REFERENCE = re.compile(r"PAY-\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a reader asked for. What is left unsaid does not narrow."""

    words: str = ""
    period: Period | None = None
    organisations: QuerySet[Organisation] | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    texts: Mapping[str, str] = field(default_factory=dict)  # by what the payer says in a field


def payments_selected(payments: QuerySet[Payment], selection: Selection) -> QuerySet[Payment]:
    """Those payments that answer to everything the reader said, of those that a door let through:
    words are looked for in all there are.
    """
    if selection.words:
        payments = payments.filter(_says(selection.words))
    if selection.period:
        # By month and not by day, because sums are read from an index that knows only months.
        first, last = selection.period.first_day, selection.period.last_day
        months = str(Month.containing(first)), str(Month.containing(last))
        payments = payments.filter(month__gte=months[0], month__lte=months[1])
    if selection.organisations is not None:
        payments = payments.filter(organisation__in=selection.organisations.values("pk"))
    if selection.at_least is not None:
        payments = payments.filter(amount__gte=selection.at_least)
    if selection.at_most is not None:
        payments = payments.filter(amount__lte=selection.at_most)
    for name, text in selection.texts.items():
        payments = payments.filter(**{f"{name}__icontains": text})
    return payments


def many_in_order(payments: QuerySet[Payment], selection: Selection) -> QuerySet[Payment]:
    """The same payments, to be read row by row in an order that is an index: to look for all that
    say a common word takes as long for fifty of them as for all.
    """
    if not selection.words or IS_REFERENCE.fullmatch(selection.words.strip()):
        return payments_selected(payments, selection)
    rest = payments_selected(payments, replace(selection, words=""))
    words = selection.words
    return rest.filter(says(words, kind=PAYMENT, reference="reference", audience=PUBLIC))


def organisations_called(words: str, *, among: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those of the organisations of that reference, or with these words in their names, and all
    that are one with them.
    """
    found, name = Q(reference=words.strip().upper()), matching_name(words)
    if name:
        found |= Q(matching_name__contains=name)
    return among.filter(pk__in=at_one_with(among.filter(found)).values("pk"))


def _says(words: str) -> Q:
    if IS_REFERENCE.fullmatch(words.strip()):
        return Q(reference=words.strip().upper())
    return Q(pk__in=keys_behind_a_door(words, kind=PAYMENT, audience=PUBLIC))

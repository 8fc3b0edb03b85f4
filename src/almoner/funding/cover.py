"""Whether the money that things need is there: asked of many at once, for a gate or for all."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from almoner.core.once import asked_once

from .balances import Balance, balances_by
from .models import BudgetLine, Entry, Fund
from .rules import pounds

LINE = (
    "line_id",
    "line__reference",
    "line__year",
    "line__purpose",
    "line__fund_id",
    "line__fund__code",
)
Held: TypeAlias = tuple[BudgetLine, Balance]


@dataclass(frozen=True, slots=True)
class Cover:
    """What things have in which lines, and how these lines stand."""

    held: Mapping[str, list[Held]]
    standing: Mapping[int, Balance]

    def of(self, thing: str) -> list[Held]:
        """What a thing has, by line: the earliest year first."""
        found = self.held.get(thing, [])
        return sorted(found, key=lambda one: (one[0].year, one[0].called))

    def over_planned(self, line: BudgetLine) -> Decimal:
        return self.standing[line.pk].over_planned


@asked_once
def cover_of(things: tuple[str, ...]) -> Cover:
    """What things, by their names in the ledger, have in which lines: one query."""
    theirs = Entry.objects.filter(what_for__in=things).values("line")
    thing = Case(When(what_for__in=things, then="what_for"), default=Value(""))
    entries = Entry.objects.filter(line__in=theirs).annotate(thing=thing)
    held: dict[str, list[Held]] = defaultdict(list)
    standing: dict[int, Balance] = defaultdict(Balance)
    for (name, *said), of_it in balances_by(entries, "thing", *LINE).items():
        line = _line(*said)
        standing[line.pk] += of_it
        if name:
            held[name].append((line, of_it))
    return Cover(held, standing)


def _line(key: int, reference: str, year: str, purpose: str, fund: int, code: str) -> BudgetLine:
    """A line, from what is asked of it along with its entries."""
    named = {"reference": reference, "year": year, "purpose": purpose}
    return BudgetLine(pk=key, fund=Fund(pk=fund, code=code), **named)


def shortfalls(needs: Mapping[str, Mapping[str, Decimal]]) -> dict[str, list[str]]:
    """Why the money that things need is not there, in sentences; nothing of those that have it.

    `needs` says, by a thing's name in the ledger and by financial year, how much it is to cost. It
    must be planned or more for it, in lines of that year that are not over-planned. One query.
    """
    cover = cover_of(tuple(needs))
    found = {
        thing: [*_missing(years, cover.of(thing)), *_over_planned(cover.of(thing), cover)]
        for thing, years in needs.items()
    }
    return {thing: reasons for thing, reasons in found.items() if reasons}


def _missing(years: Mapping[str, Decimal], held: list[Held]) -> list[str]:
    reasons = []
    for year, amount in sorted(years.items()):
        there = sum((set_aside(of_it) for line, of_it in held if line.year == year), Decimal(0))
        if there < amount:
            said = _("%(missing)s of %(amount)s for %(year)s is planned in no budget line.")
            words = {"missing": pounds(amount - there), "amount": pounds(amount), "year": year}
            reasons.append(said % words)
    return reasons


def _over_planned(held: list[Held], cover: Cover) -> list[str]:
    """What is committed is there; of what is only planned in such a line, nobody knows."""
    said = _("%(line)s is over-planned by %(amount)s.")
    return [
        said % {"line": line.called, "amount": pounds(cover.over_planned(line))}
        for line, of_it in held
        if of_it.planned > 0 and cover.over_planned(line)
    ]


def set_aside(of_it: Balance) -> Decimal:
    """What of a line a thing has, planned or further on."""
    return of_it.planned + of_it.committed + of_it.due + of_it.paid

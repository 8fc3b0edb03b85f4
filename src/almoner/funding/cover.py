"""Whether the money that things need is there: asked of many at once, for a gate or for all."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from .balances import Balance, balances_by
from .models import BudgetLine, Entry
from .queries import lines_in_order
from .rules import pounds


def shortfalls(needs: Mapping[str, Mapping[str, Decimal]]) -> dict[str, list[str]]:
    """Why the money that things need is not there, in sentences; nothing of those that have it.

    `needs` says, by a thing's name in the ledger and by financial year, how much it is to cost. It
    must be planned or more for it, in lines of that year that are not over-planned. Three queries.
    """
    held = balances_by(Entry.objects.filter(what_for__in=needs), "what_for", "line_id")
    keys = {line for _thing, line in held}
    lines = {one.pk: one for one in lines_in_order().filter(pk__in=keys)}
    standing = balances_by(Entry.objects.filter(line__in=keys), "line_id")
    of_thing: dict[str, list[tuple[BudgetLine, Balance]]] = defaultdict(list)
    for (thing, line), of_it in sorted(held.items()):
        of_thing[thing].append((lines[line], of_it))
    found = {
        thing: [*_missing(years, of_thing[thing]), *_over_planned(of_thing[thing], standing)]
        for thing, years in needs.items()
    }
    return {thing: reasons for thing, reasons in found.items() if reasons}


def _missing(years: Mapping[str, Decimal], held: list[tuple[BudgetLine, Balance]]) -> list[str]:
    reasons = []
    for year, amount in sorted(years.items()):
        there = sum((_set_aside(of_it) for line, of_it in held if line.year == year), Decimal(0))
        if there < amount:
            said = _("%(missing)s of %(amount)s for %(year)s is planned in no budget line.")
            words = {"missing": pounds(amount - there), "amount": pounds(amount), "year": year}
            reasons.append(said % words)
    return reasons


def _over_planned(
    held: list[tuple[BudgetLine, Balance]], standing: Mapping[tuple[int], Balance]
) -> list[str]:
    """What is committed is there; of what is only planned in such a line, nobody knows."""
    said = _("%(line)s is over-planned by %(amount)s.")
    return [
        said % {"line": line.called, "amount": pounds(standing[(line.pk,)].over_planned)}
        for line, of_it in held
        if of_it.planned > 0 and standing[(line.pk,)].over_planned
    ]


def _set_aside(of_it: Balance) -> Decimal:
    return of_it.planned + of_it.committed + of_it.due + of_it.paid

"""How much of a line is in which state: sums over what moved, never a figure that is kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from almoner.core.moments import end_of

from .models import BudgetLine, Entry
from .states import INSIDE, PoundState

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Balance:
    """How many pounds are in each state. A pound is in one."""

    available: Decimal = NOTHING
    planned: Decimal = NOTHING
    committed: Decimal = NOTHING
    due: Decimal = NOTHING
    paid: Decimal = NOTHING
    recovered: Decimal = NOTHING

    @property
    def put_in(self) -> Decimal:
        """What was put in, less what was taken out again."""
        return sum((self.of(state) for state in INSIDE), NOTHING)

    @property
    def headroom(self) -> Decimal:
        """What nobody has planned yet; below nothing where more is planned than there is."""
        return self.available

    @property
    def over_planned(self) -> Decimal:
        return max(-self.available, NOTHING)

    @property
    def to_commit(self) -> Decimal:
        """What may still be committed, whoever plans to."""
        return self.available + self.planned

    @property
    def is_sound(self) -> bool:
        """Whether nothing is below nothing, but for plans that exceed what there is."""
        rest = (self.of(state) for state in INSIDE if state != PoundState.AVAILABLE)
        return min(rest) >= 0 and self.to_commit >= 0

    def of(self, state: str) -> Decimal:
        amount: Decimal = getattr(self, state)
        return amount

    def moved(self, amount: Decimal, before: str, after: str) -> "Balance":
        """What it would be with an amount in another state. Outside nothing is counted."""
        moved = self
        for state, change in ((before, -amount), (after, amount)):
            if state != PoundState.OUTSIDE:
                moved = replace(moved, **{state: moved.of(state) + change})
        return moved

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(*(self.of(one.name) + other.of(one.name) for one in fields(Balance)))


def total_of(balances: Iterable[Balance]) -> Balance:
    return sum(balances, Balance())


def entries_on(entries: QuerySet[Entry], *, on: date, is_as_at: bool = False) -> QuerySet[Entry]:
    """What had moved by a day: as at that day by what was known then, or as now known."""
    found = entries.filter(valid_from__lte=on)
    return found.filter(recorded_at__lt=end_of(on)) if is_as_at else found


def balances_by(entries: QuerySet[Entry], *names: str) -> dict[tuple[Any, ...], Balance]:
    """The balance of each group of entries, by fields that they share."""
    found: dict[tuple[Any, ...], Balance] = defaultdict(Balance)
    rows = entries.order_by().values_list(*names, "from_state", "to_state")
    for *key, before, after, amount in rows.annotate(sum=Sum("amount")):
        found[tuple(key)] = found[tuple(key)].moved(amount, before, after)
    return found


def balance_of(line: BudgetLine, *, what_for: str = "") -> Balance:
    """What a line has in each state, by all that was ever entered; or what of it is for a thing.

    Of what is for a thing, no pound is available: what it gave up is a negative amount there.
    """
    entries = Entry.objects.filter(line=line)
    if what_for:
        entries = entries.filter(what_for=what_for)
    return balances_by(entries)[()]

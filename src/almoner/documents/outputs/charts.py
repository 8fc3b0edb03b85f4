"""Which tables are also drawn, and what of them: one description, from which every output draws."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from almoner.documents.blocks import Table

AMOUNT = re.compile(r"£?([\d,]+(?:\.\d+)?)%?")
LONGEST, FEWEST, MOST = 34, 2, 20
INK, FILL = "1a1a1a", "1f4d3a"  # dark, so that they are told apart on paper without colours


@dataclass(frozen=True, slots=True)
class Bar:
    """A row as it is drawn: what it is called, its figure as written, and how much that is."""

    name: str
    written: str
    amount: Decimal

    @property
    def short_name(self) -> str:
        """The name in one line beside its bar."""
        return self.name_within(LONGEST)

    def name_within(self, letters: int) -> str:
        """The name in so many letters. The table says the whole of it."""
        if len(self.name) <= letters:
            return self.name
        return f"{self.name[: letters - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beside a table: what they measure and by what, as the table's columns are called."""

    what: str
    by: str
    bars: tuple[Bar, ...]

    @property
    def words(self) -> str:
        """What the bars show, for whoever cannot see them."""
        highest = max(self.bars, key=lambda bar: bar.amount)
        return _(
            "Bars of the table above: %(what)s, by %(by)s. The highest is %(name)s, %(figure)s."
            " The table says every figure."
        ) % {
            "what": self.what,
            "by": self.by.lower(),
            "name": highest.name,
            "figure": highest.written,
        }


def chart_of(table: Table) -> Chart | None:
    """The bars of a table, all but of the row that sums it up. Less than nothing has no bar, so a
    table with such a row has no chart; nor has one whose figures are few, many, or no amounts.
    """
    if table.drawn_column is None:
        return None
    rows = table.rows[:-1] if table.sums_up else table.rows
    bars = []
    for row in rows:
        found = AMOUNT.fullmatch(row[table.drawn_column])
        if found is None:
            return None
        amount = Decimal(found[1].replace(",", ""))
        bars.append(Bar(row[0], row[table.drawn_column], amount))
    if not FEWEST <= len(bars) <= MOST or not any(bar.amount for bar in bars):
        return None
    return Chart(table.columns[table.drawn_column], table.columns[0], tuple(bars))

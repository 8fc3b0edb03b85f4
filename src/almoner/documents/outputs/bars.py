"""A table as bars: a picture that fetches nothing, with words for whoever cannot see it."""

import re
from base64 import b64encode
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from almoner.documents.blocks import Table

AMOUNT = re.compile(r"£?([\d,]+(?:\.\d+)?)%?")
WIDE, NAMES, FIGURES, STEP, BAR = 640, 220, 90, 26, 18
LONGEST, FEWEST, MOST = 34, 2, 20
INK, FILL = "#1a1a1a", "#1f4d3a"
LETTERS = "Atkinson Hyperlegible Next, Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """A row as it is drawn: what it is called, its figure as written, and how much that is."""

    name: str
    written: str
    amount: Decimal


def chart_of(table: Table) -> SafeString:
    """The picture that goes with a table; nothing for one whose figures are few or no amounts."""
    bars = bars_of(table)
    if not bars:
        return SafeString()
    picture = b64encode(_svg(bars).encode()).decode()
    source = f"data:image/svg+xml;base64,{picture}"
    return format_html('\n<p><img class="drawn" alt="{}" src="{}"></p>', _said(table, bars), source)


def bars_of(table: Table) -> list[Bar]:
    """The rows that are drawn: all but the one that sums them up. Less than nothing has no bar, so
    a table with such a row has no chart.
    """
    if table.drawn_column is None:
        return []
    rows = table.rows[:-1] if table.sums_up else table.rows
    bars = []
    for row in rows:
        found = AMOUNT.fullmatch(row[table.drawn_column])
        if found is None:
            return []
        amount = Decimal(found[1].replace(",", ""))
        bars.append(Bar(row[0], row[table.drawn_column], amount))
    is_drawn = FEWEST <= len(bars) <= MOST and any(bar.amount for bar in bars)
    return bars if is_drawn else []


def _said(table: Table, bars: list[Bar]) -> str:
    assert table.drawn_column is not None  # or there were no bars
    highest = max(bars, key=lambda bar: bar.amount)
    return _(
        "Bars of the table above: %(what)s, by %(by)s. The highest is %(name)s, %(figure)s."
        " The table says every figure."
    ) % {
        "what": table.columns[table.drawn_column],
        "by": table.columns[0].lower(),
        "name": highest.name,
        "figure": highest.written,
    }


def _svg(bars: list[Bar]) -> str:
    most = max(bar.amount for bar in bars)
    room = WIDE - NAMES - FIGURES
    drawn = []
    for n, bar in enumerate(bars):
        top, middle = n * STEP + (STEP - BAR) // 2, n * STEP + STEP // 2 + 4
        width = max(Decimal(1), bar.amount * room / most) if bar.amount else Decimal(0)
        name = bar.name if len(bar.name) <= LONGEST else f"{bar.name[: LONGEST - 1].rstrip()}…"
        drawn.append(
            f'<text x="{NAMES - 8}" y="{middle}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{NAMES}" y="{top}" width="{width:.1f}" height="{BAR}" fill="{FILL}"/>'
            f'<text x="{NAMES + width + 6:.1f}" y="{middle}">{escape(bar.written)}</text>'
        )
    height = len(bars) * STEP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{height}"'
        f' viewBox="0 0 {WIDE} {height}" font-family="{LETTERS}" font-size="12" fill="{INK}">'
        f"{''.join(drawn)}</svg>"
    )

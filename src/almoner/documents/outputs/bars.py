"""A chart as a picture that fetches nothing, with words for whoever cannot see it."""

from base64 import b64encode
from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from almoner.documents.blocks import Table

from .charts import FILL, INK, Bar, chart_of

WIDE, NAMES, STEP = 640, 220, 26
NARROW, NARROW_STEP, LETTERS_ABOVE = 340, 44, 50
FIGURES, BAR = 90, 18
LETTERS = "Atkinson Hyperlegible Next, Liberation Sans, Arial, sans-serif"
Drawer: TypeAlias = Callable[[int, Bar, Decimal], str]


def picture_of(table: Table) -> SafeString:
    """The picture that goes with a table; nothing for one that is not drawn. On a telephone another
    is shown, whose names stand above the bars: the wide one would be too small to read.
    """
    chart = chart_of(table)
    if chart is None:
        return SafeString()
    said = (
        '\n<p class="bars"><picture><source media="(max-width: 40em)" srcset="{}">'
        '<img class="drawn" alt="{}" src="{}"></picture></p>'
    )
    return format_html(
        said,
        _source(_svg(chart.bars, _above, NARROW, NARROW_STEP)),
        chart.words,
        _source(_svg(chart.bars, _beside, WIDE, STEP)),
    )


def _source(picture: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"


def _svg(bars: tuple[Bar, ...], draw: Drawer, width: int, step: int) -> str:
    most = max(bar.amount for bar in bars)
    drawn = "".join(draw(n * step, bar, bar.amount / most) for n, bar in enumerate(bars))
    height = len(bars) * step
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="{LETTERS}" font-size="12" fill="#{INK}">'
        f"{drawn}</svg>"
    )


def _beside(top: int, bar: Bar, share: Decimal) -> str:
    """A bar with its name to the left of it."""
    middle = top + STEP // 2 + 4
    name = f'<text x="{NAMES - 8}" y="{middle}" text-anchor="end">{escape(bar.short_name)}</text>'
    return name + _bar(NAMES, top + (STEP - BAR) // 2, bar, share * (WIDE - NAMES - FIGURES))


def _above(top: int, bar: Bar, share: Decimal) -> str:
    """A bar with its name above it."""
    name = f'<text x="0" y="{top + 14}">{escape(bar.name_within(LETTERS_ABOVE))}</text>'
    return name + _bar(0, top + 20, bar, share * (NARROW - FIGURES))


def _bar(left: int, top: int, bar: Bar, width: Decimal) -> str:
    width = max(Decimal(1), width) if bar.amount else Decimal(0)
    return (
        f'<rect x="{left}" y="{top}" width="{width:.1f}" height="{BAR}" fill="#{FILL}"/>'
        f'<text x="{left + width + 6:.1f}" y="{top + BAR - 5}">{escape(bar.written)}</text>'
    )

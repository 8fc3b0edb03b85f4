"""A chart as a picture that fetches nothing, with words for whoever cannot see it."""

from base64 import b64encode
from decimal import Decimal

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from almoner.documents.blocks import Table

from .charts import FILL, INK, Bar, chart_of

WIDE, NAMES, FIGURES, STEP, BAR = 640, 220, 90, 26, 18
LETTERS = "Atkinson Hyperlegible Next, Liberation Sans, Arial, sans-serif"


def picture_of(table: Table) -> SafeString:
    """The picture that goes with a table; nothing for one that is not drawn."""
    chart = chart_of(table)
    if chart is None:
        return SafeString()
    picture = b64encode(_svg(chart.bars).encode()).decode()
    source = f"data:image/svg+xml;base64,{picture}"
    said = '\n<p class="chart"><img class="drawn" alt="{}" src="{}"></p>'
    return format_html(said, chart.words, source)


def _svg(bars: tuple[Bar, ...]) -> str:
    most = max(bar.amount for bar in bars)
    room = WIDE - NAMES - FIGURES
    drawn = []
    for n, bar in enumerate(bars):
        top, middle = n * STEP + (STEP - BAR) // 2, n * STEP + STEP // 2 + 4
        width = max(Decimal(1), bar.amount * room / most) if bar.amount else Decimal(0)
        drawn.append(
            f'<text x="{NAMES - 8}" y="{middle}" text-anchor="end">{escape(bar.short_name)}</text>'
            f'<rect x="{NAMES}" y="{top}" width="{width:.1f}" height="{BAR}" fill="#{FILL}"/>'
            f'<text x="{NAMES + width + 6:.1f}" y="{middle}">{escape(bar.written)}</text>'
        )
    height = len(bars) * STEP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{height}"'
        f' viewBox="0 0 {WIDE} {height}" font-family="{LETTERS}" font-size="12" fill="#{INK}">'
        f"{''.join(drawn)}</svg>"
    )

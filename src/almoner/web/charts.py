"""Where the bars of a chart stand: percentages across, pixels down, so that it fits any width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from django.utils.dateformat import format as written

from almoner.core.periods import Month

from .words import month

TALL = 220  # the ground on which bars stand
HEAD = 22  # room for the topmost figure
FOOT = 40  # room for two lines of labels
FEET = (HEAD + TALL + 17, HEAD + TALL + 33)
ROOM_FOR_LETTERS = 44  # what fits under the bars of a chart on a telephone
GUTTER = Decimal(14)  # of a hundred across, for the figures beside the lines
FULL = Decimal(100) - GUTTER


@dataclass(frozen=True, slots=True)
class Bar:
    """One value, drawn."""

    label: str
    value: Decimal
    lines: tuple[str, ...]
    x: str
    middle: str
    width: str
    y: str
    height: str

    @property
    def is_below(self) -> bool:
        return self.value < 0

    @property
    def label_lines(self) -> list[tuple[str, int]]:
        """Each line under the bar, with how far down it stands."""
        return list(zip(self.lines, FEET, strict=False))


@dataclass(frozen=True, slots=True)
class Line:
    """One line across, with the value it stands for."""

    value: Decimal
    y: str

    @property
    def label_y(self) -> str:
        return f"{float(self.y) + 5:.1f}"


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars and lines, placed."""

    bars: Sequence[Bar]
    lines: Sequence[Line]
    height: int = HEAD + TALL + FOOT

    @property
    def highest(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.value)

    @property
    def lowest(self) -> Bar:
        return min(self.bars, key=lambda bar: bar.value)


def draw_chart(pairs: Iterable[tuple[Month | str, Decimal | int]]) -> Chart:
    """Place a bar for each (label, value), and about five lines behind them."""
    rows = [(label, Decimal(value)) for label, value in pairs]
    values = [value for _, value in rows]
    ticks = round_numbers(min([*values, Decimal(0)]), max([*values, Decimal(0)]))
    low, span = ticks[0], ticks[-1] - ticks[0]

    def down(value: Decimal) -> Decimal:
        return HEAD + TALL - TALL * (value - low) / span

    labels = short_labels([label for label, _ in rows])
    slot = FULL / max(len(rows), 1)
    bars = []
    for at, (label, value) in enumerate(rows):
        top, foot = sorted((down(value), down(Decimal(0))))
        left = GUTTER + slot * at
        bars.append(
            Bar(
                label=month(label) if isinstance(label, Month) else label,
                value=value,
                lines=labels[at],
                x=f"{left + slot / 8:.3f}%",
                middle=f"{left + slot / 2:.3f}%",
                width=f"{slot * 3 / 4:.3f}%",
                y=f"{top:.1f}",
                height=f"{foot - top:.1f}",
            )
        )
    return Chart(bars, [Line(tick, f"{down(tick):.1f}") for tick in ticks])


def round_numbers(low: Decimal, high: Decimal) -> list[Decimal]:
    """Pick round numbers, evenly apart, from at most `low` to at least `high`; nought is one."""
    span = (high - low) or Decimal(1)
    size = Decimal(1).scaleb((span / 4).adjusted())
    step = next(size * n for n in (1, 2, 5, 10) if size * n * 4 >= span)
    first, last = int((low / step).to_integral_value("ROUND_FLOOR")), ceil(high / step)
    return [step * n for n in range(first, max(last, first + 1) + 1)]


def short_labels(labels: Sequence[Month | str]) -> list[tuple[str, ...]]:
    """The lines of text under each bar: so few that they do not run into each other.

    A month says its year under the first label of that year.
    """
    said = [
        written(label.first_day, "M") if isinstance(label, Month) else label for label in labels
    ]
    every = max(1, ceil(sum(len(text) + 1 for text in said) / ROOM_FOR_LETTERS))
    lines: list[tuple[str, ...]] = []
    year = None
    for at, label in enumerate(labels):
        if at % every:
            lines.append(())
        elif isinstance(label, Month) and label.year != year:
            year = label.year
            lines.append((said[at], str(year)))
        else:
            lines.append((said[at],))
    return lines

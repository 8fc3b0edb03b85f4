"""What `almoner read` prints for a person: what a file is, how it was read, what became of rows."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from almoner.opendata.headings import Layout
from almoner.opendata.problems import Level
from almoner.opendata.reading import PassedOver
from almoner.opendata.reports import problems_of
from almoner.opendata.sources import column_letters
from almoner.opendata.tables import Table

from .screen import on_screen, pounds

PIPED = 100
NARROWEST = 80  # in less, figures would be cut short
NO_REMEDY = "Nothing."
PADDING = re.compile(r" +\n")
EXAMPLES = 3
SHEETS = 4
NEXT = "To have the rejected rows in a file, each with its reason, add: --rejected left.csv"
TITLES = {
    Level.REJECTED: "Rejected: these rows were not read",
    Level.REPAIRED: "Repaired: read, with a change",
    Level.NOTED: "Worth a look: read as they stand",
}


def say(
    path: Path, detail: str, tables: Sequence[Table], passed_over: Sequence[PassedOver]
) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = max(console.width, NARROWEST) if console.is_terminal else PIPED
    with console.capture() as captured:
        _say(console, path, detail, tables, passed_over)
    print(PADDING.sub("\n", captured.get()), end="")


def _say(
    console: Console,
    path: Path,
    detail: str,
    tables: Sequence[Table],
    passed_over: Sequence[PassedOver],
) -> None:
    console.print(Text(on_screen(path.name), style="bold"), Text(f"  {detail}"))
    for kind in dict.fromkeys(table.kind for table in tables):
        of_kind = [table for table in tables if table.kind == kind]
        console.print()
        console.print(Padding(_rows(of_kind), (0, 0, 0, 2)))
        if left_out := sum(table.tally.money.rejected for table in of_kind):
            said = f"Not added up: {pounds(Decimal(left_out))} in rejected rows."
            console.print(Padding(said, (0, 0, 0, 2)))
        for layout, headed in _alike(of_kind):
            console.print()
            where = f"How the columns are read{_where(headed, of_kind)}"
            console.print(Padding(where, (0, 0, 0, 2)))
            console.print(Padding(_columns(layout), (0, 0, 0, 4)))
    _say_problems(console, tables)
    for passed in passed_over:
        name = f"Sheet “{on_screen(passed.sheet)}”" if passed.sheet else "One part"
        console.print()
        said = (
            f"{name} is no such table: {on_screen(passed.why)}."
            f" Its {passed.rows:,} rows are not read."
        )
        console.print(Padding(said, (0, 0, 0, 2)))
    if any(table.tally.rejected for table in tables):
        console.print()
        console.print(Padding(NEXT, (0, 0, 0, 2)))
    console.print()


def _rows(tables: Sequence[Table]) -> Grid:
    """A line a table, and one that adds them up."""
    first = tables[0]
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column(on_screen(first.layout.dictionary.title.capitalize()))
    for title in ("rows", "accepted", "repaired", "rejected", "blank"):
        grid.add_column(title, justify="right")
    if first.tally.money_field:
        grid.add_column(first.tally.money_field.replace("_", " "), justify="right")
    shown = len(grid.columns)
    lines = [_line(on_screen(table.name or "all of it"), [table])[:shown] for table in tables]
    if len(tables) > 1:
        lines.append(_line("together", tables)[:shown])
    for line in lines:
        grid.add_row(*line, style="bold" if line[0] == "together" else None)
    grid.columns[-1].min_width = max(len(line[-1]) for line in lines)  # a sum cut short is none
    return grid


def _line(name: str, tables: Sequence[Table]) -> list[str]:
    tallies = [table.tally for table in tables]
    counts = [
        sum(getattr(tally, word) for tally in tallies)
        for word in ("seen", "accepted", "repaired", "rejected", "blank")
    ]
    kept = sum((tally.money.accepted for tally in tallies), Decimal(0))
    return [name, *(f"{count:,}" for count in counts), pounds(kept)]


def _alike(tables: Sequence[Table]) -> Iterator[tuple[Layout, list[Table]]]:
    """The tables by how their columns are read: a workbook of months has mostly one way."""
    ways: dict[Any, list[Table]] = {}
    for table in tables:
        way = tuple((c.header, c.field) for c in table.layout.columns)
        ways.setdefault(way, []).append(table)
    for headed in ways.values():
        yield headed[0].layout, headed


def _where(headed: Sequence[Table], tables: Sequence[Table]) -> str:
    rows = {table.header_number for table in headed} - {None}
    row = f", headings in row {rows.pop()}" if len(rows) == 1 else ""
    if len(headed) == len(tables):
        return row
    names = [on_screen(table.name or "") for table in headed]
    more = len(names) - SHEETS
    shown = ", ".join(names[:SHEETS]) + (f" and {more} more" if more > 0 else "")
    return f" in {shown}{row}"


def _columns(layout: Layout) -> Grid:
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column("", justify="right", style="dim")
    for title in ("heading", "is read as", "how sure"):
        grid.add_column(title)
    for column in layout.columns:
        heading = on_screen(column.header) or "(no heading)"
        if column.field:
            sure = f"{column.confidence:.0%}"
            grid.add_row(column_letters(column.index), heading, column.field, sure)
        elif column.header:
            unread = f"not read. {column.reason}" if column.reason else "not read"
            grid.add_row(column_letters(column.index), heading, unread, "", style="dim")
    return grid


def _say_problems(console: Console, tables: Sequence[Table]) -> None:
    level = None
    for problem in problems_of([table.tally for table in tables]):
        if problem["level"] != level:
            level = problem["level"]
            console.print()
            console.print(f"  {TITLES[level]}")
        fields = ", ".join(problem["fields"])
        code = f"{problem['code']}{f' in {fields}' if fields else ''}"
        rows = "row" if problem["count"] == 1 else "rows"
        console.print(Padding(f"{problem['count']:,} {rows}: {problem['message']}", (0, 0, 0, 4)))
        if problem["remedy"] != NO_REMEDY:
            console.print(Padding(f"What to do: {problem['remedy']}", (0, 0, 0, 6)))
        console.print(Padding(f"({code})", (0, 0, 0, 6)), style="dim")
        for example in problem["examples"][:EXAMPLES]:
            console.print(Padding(_example(example, level), (0, 0, 0, 8)), style="dim")


def _example(example: dict[str, Any], level: Level | None) -> str:
    place = example["cell"]
    if "line" in example:
        column = f", column {column_letters(example['column'] - 1)}" if example["field"] else ""
        place = f"line {example['line']}{column}"
    sheet = f"{example['sheet']} " if example["sheet"] else ""
    is_changed = example["became"] and example["became"] != example["value"]
    became = f" → {example['became']}" if is_changed else ""
    if level is Level.REPAIRED and example["field"] and not example["became"]:
        became = " → left out"
    return on_screen(f"{sheet}{place}: {example['value'] or '(empty)'}{became}")

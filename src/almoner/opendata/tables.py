"""One table of a file: its rows, and what became of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from .headings import Layout, heads_again, layout_of, repeats
from .judging import Judge, Judged
from .problems import Level, Problem
from .sources import Record, Sheet
from .tallies import Tally
from .values import plain

# After so many rows that lack something, others are not looked at as headings in other words:
# it would take longer than all the rest.
MOST_LACKING = 2_000
TOTALS = frozenset(("total", "totals", "subtotal", "subtotals"))
BEFORE_TOTAL = frozenset(("grand", "sub", "overall"))
# What may follow: a supplier may be called Total, too.
AFTER_TOTAL = frozenset(
    {"for", "of", "all", "in", "to", "amount", "amounts", "spend", "spending", "payments"}
    | {"expenditure", "value", "net", "gross", "exc", "excl", "excluding", "inc", "incl"}
    | {"including", "ex", "vat", "year", "month", "quarter", "period", "awarded", "paid"}
    | {"grant", "grants", "granted", "awards", "funding", "allocated", "approved"}
)
Value: TypeAlias = str | bool | date | Decimal
# By the numbers of rows and the names of fields: what a person typed in place of a cell.
Mends: TypeAlias = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings: what became of it, and what it says.

    `number` is where it stands as its file counts: the line of a text file, the row of a sheet, the
    place of an object in a list (from 0). `values` holds only what is stated, by canonical field:
    amounts are pounds. `cells` is the row as it stands, so that nothing is lost.
    """

    number: int
    outcome: Level | None
    values: dict[str, Value]
    problems: tuple[Problem, ...]
    cells: list[str]

    @property
    def is_kept(self) -> bool:
        return self.outcome is not Level.REJECTED


@dataclass(slots=True)
class Table:
    """A table whose headings were understood. Its rows are read as they are asked for, once."""

    sheet: Sheet
    header_number: int | None
    layout: Layout
    records: Iterator[Record]
    month_first: frozenset[str]
    mends: Mends = field(default_factory=dict)
    tally: Tally = field(init=False)
    _judge: Judge = field(init=False)
    _lacking: int = 0

    def __post_init__(self) -> None:
        self.tally = Tally(self.layout, self.sheet)
        self._judge = Judge(self.layout, month_first=self.month_first)

    @property
    def name(self) -> str | None:
        return self.sheet.name

    @property
    def kind(self) -> str:
        return self.layout.dictionary.kind

    def rows(self) -> Iterator[Row]:
        """Every row but the blank ones, which are only counted."""
        for record in self._mended() if self.mends else self.records:
            judged = self._judge.judge(record) if any(record.cells) else None
            if judged is not None and judged.lacks:
                judged = self._second_look(record, judged)
            elif judged is not None and self._is_a_whole_total(judged):
                judged = judged.rejected_as(Problem("total-row", Level.REJECTED))
            if judged is None:
                self.tally.blank += 1
                continue
            self.tally.add(record, judged)
            yield Row(
                record.number, judged.outcome, judged.values, tuple(judged.problems), record.cells
            )

    def _mended(self) -> Iterator[Record]:
        """The records, with what a person typed in place of cells. Others stay as they stand."""
        for record in self.records:
            typed = self.mends.get(record.number)
            if not typed:
                yield record
                continue
            cells, places = list(record.cells), self.layout.by_field
            for name, text in typed.items():
                if name in places:
                    cells += [""] * (places[name] + 1 - len(cells))
                    cells[places[name]] = text
            yield Record(record.number, cells, record.change)

    def _second_look(self, record: Record, judged: Judged) -> Judged | None:
        """What a row is that lacks what every row needs; None when it is as good as blank."""
        if self._judge.is_as_good_as_blank(record.cells):
            return None
        self._lacking += 1
        if heads_again(record.cells, self.layout, may_differ=self._lacking <= MOST_LACKING):
            return self._headed_again(record)
        if self._adds_up(record, judged):
            return judged.rejected_as(Problem("total-row", Level.REJECTED))
        if self._judge.is_a_note(record.cells):
            return Judged(problems=[Problem("note-row", Level.REJECTED)])
        return self._judge.joined(record) or judged

    def _headed_again(self, record: Record) -> Judged:
        """Obey headings that stand again: real files move their columns half-way down."""
        if not repeats(record.cells, self.layout):
            again = layout_of(record.cells, [], dictionaries=[self.layout.dictionary])
            if again is not None and not again.lacks:
                self.layout = again
                self._judge = Judge(again, month_first=self.month_first)
        return Judged(problems=[Problem("repeated-header", Level.REJECTED)])

    def _adds_up(self, record: Record, judged: Judged) -> bool:
        """Whether a row says that it is a total, or is but a name and the sum of those above it."""
        if any(is_total(cell) for cell in record.cells):
            return True
        stated = judged.values.keys() - {self.tally.money_field}
        if len(stated) > 1 or not stated.issubset(self._judge.headings):
            return False
        return judged.money is not None and self.tally.is_sum(judged.money)

    def _is_a_whole_total(self, judged: Judged) -> bool:
        """Whether a total stands in a row that lacks nothing, because its name is “Total”.

        Somebody may be called so: then the row says more than sums, and does not add up.
        """
        values, fields = judged.values, self.layout.dictionary.fields
        names = [n for n in self._judge.headings if "total" in values.get(n, "").lower()]
        if not names:
            return False
        is_alone = not any(n not in names and fields[n].type != "money" for n in values)
        is_sum = judged.money is not None and self.tally.is_sum(judged.money)
        # “Total granted”, with its sum and nothing else, is a total in any words.
        is_called_so = any(is_total(values[name]) for name in names)
        return (is_alone and is_sum) or (is_called_so and (is_alone or is_sum))


def is_total(text: str) -> bool:
    """Whether a cell heads a sum: `Total`, `Grand total:`, `Sub-total for May`, `Acme Total`."""
    if "tot" not in text.lower():
        return False
    words = [word for word in plain(text).split() if word not in BEFORE_TOTAL]
    if not words:
        return False
    return words[-1] in TOTALS or (words[0] in TOTALS and words[1] in AFTER_TOTAL)

"""A file read: its tables one after the other, and what became of every row."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from .dictionaries import Dictionary, shipped
from .headings import Found, find_table, layout_of, why_none
from .mappings import Mapping
from .sources import Record, Sheet, Source, UnreadableFile, open_source
from .tables import Mends, Table
from .values import order_of

# Among so many rows that say anything the headings must stand.
HEAD = 60
# And among so many rows at all: as many as a spreadsheet has.
LONGEST_HEAD = 1_048_576
# The days of so many more show which way round a column has them.
SAMPLE = 500


class NoTable(UnreadableFile):
    """No table of a file was understood: `what` it holds, and what to do on the command line."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} {advice}")
        self.what = what


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A sheet in which no table was found: how many rows say anything, and what it seems to be."""

    sheet: str | None
    rows: int
    why: str


@dataclass(slots=True)
class Reading:
    """A file being read. Ask for `tables()` once, and read each table's rows before the next.

    What stands in no table is in `passed_over`, when all tables have been asked for.
    """

    source: Source
    dictionaries: Sequence[Dictionary]
    mapping: Mapping | None = None
    mends: MappingOf[str, Mends] = field(default_factory=dict)
    passed_over: list[PassedOver] = field(default_factory=list)

    def tables(self) -> Iterator[Table]:
        """Each table of the file. Raises UnreadableFile, at the end, where there was none."""
        found_any = False
        for sheet in self.source.sheets:
            table = self._table_in(sheet)
            if table is not None:
                found_any = True
                yield table
        if not found_any:
            raise NoTable(self._why_not(), self._advice())

    def _table_in(self, sheet: Sheet) -> Table | None:
        head = list(_said(sheet.records, HEAD))
        found = self._found(sheet, head)
        if found is None:
            cells = [record.cells for record in head]
            if sheet.header is not None:
                cells.insert(0, sheet.header)
            rows = sum(any(c) for c in cells) + sum(any(r.cells) for r in sheet.records)
            self.passed_over.append(PassedOver(sheet.name, rows, why_none(cells)))
            return None
        has_own = sheet.header is None
        below = head[found.place + 1 :] if has_own else head
        below += islice(sheet.records, SAMPLE)
        return Table(
            sheet,
            head[found.place].number if has_own else None,
            found.layout,
            chain(below, sheet.records),
            month_first=_month_first(found, below),
            mends=self.mends.get(sheet.name or "", {}),
        )

    def _found(self, sheet: Sheet, head: list[Record]) -> Found | None:
        names = [name for name in (self.source.path.name, sheet.name) if name]
        cells = [record.cells for record in head]
        if sheet.header is not None:
            return self._of_keys(sheet.header, cells, names)
        if self.mapping and (found := self.mapping.find(cells, names=names)):
            return found
        return find_table(cells, dictionaries=self.dictionaries, names=names)

    def _of_keys(
        self, header: list[str], cells: list[list[str]], names: Sequence[str]
    ) -> Found | None:
        if self.mapping and (found := self.mapping.find([header, *cells], names=names)):
            return found
        layout = layout_of(header, cells, dictionaries=self.dictionaries, names=names)
        return Found(0, layout) if layout else None

    def _why_not(self) -> str:
        *others, last = (dictionary.title for dictionary in self.dictionaries)
        kinds = f"{', '.join(others)} or {last}" if others else last
        whys = list(dict.fromkeys(passed.why for passed in self.passed_over))
        seems = "; ".join(whys[:3]) or "nothing at all"
        return f"{self.source.path.name} holds no table of {kinds}: it has {seems}."

    def _advice(self) -> str:
        if len(self.dictionaries) > 1:
            return (
                "If it is one after all, say so with --kind, and what its columns mean with"
                " --mapping."
            )
        needs = ", and ".join(" or ".join(group) for group in self.dictionaries[0].needs)
        return f"Every row needs {needs}: say with --mapping which columns these are."


@contextmanager
def read(
    path: Path,
    *,
    dictionaries: Sequence[Dictionary] = (),
    mapping: Mapping | None = None,
    mends: MappingOf[str, Mends] | None = None,
) -> Iterator[Reading]:
    """Open a file and read the tables in it, by the dictionaries we ship or by other ones.

    `mends` holds, by sheet (empty where a file has but one), row and field, what a person typed in
    place of a cell: it is judged as if it stood there.

    Raises UnreadableFile, with a sentence that says what the file is and what to do.
    """
    with open_source(path) as source:
        yield Reading(source, dictionaries or shipped(), mapping, mends or {})


def _said(records: Iterator[Record], count: int) -> Iterator[Record]:
    """The records up to the last of so many that say anything."""
    for record in islice(records, LONGEST_HEAD):
        yield record
        count -= any(record.cells)
        if count <= 0:
            return


def _month_first(found: Found, below: Sequence[Record]) -> frozenset[str]:
    """The columns of days in which the month plainly stands before the day."""
    fields, columns = found.layout.dictionary.fields, found.layout.by_field
    return frozenset(
        name
        for name, place in columns.items()
        if fields[name].type == "date"
        and order_of(record.cells[place] for record in below if place < len(record.cells))
    )

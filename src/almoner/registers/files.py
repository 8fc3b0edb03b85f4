"""A file of a register, as it is read: its rows in order, and what became of them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import file_digest
from pathlib import Path

from django.utils.translation import gettext as _

from almoner.opendata.dictionaries import Dictionary, shipped
from almoner.opendata.headings import Column
from almoner.opendata.mappings import Mapping
from almoner.opendata.problems import CODES, Code, Level, Problem
from almoner.opendata.reading import PassedOver, Reading, read
from almoner.opendata.safety import CHECKS
from almoner.opendata.sources import UnreadableFile
from almoner.opendata.tables import Mends, Row, Table, Value

from .kinds import Register, field_in_words
from .ours import OurMapping, as_written, column_of_references, reference_in

LONGEST_SHEET = 200
LONGEST = {
    "supplier_name": 500,
    "recipient_name": 500,
    "entity": 200,
    "supplier_other_id": 200,
}
TOO_LONG = Code(
    "cell-too-long",
    "It has more characters than any such name or number.",
    "Look for a quotation mark that is never closed in this row or the one before.",
)
UNKNOWN_REFERENCE = Code(
    "our-reference-unknown",
    "Nothing in this publisher's register has this reference.",
    "Empty the cell if the row is new, or download the register again to mend it.",
)
REFERENCE_TWICE = Code(
    "our-reference-twice",
    "Another row of the file has the same reference.",
    "Leave one of the two rows in the file.",
)
PAYMENT_STANDS = Code(
    "payment-stands",
    "The row says something else than the payment of this reference, which is evidence and stays"
    " as it came.",
    "Undo the import that it came with, and import the mended month in its place.",
)
# What is said of rows beyond what the reader says of them.
OURS = {one.code: one for one in (TOO_LONG, UNKNOWN_REFERENCE, REFERENCE_TWICE, PAYMENT_STANDS)}
NAMES_NOBODY = frozenset({"name-withheld", "not-one-organisation"})
# What the reader can tell of a payment, and our register of spend has no place for yet.
NOT_KEPT = {
    Register.SPEND: frozenset(
        (
            "irrecoverable_vat",
            "merchant_category",
            "card_transaction",
            "vcse_grant",
            "contract_reference",
        )
    )
}
NIL = Decimal("0.00")


class AnotherRegister(UnreadableFile):
    """A file holds a table of another register than the one it was said to be of."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a register's file: where it stands, what it says, and why it is rejected, if so.

    `repairs` are what was done to read it, and `stands` its cells as they stand. In a file of our
    own, `ours` is our reference, empty for a row that is new, and `fields` are those of which the
    file has a column; `of` is then the key of what the reference names, and `fingerprint` is what
    is known of it, if the row says the same.
    """

    sheet: str
    number: int
    values: dict[str, Value]
    rejection: Problem | None
    cells: dict[str, str]
    notes: frozenset[str]
    repairs: tuple[Problem, ...]
    stands: Sequence[str]
    ours: str | None = None
    fields: frozenset[str] = frozenset()
    of: int | None = None
    fingerprint: str = ""


@dataclass(slots=True)
class Tally:
    """What became of the rows read so far: each is accepted, rejected or blank. Of those accepted
    so many were repaired.
    """

    accepted: int = 0
    repaired: int = 0
    rejected: int = 0
    blank: int = 0
    total: Decimal = NIL

    @property
    def read(self) -> int:
        return self.accepted + self.rejected + self.blank


@dataclass(slots=True)
class RegisterFile:
    """A file of a register. Its rows can be asked for again, and are then read again."""

    path: Path
    register: Register
    mapping: Mapping | None = None
    mends: MappingOf[str, Mends] = field(default_factory=dict)
    dictionaries: Sequence[Dictionary] = field(default_factory=shipped)
    tally: Tally = field(default_factory=Tally)
    tables: list[Table] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    _has_ours: bool = False

    @property
    def name(self) -> str:
        """The file's name as text, though disks keep names that are none."""
        return os.fsencode(self.path.name).decode(errors="replace")[:255]

    @property
    def columns_not_read(self) -> list[str]:
        """The headed columns of which nothing is read, each once."""
        return _once(
            column.header
            for table in self.tables
            for column in table.layout.columns
            if column.header and not column.field and not self.holds_our_references(table, column)
        )

    @property
    def columns_not_kept(self) -> list[str]:
        """The columns that were read and have no place in our register, each once."""
        left = NOT_KEPT.get(self.register, frozenset())
        return _once(c.header for c in self._columns() if c.field in left)

    def _columns(self) -> Iterator[Column]:
        return (column for table in self.tables for column in table.layout.columns)

    def holds_our_references(self, table: Table, column: Column) -> bool:
        """Whether rows were known by our references in this column."""
        return self._has_ours and column_of_references(table, self.register) == column.index

    def digest(self) -> str:
        with self.path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()

    def look(self) -> None:
        """Read the head of the first table. Raises UnreadableFile unless it is the register's.

        Where none shows by itself what it is, whoever says that it is the register's is believed.
        """
        try:
            self._look_for(shipped())
        except AnotherRegister:
            raise
        except UnreadableFile:
            self._look_for([one for one in shipped() if one.kind == self.register])

    def rows(self) -> Iterator[FileRow]:
        """Every row but the blank ones, sheet after sheet. Raises UnreadableFile."""
        self.tally, self.tables = Tally(), []
        with self._reading() as reading:
            for table in reading.tables():
                self._refuse_another_kind(table)
                self.tables.append(table)
                yield from self._rows_of(table)
            self.passed_over = reading.passed_over

    def _look_for(self, dictionaries: Sequence[Dictionary]) -> None:
        self.dictionaries = dictionaries
        with self._reading() as reading:
            first = next(reading.tables())
        self._refuse_another_kind(first)

    def _reading(self) -> AbstractContextManager[Reading]:
        mapping = self.mapping or OurMapping(register=self.register)
        return read(self.path, dictionaries=self.dictionaries, mapping=mapping, mends=self.mends)

    def _rows_of(self, table: Table) -> Iterator[FileRow]:
        sheet, before = _sheet_of(table), self.tally.blank
        place = column_of_references(table, self.register)
        fields = frozenset(table.layout.by_field)
        for row in table.rows():
            rejection = _rejection(row)
            ours = None if place is None else reference_in("".join(row.cells[place : place + 1]))
            self._has_ours |= bool(ours)
            self._count(table, row, is_kept=rejection is None)
            self.tally.blank = before + table.tally.blank
            yield FileRow(
                sheet,
                row.number,
                row.values if place is None else as_written(row.values),
                rejection,
                _named(table, row.cells) if rejection else {},
                frozenset(problem.code for problem in row.problems),
                row.problems if row.outcome is Level.REPAIRED else (),
                row.cells,
                ours,
                fields,
            )
        self.tally.blank = before + table.tally.blank

    def reject(self, row: FileRow, code: Code) -> FileRow:
        """Leave out a row that was read, for a reason that the file alone does not show."""
        self.tally.accepted -= 1
        self.tally.repaired -= bool(row.repairs)
        self.tally.rejected += 1
        table = self.table_of(row)
        self.tally.total -= _amount_in(table, row.values)
        place = column_of_references(table, self.register)
        problem = Problem(code.code, Level.REJECTED, place, "", row.ours or "")
        return replace(row, rejection=problem, cells=_named(table, row.stands), repairs=())

    def sum_no_more(self, row: FileRow) -> None:
        """Leave a row out of the total: what it names is in the register already."""
        self.tally.total -= _amount_in(self.table_of(row), row.values)

    def table_of(self, row: FileRow) -> Table:
        """The table that a row stands in, among those read so far."""
        return next(one for one in self.tables if _sheet_of(one) == row.sheet)

    def _count(self, table: Table, row: Row, *, is_kept: bool) -> None:
        if not is_kept:
            self.tally.rejected += 1
            return
        self.tally.accepted += 1
        self.tally.repaired += row.outcome is Level.REPAIRED
        self.tally.total += _amount_in(table, row.values)

    def _refuse_another_kind(self, table: Table) -> None:
        if table.kind != self.register:
            raise AnotherRegister(
                _(
                    "%(where)s holds %(found)s, not %(wanted)s. Import it as %(found)s, or say in"
                    " a mapping what its columns mean."
                )
                % {
                    "where": f"“{table.name}” of {self.name}" if table.name else self.name,
                    "found": table.kind,
                    "wanted": self.register,
                }
            )


def _amount_in(table: Table, values: MappingOf[str, Value]) -> Decimal:
    amount = values.get(table.tally.money_field or "", NIL)
    assert isinstance(amount, Decimal)  # the dictionary says that it is money
    return amount


def _sheet_of(table: Table) -> str:
    return kept(table.name or "")[:LONGEST_SHEET]


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def explanation_of(problem: Problem) -> str:
    """Where a row's problem is, what stands there, and what is wrong with it."""
    where = field_in_words(problem.field)
    said = f"“{kept(problem.value)}”" if problem.value else ""
    place = ", ".join(filter(None, (where, said)))
    meaning = meaning_of(problem)
    return f"{place}: {meaning}" if place else meaning


def meaning_of(problem: Problem) -> str:
    return code_called(problem.code).meaning


def remedy_of(problem: Problem) -> str:
    return code_called(problem.code).remedy


def code_called(code: str) -> Code:
    """What is said of a row under this code, whether the reader says it, a check or we do."""
    if check := CHECKS.get(code):
        return Code(code, check.why, check.remedy)
    return OURS.get(code) or CODES[code]


def _rejection(row: Row) -> Problem | None:
    """Why a row is not kept: the reader's first reason, or a name that no column could hold."""
    if not row.is_kept:
        return row.problems[0]
    for name, longest in LONGEST.items():
        if len(str(row.values.get(name, ""))) > longest:
            return Problem(TOO_LONG.code, Level.REJECTED, field=name)
    return None


def _named(table: Table, cells: Sequence[str]) -> dict[str, str]:
    """The cells under their headings; those without one, or under a repeated one, by number."""
    headings = [column.header for column in table.layout.columns]
    named: dict[str, str] = {}
    for place, cell in enumerate(cells):
        name = kept(headings[place]) if place < len(headings) else ""
        named[name if name and name not in named else f"column {place + 1}"] = kept(cell)
    return named


def kept(text: str) -> str:
    """A text that nobody has read, as it can be kept: PostgreSQL's text has no NUL."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")

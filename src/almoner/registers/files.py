"""A file of a register, as it is read: its rows in order, and what became of them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
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
NAMES_NOBODY = frozenset({"name-withheld", "not-one-organisation"})
# What the reader can tell of a payment, and our register of spend has no place for yet.
NOT_KEPT = {
    Register.SPEND: frozenset(
        (
            "irrecoverable_vat",
            "value_for_money",
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

    `repairs` are what was done to read it, and `stands` its cells as they stand.
    """

    sheet: str
    number: int
    values: dict[str, Value]
    rejection: Problem | None
    cells: dict[str, str]
    notes: frozenset[str]
    repairs: tuple[Problem, ...]
    stands: Sequence[str]


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

    @property
    def name(self) -> str:
        """The file's name as text, though disks keep names that are none."""
        return os.fsencode(self.path.name).decode(errors="replace")[:255]

    @property
    def columns_not_read(self) -> list[str]:
        """The headed columns of which nothing is read, each once."""
        return _once(c.header for c in self._columns() if c.header and not c.field)

    @property
    def columns_not_kept(self) -> list[str]:
        """The columns that were read and have no place in our register, each once."""
        left = NOT_KEPT.get(self.register, frozenset())
        return _once(c.header for c in self._columns() if c.field in left)

    def _columns(self) -> Iterator[Column]:
        return (column for table in self.tables for column in table.layout.columns)

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
        return read(
            self.path, dictionaries=self.dictionaries, mapping=self.mapping, mends=self.mends
        )

    def _rows_of(self, table: Table) -> Iterator[FileRow]:
        sheet, before = kept(table.name or "")[:LONGEST_SHEET], self.tally.blank
        for row in table.rows():
            rejection = _rejection(row)
            self._count(table, row, is_kept=rejection is None)
            self.tally.blank = before + table.tally.blank
            yield FileRow(
                sheet,
                row.number,
                row.values,
                rejection,
                _named(table, row) if rejection else {},
                frozenset(problem.code for problem in row.problems),
                row.problems if row.outcome is Level.REPAIRED else (),
                row.cells,
            )
        self.tally.blank = before + table.tally.blank

    def _count(self, table: Table, row: Row, *, is_kept: bool) -> None:
        if not is_kept:
            self.tally.rejected += 1
            return
        self.tally.accepted += 1
        self.tally.repaired += row.outcome is Level.REPAIRED
        amount = row.values.get(table.tally.money_field or "", NIL)
        assert isinstance(amount, Decimal)  # the dictionary says that it is money
        self.tally.total += amount

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
    """What is said of a row under this code, whether the reader says it or a check."""
    if check := CHECKS.get(code):
        return Code(code, check.why, check.remedy)
    return CODES.get(code, TOO_LONG)


def _rejection(row: Row) -> Problem | None:
    """Why a row is not kept: the reader's first reason, or a name that no column could hold."""
    if not row.is_kept:
        return row.problems[0]
    for name, longest in LONGEST.items():
        if len(str(row.values.get(name, ""))) > longest:
            return Problem(TOO_LONG.code, Level.REJECTED, field=name)
    return None


def _named(table: Table, row: Row) -> dict[str, str]:
    """The cells under their headings; those without one, or under a repeated one, by number."""
    headings = [column.header for column in table.layout.columns]
    named: dict[str, str] = {}
    for place, cell in enumerate(row.cells):
        name = kept(headings[place]) if place < len(headings) else ""
        named[name if name and name not in named else f"column {place + 1}"] = kept(cell)
    return named


def kept(text: str) -> str:
    """A text that nobody has read, as it can be kept: PostgreSQL's text has no NUL."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")

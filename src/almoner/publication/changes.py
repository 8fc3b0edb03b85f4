"""What changed from one edition's rows to the next one's."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Self

import msgspec

from .datasets import Dataset
from .on_disk import scratch
from .writers import CsvWriter, Row, cell

BETWEEN = "; "
TABLE = """
    CREATE TABLE row (number INTEGER PRIMARY KEY, key BLOB NOT NULL, said BLOB NOT NULL);
    CREATE INDEX row_key ON row (key);
"""
encode, decode = msgspec.msgpack.encode, msgspec.msgpack.Decoder(list[str]).decode


class Change(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


class ChangesWriter:
    """A line for each row that is new, changed or gone: its key, which of these, what changed.

    Rows are known by the key of their dataset and compared as they are published. The earlier
    ones are kept on the disk. Two rows of one key are taken in turn.
    """

    def __init__(self, dataset: Dataset, earlier: sqlite3.Connection) -> None:
        columns = dataset.public_columns()
        self.counts = {str(change): 0 for change in Change}
        self._names = [column.name for column in columns]
        self._key = [place for place, column in enumerate(columns) if column.key]
        self._earlier = earlier
        self._lines = CsvWriter([*(self._names[place] for place in self._key), "change", "columns"])

    @classmethod
    @contextmanager
    def since(cls, earlier: Dataset) -> Iterator[Self]:
        """The changes since an earlier edition of a dataset."""
        with scratch(TABLE) as rows:
            writer = cls(earlier, rows)
            rows.executemany(
                "INSERT INTO row (key, said) VALUES (?, ?)",
                ((writer.key_of(cells), encode(cells)) for cells in _cells(earlier)),
            )
            yield writer

    def begin(self) -> bytes:
        return self._lines.begin()

    def row(self, row: Row) -> bytes:
        cells = [cell(value) for value in row]
        found = self._earlier.execute(
            "SELECT number, said FROM row WHERE key = ? ORDER BY number LIMIT 1",
            (self.key_of(cells),),
        ).fetchone()
        if found is None:
            return self._line(cells, Change.ADDED)
        number, said = found
        self._earlier.execute("DELETE FROM row WHERE number = ?", (number,))
        if said == encode(cells):
            return b""
        return self._line(cells, Change.CHANGED, self._differing(decode(said), cells))

    def end(self) -> Iterable[bytes]:
        """What was not met again is gone."""
        for (said,) in self._earlier.execute("SELECT said FROM row ORDER BY number"):
            yield self._line(decode(said), Change.GONE)

    def key_of(self, cells: list[str]) -> bytes:
        return encode([cells[place] for place in self._key])

    def _differing(self, before: list[str], after: list[str]) -> str:
        pairs = zip(self._names, before, after, strict=True)
        return BETWEEN.join(name for name, old, new in pairs if old != new)

    def _line(self, cells: list[str], change: Change, columns: str = "") -> bytes:
        self.counts[change] += 1
        return self._lines.line([*(cells[place] for place in self._key), change, columns])


def _cells(dataset: Dataset) -> Iterator[list[str]]:
    for row in dataset.public_rows():
        yield [cell(value) for value in row]

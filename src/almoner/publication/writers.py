"""Datasets in files of text: public columns alone, and the same bytes for the same rows."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

import orjson

from almoner.opendata.spreadsheets import harmless
from almoner.opendata.standards import PackageFile

from .datasets import Dataset, Value

Row: TypeAlias = tuple[Value, ...]
TOGETHER = 500


class Writer(Protocol):
    """A file on its way, told its rows one after the other."""

    def begin(self) -> bytes: ...
    def row(self, row: Row) -> bytes: ...
    def end(self) -> Iterable[bytes]: ...


class CsvWriter:
    """A line of headings, then one for each row. Lines end in a line feed; the text is UTF-8."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        self._line = _Line()
        self._writer = csv.writer(self._line, lineterminator="\n")

    def begin(self) -> bytes:
        return self.line(self.names)

    def row(self, row: Row) -> bytes:
        return self.line(map(cell, row))

    def line(self, cells: Iterable[str]) -> bytes:
        self._writer.writerow(cells)
        return self._line.text.encode()

    def end(self) -> Iterable[bytes]:
        return ()


class JsonWriter:
    """One object: what it is about, then its rows, each an object on a line of its own."""

    def __init__(self, dataset: Dataset, **about: Any) -> None:
        self._head = orjson.dumps({"dataset": dataset.slug, "title": dataset.title, **about})
        self._names = [column.name for column in dataset.public_columns()]
        self._between = b"\n"

    def begin(self) -> bytes:
        return self._head[:-1] + b',"rows":['

    def row(self, row: Row) -> bytes:
        between, self._between = self._between, b",\n"
        return between + json_row(self._names, row)

    def end(self) -> Iterable[bytes]:
        return (b"\n]}\n",)


class StandardWriter:
    """A package of the standard that a dataset declares."""

    def __init__(self, dataset: Dataset, package: PackageFile) -> None:
        self.package = package
        columns = dataset.public_columns()
        self._fields = [dataset.fields.get(column.name, column.name) for column in columns]

    def begin(self) -> bytes:
        return self.package.begin()

    def row(self, row: Row) -> bytes:
        return self.package.piece(dict(zip(self._fields, row, strict=True)))

    def end(self) -> Iterable[bytes]:
        return (self.package.end(),)


class _Line:
    """A file that only knows the last line written to it."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_lines(dataset: Dataset) -> Iterator[bytes]:
    """A whole dataset as CSV, line by line."""
    return _written(CsvWriter(column.name for column in dataset.public_columns()), dataset)


def json_lines(dataset: Dataset, **about: Any) -> Iterator[bytes]:
    """A whole dataset as JSON, row by row."""
    return _written(JsonWriter(dataset, **about), dataset)


def ndjson_lines(dataset: Dataset) -> Iterator[bytes]:
    """A whole dataset as lines of JSON, an object each."""
    names = [column.name for column in dataset.public_columns()]
    for row in dataset.public_rows():
        yield json_row(names, row) + b"\n"


def in_pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Several lines at a time: one a piece would spend more on the wire than on the words."""
    piece: list[bytes] = []
    for line in lines:
        piece.append(line)
        if len(piece) == TOGETHER:
            yield b"".join(piece)
            piece.clear()
    yield b"".join(piece)


def json_row(names: Iterable[str], row: Row) -> bytes:
    """A row as JSON writes it: an object, under the names of its columns."""
    return orjson.dumps(dict(zip(names, row, strict=True)), default=_exact)


def cell(value: Value) -> str:
    """A value as CSV writes it."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else "" if value is None else str(value)


def _written(writer: Writer, dataset: Dataset) -> Iterator[bytes]:
    yield writer.begin()
    for row in dataset.public_rows():
        yield writer.row(row)
    yield from writer.end()


def _exact(value: Any) -> orjson.Fragment:
    """Amounts are numbers with two places, never floats on the way."""
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:.2f}")
    raise TypeError(f"{value!r} is no value of a dataset")

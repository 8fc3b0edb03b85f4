"""Datasets as CSV and JSON: public columns alone, and the same bytes for the same rows."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from almoner.opendata.spreadsheets import harmless

from .datasets import Dataset, Value


class _Line:
    """A file that only knows the last line written to it."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_lines(dataset: Dataset) -> Iterator[bytes]:
    """A line of headings, then one for each row. Lines end in a line feed; the text is UTF-8."""
    line = _Line()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(column.name for column in dataset.public_columns())
    yield line.text.encode()
    for row in dataset.public_rows():
        writer.writerow(map(_cell, row))
        yield line.text.encode()


def _cell(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else "" if value is None else str(value)


def json_lines(dataset: Dataset, **about: Any) -> Iterator[bytes]:
    """One object: what it is about, then its rows, each an object on a line of its own."""
    names = [column.name for column in dataset.public_columns()]
    head = orjson.dumps({"dataset": dataset.slug, "title": dataset.title, **about})
    yield head[:-1] + b',"rows":['
    between = b"\n"
    for row in dataset.public_rows():
        yield between + orjson.dumps(dict(zip(names, row, strict=True)), default=_exact)
        between = b",\n"
    yield b"\n]}\n"


def _exact(value: Any) -> orjson.Fragment:
    """Amounts are numbers with two places, never floats on the way."""
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:.2f}")
    raise TypeError(f"{value!r} is no value of a dataset")

"""The data-quality note: what the rows of an edition do not say, and what somebody should look at.

It counts while rows go by, and never stops one: what is published is what is on record.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any, Self

import orjson
from msgspec import Struct, to_builtins

from .datasets import Dataset, Type
from .on_disk import scratch
from .writers import Row

TABLE = "CREATE TABLE seen (digest BLOB PRIMARY KEY) WITHOUT ROWID"
DIGEST_SIZE = 16
NOTHING = "Nothing to report: no row falls in this period."
NONE_YET = "No row of this period is published yet: the note on quality says why."
ONE = 1
FEWEST = 5  # fewer are not told apart: they could be recognised


class Gap(Struct, frozen=True):
    """A column that a duty asks for, and how many rows leave it empty."""

    column: str
    not_recorded: int


class Disorder(Struct, frozen=True):
    """Two days that come in turn, and how many rows have them the wrong way about."""

    first: str
    then: str
    rows: int


class Negative(Struct, frozen=True):
    """A column of amounts, and how many rows have one below nil."""

    column: str
    rows: int


class InStandard(Struct, frozen=True):
    """How the rows went into a standard's file: written, left out, and what they lacked for it."""

    standard: str
    written: int
    left_out: int
    lacking: dict[str, int]


class Note(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that is to be said of the rows of an edition. `changes` are those since the last one.

    `held_rows` are left out until somebody has judged what was found in them. Nothing is said of
    none, so that what was said before there were any stays as it was.
    """

    dataset: str
    period: str
    edition: int
    rows: int
    required: list[Gap]
    duplicates: int
    days_out_of_order: list[Disorder]
    negative_amounts: list[Negative]
    in_standard: InStandard | None
    changes: dict[str, int] | None
    held_rows: int | str | None = None


class Quality:
    """Rows counted as they go by.

    A row is a duplicate if an earlier one agrees with it in all that a duty asks for beside the
    key or, where none asks for anything, in all but the key.
    """

    def __init__(self, dataset: Dataset, seen: sqlite3.Connection) -> None:
        self.rows = self.duplicates = 0
        self.held_rows = as_published(dataset.held_rows())
        columns = dataset.public_columns()
        places = {column.name: place for place, column in enumerate(columns)}
        asked = {places[column.name] for column in columns if column.required}
        others = {places[column.name] for column in columns if not column.key}
        amounts = [place for place, column in enumerate(columns) if column.type == Type.AMOUNT]
        self._seen = seen
        self._names = [column.name for column in columns]
        self._compared = sorted(asked & others or others)
        self._gaps = dict.fromkeys(sorted(asked), 0)
        self._negatives = dict.fromkeys(amounts, 0)
        self._disorders = {(places[first], places[then]): 0 for first, then in dataset.order}

    @classmethod
    @contextmanager
    def of(cls, dataset: Dataset) -> Iterator[Self]:
        with scratch(TABLE) as seen:
            yield cls(dataset, seen)

    def add(self, row: Row) -> None:
        self.rows += 1
        for place in self._gaps:
            if row[place] is None or row[place] == "":
                self._gaps[place] += 1
        for place in self._negatives:
            amount: Any = row[place]
            if amount is not None and amount < 0:
                self._negatives[place] += 1
        for pair in self._disorders:
            first, then = row[pair[0]], row[pair[1]]
            if first is not None and then is not None and str(then) < str(first):
                self._disorders[pair] += 1
        compared = repr([row[place] for place in self._compared])
        digest = blake2b(compared.encode(), digest_size=DIGEST_SIZE).digest()
        is_new = self._seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", (digest,)).rowcount
        self.duplicates += not is_new

    def note(
        self,
        *,
        dataset: str,
        period: str,
        edition: int,
        in_standard: InStandard | None = None,
        changes: dict[str, int] | None = None,
    ) -> Note:
        names = self._names
        return Note(
            dataset=dataset,
            period=period,
            edition=edition,
            rows=self.rows,
            required=[Gap(names[place], count) for place, count in self._gaps.items()],
            duplicates=self.duplicates,
            days_out_of_order=[
                Disorder(names[first], names[then], count)
                for (first, then), count in self._disorders.items()
            ],
            negative_amounts=[
                Negative(names[place], count) for place, count in self._negatives.items()
            ],
            in_standard=in_standard,
            changes=changes,
            held_rows=self.held_rows,
        )


def as_published(count: int) -> int | str | None:
    """A count of what is not shown: nothing of none, and fewer than five not told apart."""
    return (count if count >= FEWEST else f"fewer than {FEWEST}") if count else None


def note_json(note: Note) -> bytes:
    return orjson.dumps(to_builtins(note), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def note_text(note: Note, *, title: str) -> bytes:
    """The note as a person reads it: a sentence a line."""
    heading = f"Data quality: {title}, {note.period}, edition {note.edition}"
    said = list(_sentences(note)) if note.rows else [*_nothing(note), *_since(note)]
    return "\n".join([heading, "", *said, ""]).encode()


def nothing_published(held_rows: int | str | None) -> str:
    """What an edition says that has no row."""
    return NOTHING if held_rows is None else NONE_YET


def _nothing(note: Note) -> Iterator[str]:
    yield nothing_published(note.held_rows)
    yield from _held(note)


def _held(note: Note) -> Iterator[str]:
    if note.held_rows is not None:
        yield f"Not published until somebody has judged what was found in them: {_of(note)}."


def _of(note: Note) -> str:
    held = note.held_rows
    return _rows(held) if isinstance(held, int) else f"{held} rows"


def _sentences(note: Note) -> Iterator[str]:
    yield f"{_rows(note.rows)} published."
    yield from _held(note)
    for gap in note.required:
        count = "every row says it" if not gap.not_recorded else _not_recorded(gap, note.rows)
        yield f"{gap.column}: {count}."
    if note.duplicates:
        yield f"Possible duplicates, which say what an earlier row says: {_rows(note.duplicates)}."
    for disorder in note.days_out_of_order:
        if disorder.rows:
            yield f"{disorder.then} is before {disorder.first} in {_rows(disorder.rows)}."
    for negative in note.negative_amounts:
        if negative.rows:
            yield f"{negative.column} is negative in {_rows(negative.rows)}."
    yield from _in_standard(note)
    yield from _since(note)


def _not_recorded(gap: Gap, rows: int) -> str:
    # Neither none nor all, unless it is.
    share = (
        100 if gap.not_recorded == rows else min(max(round(100 * gap.not_recorded / rows), 1), 99)
    )
    return f"not recorded in {_rows(gap.not_recorded)} ({share}%)"


def _in_standard(note: Note) -> Iterator[str]:
    said = note.in_standard
    if said is None:
        return
    yield f"{said.standard}: {_rows(said.written)} written, {said.left_out} left out."
    for name, count in said.lacking.items():
        yield f"{said.standard} asks for {name}, which is not recorded in {_rows(count)}."


def _since(note: Note) -> Iterator[str]:
    if note.changes is None:
        yield "There is no earlier edition to compare with."
    else:
        counts = ", ".join(f"{count} {change}" for change, count in note.changes.items())
        yield f"Since the last edition: {counts}."


def _rows(count: int) -> str:
    return "1 row" if count == ONE else f"{count:,} rows"

"""The index that the search in the browser reads: plain JSON files, of which it fetches a few.

Records are numbered from the newest to the oldest, so that numbers in order are records in order.
They lie in blocks; words lie in shards by how they begin, each with the numbers of the records that
say it. Registers and years are words too, that nobody can type. All of it is made in a table on the
disk, so that memory stays flat.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import combining, normalize

import orjson

from .records import ORGANISATIONS, REGISTERS, Record

FOLDER = "search/index"
BLOCK = 100  # records in a file
SHARD = 150_000  # bytes of a shard, roughly, past which it is parted by one letter more
LONGEST = 40  # letters of a word: nobody types more
WORD = re.compile(r"[^\W_]+")
LATEST = "9999-99-99"  # organisations have no day, and come first
Put = Callable[[str, bytes], None]


def words_in(text: str) -> set[str]:
    """The words of a text, as `site-search.js` parts what is typed: keep the two alike."""
    plain = "".join(c for c in normalize("NFKD", text) if not combining(c))
    return {word[:LONGEST] for word in WORD.findall(plain.lower())}


@dataclass(frozen=True, slots=True)
class Index:
    """What an index holds: how many records, in which registers, of which years."""

    count: int
    registers: list[str]
    years: list[str]


def write_index(records: Iterable[Record], put: Put) -> Index:
    """Hand every file of the index to `put`."""
    with TemporaryDirectory(prefix="almoner-") as folder:
        with closing(sqlite3.connect(Path(folder) / "index", isolation_level=None)) as table:
            table.executescript(TABLES)
            _gather(table, records)
            index = _write_records(table, put)
            shards = _write_words(table, put)
            _write_amounts(table, put)
        put("index.json", orjson.dumps({**asdict(index), "block": BLOCK, "shards": shards}))
        return index


TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE record (day TEXT, address TEXT, amount INTEGER, facts BLOB, words TEXT);
CREATE TABLE word (word TEXT, number INTEGER);
BEGIN;
"""


def _gather(table: sqlite3.Connection, records: Iterable[Record]) -> None:
    rows = (
        (
            LATEST if record.register == ORGANISATIONS else _day(record),
            record.address,
            None if record.amount is None else int(record.amount * 100),
            orjson.dumps(_facts(record)),
            " ".join(sorted(words_in(record.words))),
        )
        for record in records
    )
    table.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?)", rows)


def _day(record: Record) -> str:
    return record.day.isoformat() if record.day else ""


def _facts(record: Record) -> list[str | int | None]:
    """What a result shows: its place is known to `site-search.js`."""
    return [
        record.address,
        record.title,
        record.about,
        REGISTERS.index(record.register),
        record.year,
        _day(record),
        None if record.amount is None else f"{record.amount:.2f}",
        record.party,
        record.party_name,
    ]


def _write_records(table: sqlite3.Connection, put: Put) -> Index:
    """Number the records, write them in blocks, and note who says which word."""
    rows = table.execute("SELECT rowid, facts, words FROM record ORDER BY day DESC, address")
    table.execute("CREATE TABLE place (number INTEGER PRIMARY KEY, record INTEGER)")
    registers, years, number = set[str](), set[str](), 0
    while some := list(islice(rows, BLOCK)):
        block = [orjson.loads(said) for _key, said, _words in some]
        put(f"records/{number // BLOCK}.json", orjson.dumps(block))
        for (key, _said, words), facts in zip(some, block, strict=True):
            register, year = REGISTERS[facts[3]], facts[4]
            table.execute("INSERT INTO place VALUES (?, ?)", (number, key))
            told = [*words.split(), f"~{register}", *([f"~{year}"] if year else ())]
            numbered = ((word, number) for word in told)
            table.executemany("INSERT INTO word VALUES (?, ?)", numbered)
            registers.add(register)
            years.add(year)
            number += 1
    kept = [register for register in REGISTERS if register in registers]
    return Index(number, kept, sorted(years - {""}, reverse=True))


def _write_words(table: sqlite3.Connection, put: Put) -> list[str]:
    """Write the words in shards, and return what each of these begins with."""
    shards: list[str] = []
    for beginning, parts in groupby(_words(table), key=lambda row: row[0][:2]):
        for name, shard in _parted(beginning, list(parts)):
            shards.append(name)
            put(f"words/{_as_file_name(name)}.json", orjson.dumps(shard))
    return shards


def _words(table: sqlite3.Connection) -> Iterator[tuple[str, list[int]]]:
    rows = table.execute("SELECT word, number FROM word ORDER BY word, number")
    for word, found in groupby(rows, key=lambda row: row[0]):
        yield word, packed(number for _word, number in found)


def _parted(
    beginning: str, words: list[tuple[str, list[int]]]
) -> Iterator[tuple[str, dict[str, list[int]]]]:
    """One shard, or several where one would be long."""
    size = sum(len(word) + 3 * len(numbers) for word, numbers in words)
    longer = {word[: len(beginning) + 1] for word, _numbers in words}
    if size <= SHARD or longer == {beginning}:
        yield beginning, dict(words)
        return
    for name, some in groupby(words, key=lambda row: row[0][: len(beginning) + 1]):
        yield from _parted(name, list(some))


def packed(numbers: Iterable[int]) -> list[int]:
    """Rising numbers as the steps between them; how many follow one by one, as a number below 0."""
    steps: list[int] = []
    last = -1
    for number in numbers:
        if number == last + 1 and steps:
            if steps[-1] < 0:
                steps[-1] -= 1
            else:
                steps.append(-1)
        else:
            steps.append(number - last)
        last = number
    return steps


def _as_file_name(beginning: str) -> str:
    """A name that every host keeps: letters beyond ASCII by their numbers."""
    return "-".join(f"{ord(letter):x}" for letter in beginning)


def _write_amounts(table: sqlite3.Connection, put: Put) -> None:
    """The numbers of all records with an amount, the largest first: read only by who asks."""
    rows = table.execute(
        "SELECT number FROM place JOIN record ON record.rowid = place.record"
        " WHERE amount IS NOT NULL ORDER BY amount DESC, number"
    )
    put("amounts.json", orjson.dumps([number for (number,) in rows]))

"""The reader of spend files: payments to suppliers, a row each. This form reads tidy CSV."""

import csv
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, toml

from .cells import Unreadable, read_amount, read_day

# Excel's own UTF-8 begins with a mark; older exports are in the Windows code page.
ENCODINGS = ("utf-8-sig", "cp1252")
LONGEST = {"payer": 200, "supplier_name": 500, "supplier_number": 200}


class UnreadableFile(Exception):
    """A file cannot be read as spend at all. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class SpendRow:
    """One payment as its publisher states it. Words are as written, without spaces around."""

    supplier_name: str
    paid_on: date
    amount: Decimal
    document_reference: str = ""
    supplier_number: str = ""
    category: str = ""
    account: str = ""
    department: str = ""
    purpose: str = ""
    payer: str = ""

    @property
    def is_withheld(self) -> bool:
        """Whether the publisher kept back who was paid."""
        return plain(self.supplier_name) in _withheld()


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that was understood. Rows are numbered as a spreadsheet shows them."""

    number: int
    row: SpendRow


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not: why, what to do, and every cell, so that nothing is lost."""

    number: int
    code: str
    explanation: str
    remedy: str
    cells: dict[str, str]
    amount: Decimal | None


Outcome: TypeAlias = Accepted | Rejected


@dataclass(slots=True)
class Tally:
    """What became of the rows read so far: each is accepted, rejected or blank."""

    accepted: int = 0
    rejected: int = 0
    blank: int = 0
    total: Decimal = Decimal("0.00")
    rejected_total: Decimal = Decimal("0.00")

    @property
    def read(self) -> int:
        return self.accepted + self.rejected + self.blank

    def add(self, outcome: Outcome) -> None:
        if isinstance(outcome, Accepted):
            self.accepted += 1
            self.total += outcome.row.amount
        else:
            self.rejected += 1
            self.rejected_total += outcome.amount or 0


@dataclass(slots=True)
class SpendFile:
    """A spend file whose header was understood. Its rows are read as they are asked for, once."""

    path: Path
    encoding: str
    header: list[str]
    header_number: int
    columns: Mapping[str, int]
    tally: Tally = field(default_factory=Tally)

    @property
    def ignored(self) -> list[str]:
        """The headed columns of which nothing is read."""
        used = set(self.columns.values())
        return [name for place, name in enumerate(self.header) if name and place not in used]

    @property
    def rows(self) -> Iterator[Outcome]:
        """The outcome of each row but the blank ones, which are only counted."""
        for number, cells in _records(self.path, self.encoding):
            if number <= self.header_number:
                continue
            if any(cells):
                outcome = self._outcome(number, cells)
                self.tally.add(outcome)
                yield outcome
            else:
                self.tally.blank += 1

    def _outcome(self, number: int, cells: list[str]) -> Outcome:
        said = {
            name: cells[place] if place < len(cells) else "" for name, place in self.columns.items()
        }
        try:
            _refuse_strays(cells, len(self.header))
            return Accepted(number, _row(said))
        except Unreadable as why:
            return Rejected(
                number,
                why.code,
                why.explanation,
                why.remedy,
                _named(self.header, cells),
                _amount_if_any(said["amount"]),
            )


def read_spend(path: Path) -> SpendFile:
    """Understand a file's header; its rows follow as they are asked for. Raises UnreadableFile."""
    encoding = _encoding_of(path)
    for number, cells in _records(path, encoding):
        if any(cells):
            return SpendFile(path, encoding, cells, number, _columns(path, cells))
    raise UnreadableFile(f"{path.name} is empty. Give a CSV file with a row of headings.")


class _Words(Struct, forbid_unknown_fields=True):
    """What `spend.toml` says."""

    columns: dict[str, list[str]]
    required: dict[str, str]
    withheld: dict[str, list[str]]


@cache
def _words() -> _Words:
    return toml.decode(Path(__file__).with_suffix(".toml").read_bytes(), type=_Words)


@cache
def _withheld() -> frozenset[str]:
    return frozenset(_words().withheld["names"])


def plain(words: str) -> str:
    """Words without case, punctuation or needless spaces, to compare them by."""
    return " ".join(re.sub(r"[\W_]+", " ", words.casefold()).split())


def _encoding_of(path: Path) -> str:
    for encoding in ENCODINGS:
        decoder = getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    _refuse_nulls(path, decoder.decode(block))
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableFile(_not_text(path))


def _refuse_nulls(path: Path, text: str) -> None:
    # No text has them, but UTF-16 is full of them; and PostgreSQL keeps none.
    if "\0" in text:
        raise UnreadableFile(_not_text(path))


def _not_text(path: Path) -> str:
    return (
        f"{path.name} is not text in UTF-8 or Windows-1252."
        " If it is a spreadsheet, save it as “CSV UTF-8” and give that file."
    )


def _records(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, newline="") as file:
        csv.field_size_limit(131_072)  # the reader of any file raises it for the whole process
        reader = csv.reader(file)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, [cell.strip() for cell in cells]
        except csv.Error as error:
            raise UnreadableFile(
                f"{path.name} stops being CSV after row {number} ({error})."
                " Look for a quotation mark that is never closed, and save the file again."
            ) from error


def _columns(path: Path, header: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(plain(name), place)
    found: dict[str, int] = {}
    for column, words in _words().columns.items():
        spot = next((places[word] for word in words if word in places), None)
        if spot is not None and spot not in found.values():
            found[column] = spot
    if missing := [column for column in _words().required if column not in found]:
        raise UnreadableFile(_what_is_missing(path, header, missing))
    return found


def _what_is_missing(path: Path, header: list[str], missing: list[str]) -> str:
    lacks = " and ".join(
        f"{_words().required[column]} (such as “{_words().columns[column][0]}”)"
        for column in missing
    )
    seen = ", ".join(f"“{name}”" for name in header if name)
    return (
        f"{path.name} has no column that says {lacks}. Its headings are {seen}."
        " Head the columns so, or take away what stands above the row of headings."
    )


def _refuse_strays(cells: list[str], width: int) -> None:
    if any(cells[width:]):
        raise Unreadable(
            "cells-beyond-header",
            f"The row has more cells than the {width} that have headings.",
            "Look for a comma inside a name, and put quotation marks around that cell.",
        )


def _row(said: dict[str, str]) -> SpendRow:
    if not said["supplier_name"]:
        raise Unreadable(
            "supplier-missing",
            "The row does not say who was paid.",
            "Name the supplier, or leave the row out if it only adds up others.",
        )
    for column, longest in LONGEST.items():
        if len(said.get(column, "")) > longest:
            raise Unreadable(
                "cell-too-long",
                f"The {column.replace('_', ' ')} has more than {longest} characters.",
                "Look for a quotation mark that is never closed in this row or the one before.",
            )
    paid_on, amount = read_day(said["paid_on"]), read_amount(said["amount"])
    return SpendRow(**{**said, "paid_on": paid_on, "amount": amount})  # type: ignore[arg-type]  # two are now typed


def _amount_if_any(text: str) -> Decimal | None:
    try:
        return read_amount(text)
    except Unreadable:
        return None


def _named(header: list[str], cells: list[str]) -> dict[str, str]:
    """The cells under their headings; those without one, or under a repeated one, by number."""
    named: dict[str, str] = {}
    for place, cell in enumerate(cells):
        name = header[place] if place < len(header) else ""
        named[name if name and name not in named else f"column {place + 1}"] = cell
    return named

"""A package of a standard, written in pieces: its head, each thing in it, its end."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct, structs
from msgspec.json import Encoder

from .bodies import Publisher

Value: TypeAlias = str | bool | int | Decimal | date | None
Flat: TypeAlias = Mapping[str, Value]
S = TypeVar("S", bound=Struct)

ANSWERS = {"Yes": True, "No": False}
# Amounts are numbers with two places, never floats on the way.
ENCODER = Encoder(decimal_format="number")


class Issue(Struct, frozen=True):
    """A package as it is published: what it is called, since when, and where it stands.

    `at` is in the publisher's own time zone: its day is the day of issue.
    """

    name: str
    title: str
    at: datetime
    address: str


class Conveyed(NamedTuple):
    """A row in a standard's words, or None where the standard has none for it.

    `lacking` names the fields that the standard requires and the row does not say.
    """

    content: Struct | None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: what it is called, the list its package holds, how head and rows are said."""

    code: str
    title: str
    holds: str
    head: Callable[[Publisher, Issue], Struct]
    convey: Callable[[Flat, Publisher, Issue], Conveyed]


@dataclass(slots=True)
class PackageFile:
    """A package on its way. It counts what it wrote, what it left out, and what rows lacked.

    A package of nothing is valid in neither standard: whoever wrote none should publish no file.
    """

    standard: Standard
    publisher: Publisher
    issue: Issue
    written: int = 0
    left_out: int = 0
    lacking: Counter[str] = field(default_factory=Counter)

    def begin(self) -> bytes:
        head = ENCODER.encode(self.standard.head(self.publisher, self.issue))
        return head[:-1] + f',"{self.standard.holds}":['.encode()

    def piece(self, row: Flat) -> bytes:
        """What a row comes to; nothing where the standard has no words for it."""
        content, lacking = self.standard.convey(row, self.publisher, self.issue)
        self.lacking.update(lacking)
        if content is None:
            self.left_out += 1
            return b""
        self.written += 1
        return (b",\n" if self.written > 1 else b"\n") + ENCODER.encode(content)

    def end(self) -> bytes:
        return b"\n]}\n"


def pieces(rows: Iterable[Flat], package: PackageFile) -> Iterator[bytes]:
    """A whole package, in pieces of bytes."""
    yield package.begin()
    for row in rows:
        yield package.piece(row)
    yield package.end()


def stated(row: Flat, kind: type[S]) -> S:
    """What a row says in the fields of a kind; what is empty is not said, the rest is not ours."""
    said: dict[str, Any] = {}
    for name in kind.__struct_fields__:
        value = row.get(name)
        if value is not None and value != "":
            said[name] = value
    return kind(**said)


def answer(value: bool | str | None) -> bool | None:  # noqa: FBT001 - it is the answer
    """An answer of yes or no, as a reader gives it or as a column writes it."""
    return ANSWERS.get(value) if isinstance(value, str) else value


def only_said(content: S) -> S | None:
    """The thing, unless it says nothing at all."""
    return content if any(v not in (None, ()) for v in structs.astuple(content)) else None

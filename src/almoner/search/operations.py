"""Keeping the index. All of it is bookkeeping: it can be made again from what it is about."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection

from almoner.core.operations import bookkeeping

from .models import Entry, Gate
from .sources import sources
from .words import words_in

T = TypeVar("T")
CHUNK = 2_000
KEY = ["kind", "reference"]
SAID = ["object_pk", "audience", "title", "text", "happened_on", "gate_id"]
SAID += ["title_words", "text_words"]
UPSERT = f"""
    INSERT INTO search_entry ({", ".join(KEY + SAID)})
    VALUES ({", ".join(["%s"] * len(KEY + SAID))})
    ON CONFLICT ({", ".join(KEY)}) DO UPDATE
    SET {", ".join(f"{name} = excluded.{name}" for name in SAID)}
"""  # noqa: S608 - made of the names of our own columns


@bookkeeping
def index_entries(entries: Sequence[Entry]) -> None:
    """Add entries, or bring up to date those of the same kind and reference.

    An entry behind a gate that is closed is not found until it opens, even if it was found before.
    """
    for entry in entries:
        entry.title_words = " ".join(words_in(f"{entry.reference} {entry.title}"))
        entry.text_words = " ".join(words_in(entry.text))
    with connection.cursor() as cursor:  # Django would take longer to write the SQL than to run it
        cursor.executemany(UPSERT, [_row(entry) for entry in entries])


def _row(entry: Entry) -> list[Any]:
    return [getattr(entry, name) for name in KEY + SAID]


@bookkeeping
def remove_entries(kind: str, references: Iterable[str]) -> None:
    for some in _chunks(references):
        Entry.objects.filter(kind=kind, reference__in=some).delete()


@bookkeeping
def gate_for(name: str) -> Gate:
    """The gate of a staged import, by its batch's reference. It is made closed."""
    return Gate.objects.get_or_create(name=name)[0]


@bookkeeping
def open_gate(name: str) -> None:
    """Within the operation that makes an import live: let all its entries be found at once."""
    Gate.objects.filter(name=name).update(is_open=True)


@bookkeeping
def close_gate(name: str) -> None:
    """Within the operation that undoes an import: let none of its entries be found any more."""
    Gate.objects.filter(name=name).update(is_open=False)


def rebuild_index(kind: str) -> int:
    """Make every entry of a kind again, and say how many there are. For recovery.

    Meanwhile some of the kind cannot be found. What is behind a closed gate stays as it is.
    Raises KeyError for a kind that no app declares.
    """
    source = sources[kind]
    _clear(kind)
    return sum(_index(some) for some in _chunks(source()))


@bookkeeping
def _clear(kind: str) -> None:
    Entry.objects.filter(kind=kind).exclude(gate__is_open=False).delete()


def _index(entries: Sequence[Entry]) -> int:
    index_entries(entries)
    return len(entries)


def _chunks(things: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(things)
    while some := list(islice(remaining, CHUNK)):
        yield some

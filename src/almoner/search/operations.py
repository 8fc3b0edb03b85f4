"""Keeping the index. All of it is bookkeeping: it can be made again from what it is about."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection

from almoner.core.operations import bookkeeping

from .models import Entry, Gate, KnownWord
from .sources import sources
from .spelling import beginning_of, ending_of, words_to_know
from .words import words_in

T = TypeVar("T")
CHUNK, FEW = 2_000, 900  # so many words may stand in one question to any database
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
    _learn(words_to_know(text for entry in entries for text in (entry.title, entry.text)))


def _row(entry: Entry) -> list[Any]:
    return [getattr(entry, name) for name in KEY + SAID]


def _learn(words: set[str]) -> None:
    for some in _chunks(sorted(words), FEW):
        known = KnownWord.objects.filter(word__in=some).values_list("word", flat=True)
        KnownWord.objects.bulk_create(
            KnownWord(
                word=word, beginning=beginning_of(word), ending=ending_of(word), length=len(word)
            )
            for word in sorted({*some} - {*known})
        )


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


def rebuild_vocabulary() -> int:
    """Learn the words of every entry again, and of none that is gone. For recovery.

    Meanwhile some misspelt words find nothing. Says of how many entries it learned.
    """
    _forget_words()
    said = Entry.objects.order_by("pk").values_list("title", "text").iterator(chunk_size=CHUNK)
    return sum(_learn_from(some) for some in _chunks(said))


@bookkeeping
def _forget_words() -> None:
    KnownWord.objects.all().delete()


@bookkeeping
def _learn_from(said: Sequence[tuple[str, str]]) -> int:
    _learn(words_to_know(text for both in said for text in both))
    return len(said)


@bookkeeping
def _clear(kind: str) -> None:
    Entry.objects.filter(kind=kind).exclude(gate__is_open=False).delete()


def _index(entries: Sequence[Entry]) -> int:
    index_entries(entries)
    return len(entries)


def _chunks(things: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    remaining = iter(things)
    while some := list(islice(remaining, size)):
        yield some

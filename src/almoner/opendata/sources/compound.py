"""Compound files, in which the old Office keeps its documents: a file system in a file."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

HEADER = 512
ENTRY = 128
STREAM, ROOT = 2, 5
IN_HEADER = 109
SECTOR_SHIFTS = range(7, 17)
SMALL_SECTOR_SHIFTS = range(4, 17)


class Damaged(Exception):
    """A compound file whose sectors lead nowhere or in a circle."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of a compound file, and where its contents begin."""

    name: str
    start: int
    size: int
    is_root: bool


class CompoundFile:
    """The streams of a compound file, by name. Raises Damaged."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._read_header()
            entries = list(self._entries())
        except struct.error as why:
            raise Damaged from why
        self.streams = {entry.name: entry for entry in entries if not entry.is_root}
        self._root = next((entry for entry in entries if entry.is_root), None)

    def read(self, stream: Stream) -> bytes:
        """The contents of a stream. Raises Damaged."""
        if stream.size >= self._smallest or self._root is None:
            return b"".join(self._chain(stream.start))[: stream.size]
        small = b"".join(self._chain(self._root.start))
        table = b"".join(self._chain(self._small_table))
        places = _followed(_numbers(table), stream.start)
        pieces = (small[place * self._small : (place + 1) * self._small] for place in places)
        return b"".join(pieces)[: stream.size]

    def _read_header(self) -> None:
        shift, small_shift = struct.unpack_from("<HH", self._content, 30)
        if shift not in SECTOR_SHIFTS or small_shift not in SMALL_SECTOR_SHIFTS:
            raise Damaged
        self._size: int = 1 << shift
        self._small: int = 1 << small_shift
        self._directory, _, self._smallest = struct.unpack_from("<III", self._content, 48)
        self._small_table, _, more, _ = struct.unpack_from("<IIII", self._content, 60)
        listed = list(struct.unpack_from(f"<{IN_HEADER}I", self._content, 76))
        seen: set[int] = set()
        while self._exists(more) and more not in seen:
            seen.add(more)
            *further, more = _numbers(self._sector(more))
            listed += further
        # A sector listed twice would let a small file have a table without end.
        tables = dict.fromkeys(filter(self._exists, listed))
        self._table = _numbers(b"".join(map(self._sector, tables)))

    def _exists(self, place: int) -> bool:
        return (place + 1) * self._size < len(self._content)

    def _sector(self, place: int) -> bytes:
        # The header takes the first sector; the last may have been cut short.
        sector = self._content[(place + 1) * self._size : (place + 2) * self._size]
        return sector.ljust(self._size, b"\0")

    def _chain(self, start: int) -> Iterator[bytes]:
        return map(self._sector, _followed(self._table, start))

    def _entries(self) -> Iterator[Stream]:
        directory = b"".join(self._chain(self._directory))
        for at in range(0, len(directory) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind in {STREAM, ROOT}:
                letters = directory[at : at + min(max(length - 2, 0), 64)]
                start, size = struct.unpack_from("<II", directory, at + 116)
                yield Stream(letters.decode("utf-16-le", "replace"), start, size, kind == ROOT)


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(content) // 4}I", content)


def _followed(table: tuple[int, ...], start: int) -> list[int]:
    """The places of a chain, in order; its end is a number that is no place."""
    places: list[int] = []
    place = start
    while place < len(table):
        places.append(place)
        if len(places) > len(table):
            raise Damaged
        place = table[place]
    return places

"""The files of a site as they are written, each with its digest."""

import filecmp
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class File:
    """A file that was written: its name within the site, and what it came to."""

    name: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder in which a site is written, and that of the one before it."""

    new: Path
    old: Path

    def write(self, name: str, pieces: Iterable[bytes]) -> File:
        """Write one file. If the site before has the same, it is that very file."""
        path, whole, size = self.new / name, sha256(), 0
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for piece in pieces:
                whole.update(piece)
                size += file.write(piece)
        self._keep_if_same(name, size)
        return File(name, whole.hexdigest(), size)

    def _keep_if_same(self, name: str, size: int) -> None:
        """Spare the disk, and whoever copies the folder, what has not changed."""
        new, old = self.new / name, self.old / name
        with suppress(OSError):  # no file there, or a disk that knows no links
            if old.stat().st_size == size and filecmp.cmp(old, new, shallow=False):
                spare = new.with_name(f"{new.name}.same")
                os.link(old, spare)
                spare.replace(new)


class Files:
    """What was written so far, on the disk: there may be millions."""

    def __init__(self, path: Path) -> None:
        self._table = sqlite3.connect(path, isolation_level=None)
        self._table.execute("PRAGMA synchronous = OFF")
        self._table.execute("CREATE TABLE file (name TEXT PRIMARY KEY, digest TEXT, size INTEGER)")
        self._table.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _tb: TracebackType | None,
    ) -> None:
        self._table.close()

    def add(self, file: File) -> None:
        row = (file.name, file.digest, file.size)
        self._table.execute("INSERT INTO file VALUES (?, ?, ?)", row)

    def has(self, name: str) -> bool:
        found = self._table.execute("SELECT 1 FROM file WHERE name = ?", [name])
        return found.fetchone() is not None

    def sums(self) -> Iterator[tuple[str, str]]:
        """Each name and its digest, in the order of names."""
        return iter(self._table.execute("SELECT name, digest FROM file ORDER BY name"))

    def totals(self) -> tuple[int, int]:
        """How many there are, and how many bytes."""
        found = self._table.execute("SELECT count(*), coalesce(sum(size), 0) FROM file")
        count, size = found.fetchone()
        return count, size

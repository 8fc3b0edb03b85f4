"""What goes into an assurance file, and what is left out of it and why."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.accounts.access import may_read
from almoner.accounts.models import User
from almoner.core.moments import end_of
from almoner.core.references import name_of
from almoner.documents.keeping import is_sound, path_of
from almoner.documents.models import StoredFile
from almoner.documents.states import FileState

from .records import Record

PIECE = 1 << 18


class LeftOut(TextChoices):
    """Why something is not in the file. What it was is not said."""

    TAKEN_DOWN = "taken-down", _("Documents that were taken down since they may endanger somebody")
    DELETED = "deleted", _("Documents that were taken down and deleted")
    NOT_READ = "not-read", _("Things that whoever took this file may not read")
    UNSOUND = "unsound", _("Documents whose bytes are missing, or are not those that were sent")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that goes into the file, under a name of ours: its bytes are here or on disk."""

    path: str
    title: str
    digest: str
    source: bytes | Path

    def pieces(self) -> Iterator[bytes]:
        if isinstance(self.source, bytes):
            yield self.source
            return
        with self.source.open("rb") as opened:
            while piece := opened.read(PIECE):
                yield piece


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a file, today; as at an earlier day, if one is given."""

    by: User
    on: date
    as_at: date | None = None


@dataclass(slots=True)
class Gathering:
    """What somebody gathers of a thing, as at a day or as it is now, asking of each whether they
    may read it today.

    `names` are those whose lines of the ledger belong to it, `hashes` single lines that it names;
    `reads` is what the access log is to say was read, or refused.
    """

    by: User
    on: date
    as_at: date
    known_before: datetime | None
    names: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    reads: list[tuple[str, bool]] = field(default_factory=list)

    @classmethod
    def begun(cls, asked: Asked) -> Self:
        known_before = end_of(asked.as_at) if asked.as_at else None
        return cls(asked.by, asked.on, asked.as_at or asked.on, known_before)

    def knows(self, recorded_at: datetime) -> bool:
        """Whether something had been written down by the day as at which this is."""
        return self.known_before is None or recorded_at < self.known_before

    def follow(self, *names: str) -> None:
        self.names.extend(name for name in names if name not in self.names)

    def may_see(self, name: str, *, is_logged: bool = False) -> bool:
        """Ask for a thing by its name; what may not be read is counted, and so left out."""
        is_allowed = bool(may_read(self.by, name, on=self.on))
        if is_logged:
            self.reads.append((name, is_allowed))
        if not is_allowed:
            self.left_out[LeftOut.NOT_READ] += 1
        return is_allowed

    def add_text(self, stem: str, title: str, text: str, *, ending: str = "json") -> str:
        """Put in a text, such as one whose digest was kept, byte for byte as it was hashed."""
        content = text.encode()
        return self._add(f"{stem}.{ending}", title, sha256(content).hexdigest(), content)

    def add_file(self, stem: str, title: str, file: StoredFile) -> str:
        """Put a file in, or count why it is not; return where it is, or nothing."""
        self.follow(name_of(file))
        ground = self._hindrance(file)
        if ground:
            self.left_out[ground] += 1
            return ""
        if not self.may_see(name_of(file), is_logged=True):
            return ""
        return self._add(f"{stem}.{file.kind}", title, file.digest, path_of(file))

    def _add(self, name: str, title: str, digest: str, source: bytes | Path) -> str:
        path = f"documents/{name}"
        self.documents.append(Document(path, title, digest, source))
        return path

    @staticmethod
    def _hindrance(file: StoredFile) -> LeftOut | None:
        if file.state == FileState.DELETED:
            return LeftOut.DELETED
        if file.state == FileState.TAKEN_DOWN:
            return LeftOut.TAKEN_DOWN
        return None if is_sound(file) else LeftOut.UNSOUND


@dataclass(frozen=True, slots=True)
class Gathered:
    """A thing's record with all that was gathered beside it."""

    record: Record
    gathering: Gathering


def told(left_out: Iterable[tuple[LeftOut, int]]) -> Iterator[tuple[str, int]]:
    """Why and how many, in an order that never varies."""
    counts = dict(left_out)
    return ((str(one.label), counts[one]) for one in LeftOut if counts.get(one))

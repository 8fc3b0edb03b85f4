"""Bytes on the disk: written whole under a random name, before anything of them is recorded.

No address leads to the folder. What a process leaves there that died before its operation was
committed has no row, and the nightly step deletes it.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import file_digest, sha256
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from almoner.core.disk import keep_names_in

from .kinds import FileKind, RefusedFile, kind_of
from .models import StoredFile
from .scanning import refuse_if_harmful

LONGEST_NAME = 150
NO_NAME = "document"
JUST_BEGUN = timedelta(hours=1)  # its bytes are kept before its row is
PART = ".part"


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that are on the disk, and of which nothing is recorded yet."""

    name: str
    place: str
    kind: FileKind
    size: int
    digest: str

    @property
    def path(self) -> Path:
        return path_at(self.place)


def documents_folder() -> Path:
    return Path(settings.FILES) / "documents"


def path_at(place: str) -> Path:
    return documents_folder() / place[:2] / place


def path_of(file: StoredFile) -> Path:
    return path_at(file.place)


@contextmanager
def kept(pieces: Iterable[bytes], *, name: str) -> Iterator[Kept]:
    """Keep bytes while an operation records them; what it refuses is deleted again.

    Raises RefusedFile for a kind or a size that is not kept.
    """
    made = _keep(pieces, name=cleaned_name(name))
    try:
        yield made
    except BaseException:
        made.path.unlink(missing_ok=True)
        raise


def is_sound(file: StoredFile) -> bool:
    """Whether the bytes of a file are there, and are those that were sent."""
    try:
        with path_of(file).open("rb") as opened:
            return file_digest(opened, "sha256").hexdigest() == file.digest
    except FileNotFoundError:
        return False


def forget_bytes(file: StoredFile) -> None:
    path_of(file).unlink(missing_ok=True)


def places_on_disk(*, at: datetime) -> Iterator[Path]:
    """Every file of the folder that no act under way may be about to record."""
    since = (at - JUST_BEGUN).timestamp()
    for path in documents_folder().glob("??/*"):
        with suppress(FileNotFoundError):  # renamed or deleted by who sends a file meanwhile
            if path.stat().st_mtime < since:
                yield path


def cleaned_name(name: str) -> str:
    """A file's name as somebody sent it, without folders and what cannot be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    said = " ".join("".join(c for c in last if c.isprintable() and c not in '"<>|:*?').split())
    said = said.strip(". ")
    stem, dot, ending = said.rpartition(".")
    if dot:
        said = f"{stem[:LONGEST_NAME]}.{ending[:10]}"
    return said[-LONGEST_NAME:] or NO_NAME


def _keep(pieces: Iterable[bytes], *, name: str) -> Kept:
    place = token_hex(16)
    path = path_at(place)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(PART)
    try:
        size, digest = _write(part, pieces)
        kind = kind_of(part, name=name)
        refuse_if_harmful(part)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    keep_names_in(path.parent)
    return Kept(name, place, kind, size, digest)


def _write(path: Path, pieces: Iterable[bytes]) -> tuple[int, str]:
    size, digest = 0, sha256()
    with path.open("xb") as file:
        path.chmod(0o600)
        for piece in pieces:
            size += len(piece)
            if size > settings.DOCUMENT_LIMIT:
                raise RefusedFile(
                    _(
                        "The file is larger than %(most)s, and no larger one is kept."
                        " Make it smaller, or send it in parts."
                    )
                    % {"most": filesizeformat(settings.DOCUMENT_LIMIT)}
                )
            file.write(piece)
            digest.update(piece)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()

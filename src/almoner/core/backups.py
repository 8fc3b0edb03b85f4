"""Backups: one archive that holds the database, the files, and a manifest of their digests.

Secrets never go in: the secret key is kept apart, as the operator keeps any other password.
"""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

import msgspec

from .actors import Actor
from .disk import keep_names_in
from .events import COUNT, DAY, DIGEST, EventKind
from .ledger import Checkpoint, record
from .models import Installation
from .moments import day_of
from .operations import operation
from .snapshots import take_snapshot

MANIFEST, SEAL, FILES = "manifest.json", "manifest.sha256", "files"
CHUNK = 1 << 20
UNFINISHED = ".almoner-unfinished-"
A_DAY = 24 * 60 * 60


class BackupEvent(EventKind):
    MADE = "backup.made", {"manifest": DIGEST, "files": COUNT, "lines": COUNT}
    PROVED = "backup.proved", {"manifest": DIGEST, "made_on": DAY, "lines": COUNT}
    FAILED = "backup.failed"


class BrokenBackup(Exception):
    """An archive that is not what was written, or never was a backup."""


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file in an archive."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an archive holds. `database` names the member that is the database."""

    made_at: datetime
    vendor: str
    database: str
    checkpoint: str
    migrations: list[tuple[str, str]]
    members: dict[str, Member]
    format: int = 1

    @property
    def ledger_ended(self) -> Checkpoint:
        return Checkpoint.parse(self.checkpoint)


def write_backup(file: Path, *, files: Path, vendor: str, at: datetime) -> tuple[Manifest, str]:
    """Write an archive while everybody works; return its manifest and the manifest's digest.

    The archive takes its name only when the whole of it is on the disk, so whatever is killed
    half-way leaves nothing that looks like a backup. Raises FileExistsError, SnapshotFailed.
    """
    if file.exists():
        raise FileExistsError(17, "There is a file of this name already", str(file))
    file.parent.mkdir(parents=True, exist_ok=True)
    _sweep(file.parent, at=at)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=file.parent) as folder:
        unfinished = Path(folder) / file.name
        written = _write(unfinished, Path(folder), files=files, vendor=vendor, at=at)
        unfinished.rename(file)
        keep_names_in(file.parent)
    return written


def _sweep(folder: Path, *, at: datetime) -> None:
    """Clear away what backups left that were killed: each is a copy of the whole database."""
    for left in folder.glob(f"{UNFINISHED}*"):
        if at.timestamp() - left.stat().st_mtime > A_DAY:
            shutil.rmtree(left, ignore_errors=True)


def _write(
    unfinished: Path, folder: Path, *, files: Path, vendor: str, at: datetime
) -> tuple[Manifest, str]:
    # The database first: a file that arrives meanwhile is then merely one too many.
    snapshot = take_snapshot(folder)
    with unfinished.open("xb") as raw:
        unfinished.chmod(0o600)
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
            sources = [(snapshot.file.name, snapshot.file), *_named(files)]
            manifest = Manifest(
                made_at=at,
                vendor=vendor,
                database=snapshot.file.name,
                checkpoint=str(snapshot.checkpoint),
                migrations=snapshot.migrations,
                members=dict(_add_each(archive, sources)),
            )
            whole = msgspec.json.format(msgspec.json.encode(manifest))
            digest = sha256(whole).hexdigest()
            _add_text(archive, MANIFEST, whole)
            _add_text(archive, SEAL, digest.encode())
        raw.flush()
        os.fsync(raw.fileno())
    return manifest, digest


def _named(files: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(files.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"{FILES}/{path.relative_to(files).as_posix()}", path


def _add_each(
    archive: tarfile.TarFile, sources: Iterable[tuple[str, Path]]
) -> Iterator[tuple[str, Member]]:
    for name, path in sources:
        try:
            source = path.open("rb")
        except FileNotFoundError:  # removed since it was listed, as if we had come later
            continue
        with source:
            info = tarfile.TarInfo(name)
            info.size = os.fstat(source.fileno()).st_size
            counted = Counted(source)
            archive.addfile(info, counted)
        yield name, Member(info.size, counted.digest.hexdigest())


def _add_text(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        archive.addfile(info, source)


class Counted:
    """A stream that keeps the digest of what was read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(size)
        self.digest.update(chunk)
        return chunk


@operation
def note_backup(
    installation: Installation, manifest: Manifest, *, digest: str, by: Actor, at: datetime
) -> Installation:
    """Leave a line that says a backup was made, from which anyone can tell how old the last is."""
    record(
        BackupEvent.MADE,
        about=installation,
        by=by,
        at=at,
        manifest=digest,
        files=len(manifest.members) - 1,
        lines=manifest.ledger_ended.count,
    )
    return installation


@operation
def note_backup_proved(
    installation: Installation, manifest: Manifest, *, digest: str, by: Actor, at: datetime
) -> Installation:
    """Leave a line that says a backup was restored elsewhere, its ledger whole, and of which day
    the backup is: an old one proves little.
    """
    record(
        BackupEvent.PROVED,
        about=installation,
        by=by,
        at=at,
        manifest=digest,
        made_on=day_of(manifest.made_at),
        lines=manifest.ledger_ended.count,
    )
    return installation


@operation
def note_backup_failed(installation: Installation, *, by: Actor, at: datetime) -> Installation:
    """Leave a line that says a backup could not be restored elsewhere, whatever the reason."""
    record(BackupEvent.FAILED, about=installation, by=by, at=at)
    return installation


@contextmanager
def opened_backup(file: Path) -> Iterator["Backup"]:
    """Open an archive and check every byte that it promises. Raises BrokenBackup."""
    try:
        archive = tarfile.open(file, mode="r:")  # noqa: SIM115 - closed below, once it is one
    except tarfile.TarError as error:
        raise BrokenBackup(f"{file} is no archive: {error}") from error
    with archive:
        backup = Backup(archive)
        backup.check()
        yield backup


class Backup:
    """An archive that somebody wants to restore."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self.archive = archive
        self.found = self._list()
        self.manifest = self._manifest()

    def check(self) -> None:
        """Compare all with the manifest. Raises BrokenBackup, naming the first at fault."""
        promised = {*self.manifest.members, MANIFEST, SEAL}
        if strange := sorted(promised ^ set(self.found)):
            raise BrokenBackup(f"{strange[0]} is missing, or is not in the manifest")
        if self.manifest.database not in self.manifest.members or "/" in self.manifest.database:
            raise BrokenBackup("It holds no database")
        for name, member in self.manifest.members.items():
            if name != self.manifest.database and not _stays_among_the_files(name):
                raise BrokenBackup(f"{name!r} is no name for a file in a backup")
            if _digest(self._open(name)) != member.sha256:
                raise BrokenBackup(f"{name} is not what was written")

    @property
    def digest(self) -> str:
        """The digest of its manifest, by which the ledger knows it."""
        return sha256(self._open(MANIFEST).read()).hexdigest()

    def write_database(self, folder: Path) -> Path:
        """Write the database's copy into a folder."""
        return self._write(self.manifest.database, folder / self.manifest.database)

    def write_files(self, folder: Path) -> None:
        """Write the files into a folder."""
        for name in self.manifest.members:
            if name != self.manifest.database:
                self._write(name, folder / PurePosixPath(name).relative_to(FILES))

    def _list(self) -> dict[str, tarfile.TarInfo]:
        try:
            members = self.archive.getmembers()
        except tarfile.TarError as error:
            raise BrokenBackup(f"It cannot be read: {error}") from error
        return {member.name: member for member in members if member.isreg()}

    def _manifest(self) -> Manifest:
        if MANIFEST not in self.found or SEAL not in self.found:
            raise BrokenBackup("It holds no manifest: it is no backup, or was cut short")
        whole = self._open(MANIFEST).read()
        if self._open(SEAL).read().decode(errors="replace") != sha256(whole).hexdigest():
            raise BrokenBackup("The manifest is not what was written")
        try:
            return msgspec.json.decode(whole, type=Manifest)
        except msgspec.MsgspecError as error:
            raise BrokenBackup(f"This version of Almoner cannot read it: {error}") from error

    def _open(self, name: str) -> IO[bytes]:
        stream = self.archive.extractfile(self.found[name])
        assert stream is not None  # only regular files are listed
        return stream

    def _write(self, name: str, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target:
            for chunk in _chunks(self._open(name)):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        return path


def _stays_among_the_files(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == FILES and len(path.parts) > 1 and ".." not in path.parts


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    try:
        while chunk := stream.read(CHUNK):
            yield chunk
    except tarfile.TarError as error:
        raise BrokenBackup(f"It is cut short: {error}") from error


def _digest(stream: IO[bytes]) -> str:
    whole: Any = sha256()
    for chunk in _chunks(stream):
        whole.update(chunk)
    return str(whole.hexdigest())

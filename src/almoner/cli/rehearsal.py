"""Whether a backup can be restored: it is, by the same program, into a house to throw away."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import DatabaseError, connection
from django.utils.timezone import now

import almoner
from almoner.core.actors import Actor
from almoner.core.backups import (
    UNFINISHED,
    BrokenBackup,
    Manifest,
    note_backup_failed,
    note_backup_proved,
    opened_backup,
)
from almoner.core.models import Event, Installation

from .refusals import Refusal

SOURCE = Path(almoner.__file__).parents[1]


def rehearse(file: Path, *, by: Actor) -> Manifest:
    """Restore a backup elsewhere, its ledger walked to the end, and leave a line that says whether
    that could be done. Raises Refusal, which says why not.
    """
    installation = Installation.objects.get()
    try:
        manifest, digest = _promised(file)
        _restored(file)
    except (Refusal, BrokenBackup, OSError) as error:
        note_backup_failed(installation, by=by, at=now())
        raise Refusal(f"{file} was not shown to restore. {error}") from error
    note_backup_proved(installation, manifest, digest=digest, by=by, at=now())
    return manifest


def _promised(file: Path) -> tuple[Manifest, str]:
    """What an archive promises, once every byte of it was checked, if its ledger is ours."""
    with opened_backup(file) as backup:
        manifest, digest = backup.manifest, backup.digest
    ended = manifest.ledger_ended
    if ended.count and not Event.objects.filter(number=ended.count, hash=ended.head).exists():
        raise Refusal("Its ledger is not the beginning of this one: it is of another house.")
    return manifest, digest


def _restored(file: Path) -> None:
    # By the prefix, the next backup sweeps away what is left of one that was killed.
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=file.absolute().parent) as folder:
        home = Path(folder)
        with _scratch_database(home) as url:
            elsewhere = {
                **os.environ,
                "ALMONER_HOME": folder,
                "ALMONER_FILES": str(home / "files"),
                "DATABASE_URL": url,
                "PYTHONPATH": os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")]),
            }
            words = [sys.executable, "-m", "almoner.cli", "restore", str(file.absolute())]
            done = subprocess.run(  # noqa: S603 - no shell, and the words are ours
                words, env=elsewhere, capture_output=True, text=True, check=False
            )
    # A restore that misses files ends well, and complains: this asks for one without complaint.
    if done.returncode or done.stderr.strip():
        raise Refusal(done.stderr.strip() or "The restore failed, and did not say why.")


@contextmanager
def _scratch_database(home: Path) -> Iterator[str]:
    """The address of an empty database of the engine in use, dropped afterwards."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{home / 'almoner.sqlite3'}"
        return
    name = f"almoner_rehearsal_{os.getpid()}"
    try:
        _ask(f"CREATE DATABASE {name}")
    except DatabaseError as error:
        raise Refusal(
            f"No database to try it in could be made ({str(error).strip()})."
            " Let the role that Almoner uses make databases: ALTER ROLE … CREATEDB."
        ) from error
    try:
        yield _address_of(name)
    finally:
        _ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _address_of(name: str) -> str:
    given = connection.settings_dict
    user = quote(given["USER"], safe="")
    if given["PASSWORD"]:
        user += ":" + quote(given["PASSWORD"], safe="")
    port = f":{given['PORT']}" if given["PORT"] else ""
    said = {key: value for key, value in given["OPTIONS"].items() if isinstance(value, str)}
    options = f"?{urlencode(said)}" if said else ""
    return f"postgresql://{user}@{quote(given['HOST'], safe='')}{port}/{name}{options}"


def _ask(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)

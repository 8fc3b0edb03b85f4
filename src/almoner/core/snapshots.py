"""The whole database as a file: taken while everybody works, and put back in one transaction."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from .ledger import START, Checkpoint

LAST_LINE = "SELECT number, hash FROM core_event ORDER BY number DESC LIMIT 1"
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
# Whoever knows a session's key is signed in, so a copy of the database holds none.
DOORS = ("django_session", "usersessions_usersession")
DEBIAN = Path("/usr/lib/postgresql")  # where each version has a folder
# People at work hold locks; rather than keep them all waiting behind us, give up.
EMPTY_SCHEMA = b"SET lock_timeout = '10s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"


class SnapshotFailed(Exception):
    """The database could not be copied out or put back."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The database as it stood at one moment, and where its ledger ended then."""

    file: Path
    checkpoint: Checkpoint
    migrations: list[tuple[str, str]]


def take_snapshot(folder: Path) -> Snapshot:
    """Copy the database into a file in the folder. Nobody has to stop. Raises SnapshotFailed."""
    if connection.vendor == "sqlite":
        return _copy_of_sqlite(folder / "database.sqlite3")
    return _dump_of_postgresql(folder / "database.dump")


def put_back(file: Path) -> None:
    """Make the database what the file says: all of it or, on SnapshotFailed, nothing."""
    connection.close()
    if connection.vendor == "sqlite":
        _copy_into_sqlite(file)
    else:
        _restore_postgresql(file)


def _copy_of_sqlite(file: Path) -> Snapshot:
    # In one step: a copy made in several begins again whenever somebody writes.
    with _sqlite(connection.settings_dict["NAME"]) as live, _sqlite(file) as copy:
        live.backup(copy)
        _shut_doors(copy)
        return _described(file, copy)


def _shut_doors(copy: sqlite3.Connection) -> None:
    copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing left in a log beside it
    copy.execute("PRAGMA secure_delete=ON")  # or the deleted bytes would stay where they were
    for table in DOORS:
        copy.execute(f"DELETE FROM {table}")  # noqa: S608 - one of ours
    copy.commit()
    copy.execute("VACUUM")  # and those deleted before the copy was made go now


def _copy_into_sqlite(file: Path) -> None:
    # SQLite's own copying, not a file put in place of another: a write-ahead log that a running
    # server left behind would otherwise be read into the wrong database.
    with _sqlite(file) as kept, _sqlite(connection.settings_dict["NAME"]) as live:
        try:
            kept.backup(live)
        except sqlite3.Error as error:
            raise SnapshotFailed(f"SQLite: {error}") from error


def _sqlite(file: Path | str) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(file, timeout=20))


def _dump_of_postgresql(file: Path) -> Snapshot:
    program, (where, secrets) = _program("pg_dump"), _whereabouts()
    raw = connection.get_new_connection(connection.get_connection_params())
    with closing(raw):
        raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # The dump, the checkpoint and the list of migrations are of one and the same moment.
        (moment,) = raw.execute("SELECT pg_export_snapshot()").fetchone()
        shut = [f"--exclude-table-data={table}" for table in DOORS]
        words = ["--format=custom", f"--snapshot={moment}", f"--file={file}", *shut, *where]
        done = subprocess.run(  # noqa: S603 - no shell, and the words are ours
            [program, *words], env=secrets, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SnapshotFailed(done.stderr.strip())
        return _described(file, raw)


def _described(file: Path, database: Any) -> Snapshot:
    last = database.execute(LAST_LINE).fetchone()
    migrations = database.execute(MIGRATIONS).fetchall()
    return Snapshot(file, Checkpoint(*last) if last else START, migrations)


def _restore_postgresql(file: Path) -> None:
    """Empty the database and fill it from a dump, in one transaction.

    It is committed only once the whole dump has been read: `pg_restore --clean` would fail on
    tables that the dump has never heard of, as after a migration that went wrong.
    """
    where, secrets = _whereabouts()
    words = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", *where]
    with (
        _running([_program("psql"), *words], secrets, stdin=subprocess.PIPE) as psql,
        _running([_program("pg_restore"), "--no-owner", "--file=-", str(file)]) as reader,
    ):
        _pour(reader, psql)
        if psql.wait():
            raise SnapshotFailed(_complaint(psql))


def _pour(reader: "subprocess.Popen[bytes]", psql: "subprocess.Popen[bytes]") -> None:
    assert reader.stdout
    assert psql.stdin
    try:
        psql.stdin.write(b"BEGIN;\n" + EMPTY_SCHEMA)
        shutil.copyfileobj(reader.stdout, psql.stdin)
        if reader.wait():
            psql.kill()
            raise SnapshotFailed(_complaint(reader))
        psql.stdin.write(b"\nCOMMIT;\n")
        psql.stdin.close()
    except BrokenPipeError as error:  # psql gave up, and says why
        reader.kill()
        raise SnapshotFailed(_complaint(psql)) from error


@contextmanager
def _running(
    words: list[str], environment: dict[str, str] | None = None, *, stdin: int = subprocess.DEVNULL
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program that is never left behind."""
    process = subprocess.Popen(  # noqa: S603 - no shell, and the words are ours
        words, env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        for stream in (process.stdin, process.stdout, process.stderr):
            _close(stream)
        process.wait()


def _close(stream: IO[bytes] | None) -> None:
    try:
        if stream:
            stream.close()
    except BrokenPipeError:
        return


def _complaint(process: "subprocess.Popen[bytes]") -> str:
    assert process.stderr
    return process.stderr.read().decode(errors="replace").strip() or f"{process.args!r} failed"


def _whereabouts() -> tuple[list[str], dict[str, str]]:
    """Where the database is, as words for PostgreSQL's programs; passwords go by environment."""
    settings = connection.settings_dict
    words, secrets = DatabaseClient.settings_to_cmd_args_env(settings, [])
    name = words[-1]
    return [*words[1:-1], f"--dbname={name}"], {**os.environ, **(secrets or {})}


def _program(name: str) -> str:
    """Find one of PostgreSQL's programs. Raises SnapshotFailed."""
    installed = sorted(DEBIAN.glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(installed[-1]) if installed else "")
    if not found:
        raise SnapshotFailed(
            f"{name} is not installed. It comes with PostgreSQL's client programs, which must be"
            " at least as new as the server."
        )
    return found

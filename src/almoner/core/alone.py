"""What one process does at a time, and another may do the moment that process ends or is killed.

The lock is the operating system's or the database session's, so it cannot outlive its holder, and
nobody has to guess from silence whether somebody is dead.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock

from django.db import connection

# A database session may take its own lock twice, so this process keeps count for itself.
_inside: set[str] = set()
_here = Lock()


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Give True while nobody else is doing what has this name; False, at once, if somebody is.

    Whoever is inside already is somebody, too.
    """
    with _here:
        is_taken = name in _inside
        _inside.add(name)
    if is_taken:
        yield False
        return
    lock = _with_file if connection.vendor == "sqlite" else _with_session
    try:
        with lock(name) as is_ours:
            yield is_ours
    finally:
        _inside.discard(name)


@contextmanager
def _with_file(name: str) -> Iterator[bool]:
    database = Path(connection.settings_dict["NAME"])
    with database.with_name(f"{database.name}.{name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True  # closing the file, as the end of a process does, gives the lock up


@contextmanager
def _with_session(name: str) -> Iterator[bool]:
    key = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours and connection.connection and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])

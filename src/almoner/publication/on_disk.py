"""A scratch table on the disk, so that comparing many rows takes no memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

CACHE = 8_000  # kilobytes; what is beyond goes to a file that nobody else sees


@contextmanager
def scratch(table: str) -> Iterator[sqlite3.Connection]:
    """An empty table that is gone afterwards."""
    connection = sqlite3.connect("", isolation_level=None)
    try:
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE}"):
            connection.execute(f"PRAGMA {setting}")
        connection.executescript(table)
        connection.execute("BEGIN")
        yield connection
    finally:
        connection.close()

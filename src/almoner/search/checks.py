"""Whether the database still keeps its index of words by itself."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

TRIGGERS = {"search_entry_added", "search_entry_removed", "search_entry_changed"}


def the_index_keeps_up(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Find the triggers that the index has lost. SQLite sheds them when it remakes a table."""
    return [
        Error(f"{name} is missing from {alias}", hint="Apply it in a migration.", id="search.E001")
        for alias in databases or []
        for name in sorted(missing_triggers(alias))
    ]


def missing_triggers(alias: str) -> set[str]:
    connection = connections[alias]
    if connection.vendor != "sqlite":
        return set()
    with connection.cursor() as cursor:
        if "search_entry" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return TRIGGERS - {name for (name,) in cursor.fetchall()}

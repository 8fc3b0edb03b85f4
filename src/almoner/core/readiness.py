"""Whether the house can do its work: its database, its tables, its room on the disk."""

import shutil
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from .leases import live_leases

ROOM_NEEDED = 100 * 2**20


def is_database_reachable() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def is_migrated() -> bool:
    """Whether every migration that this program knows was applied."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return _known_migrations() <= applied


@cache
def _known_migrations() -> set[tuple[str, str]]:
    """Every migration in the program's own files, but for those that others replaced."""
    on_disk = MigrationLoader(None).disk_migrations
    replaced = {old for migration in on_disk.values() for old in migration.replaces}
    return set(on_disk) - replaced


def has_room(folder: Path) -> bool:
    """Whether there is room left where files go."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(existing).free > ROOM_NEEDED


def is_worker_alive(*, at: datetime) -> bool:
    """Whether anyone does the background work at this moment."""
    return live_leases(at=at).filter(name__startswith="worker:").exists()

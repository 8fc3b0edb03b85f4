"""Where a demonstration stands: a database of its own, which it may throw away again."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from almoner.accounts.models import User
from almoner.cli.refusals import Refusal
from almoner.core.models import Event, Installation

BODY = "Wexmoor Office for Policing and Crime"


@contextmanager
def unfinished() -> Iterator[None]:
    """Mark the demonstration as half told meanwhile, for whoever finds it after a power cut."""
    mark().parent.mkdir(parents=True, exist_ok=True)
    mark().touch()
    yield
    mark().unlink()


def is_half_told() -> bool:
    return mark().exists()


def mark() -> Path:
    return Path(settings.HOME) / "demonstration-half-told"


def is_demonstration() -> bool:
    return Installation.objects.filter(is_demonstration=True).exists()


def call_it_by_its_name() -> None:
    """Where nobody set a name, a demonstration's body has its own."""
    if not settings.IS_NAMED and is_demonstration():
        settings.BODY_NAME = BODY


def is_taken() -> bool:
    """Whether anything has been done in this database."""
    tables = (Installation, Event, User)
    return any(model._default_manager.exists() for model in tables)


def clear_ground() -> None:
    """Throw a demonstration's own database and files away. Raises Refusal for any other."""
    if Installation._meta.db_table not in connection.introspection.table_names():
        return
    if not is_demonstration():
        if is_taken():
            raise Refusal("This database is no demonstration's, so it stays as it is.")
        return
    if connection.vendor != "sqlite":
        raise Refusal("Only the embedded database is thrown away: make a new one, and name it.")
    database = Path(connection.settings_dict["NAME"])
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    database.touch(mode=0o600)
    shutil.rmtree(settings.FILES, ignore_errors=True)

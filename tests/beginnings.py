"""How a database of the tests begins: as a copy of one that the migrations made (ADR 0051)."""

import shutil
from pathlib import Path

from django.db import connection

from tools import empty_databases
from tools.with_postgres import binaries


def begin_as_copy():
    """Before Django makes the tests' own database, which then finds nothing left to migrate."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        copy_to(Path(given["TEST"]["NAME"]))
    elif template := template_in(given):
        given["TEST"]["TEMPLATE"] = template


def throw_away():
    """What Django keeps because it was told to keep what it found."""
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{end}").unlink(missing_ok=True)


def copy_to(file):
    shutil.copyfile(empty_databases.on_sqlite(), file)


def template_in(given):
    """A database of this cluster to copy, if the cluster is of this machine's own PostgreSQL."""
    is_ours = binaries() and given["HOST"].startswith("/")
    return empty_databases.in_cluster(given["HOST"], given["USER"]) if is_ours else None

"""`almoner backup`: everything but the secrets, in one archive."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from almoner.core.actors import OPERATOR
from almoner.core.backups import note_backup, write_backup
from almoner.core.models import Installation
from almoner.core.snapshots import SnapshotFailed

from .refusals import Refusal


def add_arguments(parser: ArgumentParser) -> None:
    parser.description = (
        f"{parser.description} The secret key and other secrets never go in: keep them apart."
    )
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FILE.tar",
        help="the archive to make (default: a new one under ALMONER_HOME, in backups)",
    )


def run(given: Namespace) -> None:
    at = now()
    installation = Installation.objects.get()
    file = given.to or settings.HOME / "backups" / f"almoner-{at:%Y%m%dT%H%M%SZ}.tar"
    try:
        manifest, digest = write_backup(file, files=settings.FILES, vendor=connection.vendor, at=at)
    except SnapshotFailed as error:
        raise Refusal(f"No backup was made. {error}") from error
    note_backup(installation, manifest, digest=digest, by=OPERATOR, at=at)
    print(
        f"{file}: the database and {len(manifest.members) - 1} files;"
        f" the ledger ends at {manifest.checkpoint}"
    )

"""`almoner backup`: everything but the secrets, in one archive."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from almoner.accounts.policies import may_make_backup
from almoner.core.actors import OPERATOR, Actor
from almoner.core.backups import note_backup, write_backup
from almoner.core.models import Installation
from almoner.core.moments import day_of
from almoner.core.snapshots import SnapshotFailed
from almoner.core.verdicts import require

from .people import acting_or_operator, person_named
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

    acting_or_operator(parser)


def run(given: Namespace) -> None:
    at = now()
    by = backing_up(given.acting_as, at=at)
    installation = Installation.objects.get()
    file = given.to or settings.HOME / "backups" / f"almoner-{at:%Y%m%dT%H%M%SZ}.tar"
    try:
        manifest, digest = write_backup(file, files=settings.FILES, vendor=connection.vendor, at=at)
    except SnapshotFailed as error:
        raise Refusal(f"No backup was made. {error}") from error
    note_backup(installation, manifest, digest=digest, by=by, at=at)
    print(
        f"{file}: the database and {len(manifest.members) - 1} files;"
        f" the ledger ends at {manifest.checkpoint}"
    )


def backing_up(username: str | None, *, at: datetime) -> Actor:
    """Who makes the backup. Raises Misuse, or PermissionDenied with the policy's reason."""
    if username is None:
        return OPERATOR
    person = person_named(username)
    require(may_make_backup(person, on=day_of(at)))
    return person

"""`almoner backup`: everything but the secrets, in one archive; and whether it can be restored."""

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
from .refusals import Misuse, Refusal
from .rehearsal import rehearse

NEW = Path()  # --check without a file


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

    parser.add_argument(
        "--check",
        nargs="?",
        type=Path,
        const=NEW,
        metavar="FILE.tar",
        help="restore it into a database to throw away, and say whether its ledger is whole;"
        " with a file, make no new backup and check that one",
    )
    acting_or_operator(parser)


def run(given: Namespace) -> None:
    at = now()
    by = backing_up(given.acting_as, at=at)
    if given.check and given.check != NEW:
        if given.to:
            raise Misuse("Say --to for a new backup, or --check FILE.tar for one that is there.")
        check(given.check, by=by)
        return
    file = given.to or settings.HOME / "backups" / f"almoner-{at:%Y%m%dT%H%M%SZ}.tar"
    make(file, by=by, at=at)
    if given.check:
        check(file, by=by)


def make(file: Path, *, by: Actor, at: datetime) -> None:
    installation = Installation.objects.get()
    try:
        manifest, digest = write_backup(file, files=settings.FILES, vendor=connection.vendor, at=at)
    except SnapshotFailed as error:
        raise Refusal(f"No backup was made. {error}") from error
    note_backup(installation, manifest, digest=digest, by=by, at=at)
    print(
        f"{file}: the database and {len(manifest.members) - 1} files;"
        f" the ledger ends at {manifest.checkpoint}"
    )


def check(file: Path, *, by: Actor) -> None:
    manifest = rehearse(file, by=by)
    print(f"{file} was restored elsewhere: its ledger is whole, to {manifest.checkpoint}")


def backing_up(username: str | None, *, at: datetime) -> Actor:
    """Who makes the backup. Raises Misuse, or PermissionDenied with the policy's reason."""
    if username is None:
        return OPERATOR
    person = person_named(username)
    require(may_make_backup(person, on=day_of(at)))
    return person

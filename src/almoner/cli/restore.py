"""`almoner restore`: everything as a backup holds it, or nothing changed."""

import shutil
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils.timezone import localtime

from almoner.accounts.models import User
from almoner.core.backups import Backup, BrokenBackup, Manifest, opened_backup
from almoner.core.ledger import BrokenLedger, verify
from almoner.core.snapshots import SnapshotFailed, put_back
from almoner.documents.queries import unsound_files

from .migrate import check_the_seals, make_tables
from .refusals import Misuse, Refusal

RESTORING = ".restoring."  # a folder that `web.checks` knows, too
WORD = "replace"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.tar", help="the backup to restore")
    parser.add_argument(
        "--replace", action="store_true", help="even though people are in this database already"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before replacing them")


def run(given: Namespace) -> None:
    try:
        with opened_backup(given.file) as backup:
            refuse_unless_it_fits(backup.manifest)
            refuse_unless_meant(replace=given.replace, is_confirmed=given.yes)
            put_everything_back(backup)
            prove(backup.manifest)
    except BrokenBackup as error:
        raise Refusal(f"{given.file} was not restored. {error}.") from error
    except SnapshotFailed as error:
        raise Refusal(f"Nothing was changed. {error}") from error


def refuse_unless_it_fits(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise Refusal(
            f"The backup is of {manifest.vendor}, and this installation keeps {connection.vendor}."
            " Set DATABASE_URL to match."
        )
    known = set(MigrationLoader(None).disk_migrations)
    ours = {app for app, _ in known}
    if strange := [m for m in manifest.migrations if m[0] in ours and m not in known]:
        raise Refusal(f"A newer Almoner made the backup: {'.'.join(strange[0])} is unknown here.")


def refuse_unless_meant(*, replace: bool, is_confirmed: bool) -> None:
    if not holds_people():
        return
    if not replace:
        raise Refusal("People are in this database. Say --replace to put the backup in its place.")
    if is_confirmed:
        return
    if not sys.stdin.isatty():
        raise Misuse("Nobody is there to confirm it. Say --yes with --replace.")
    if input(f"Everything here will be lost. Type '{WORD}' to go on: ").strip() != WORD:
        raise Refusal("Nothing was changed.")


def holds_people() -> bool:
    """Whether the database has anyone in it; one without tables has not."""
    with suppress(DatabaseError):
        return User.objects.exists()
    return False


def put_everything_back(backup: Backup) -> None:
    """Write it all beside what is there, and only then put it in its place."""
    files = Path(settings.FILES)
    files.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=RESTORING, dir=files.parent) as folder:
        arrived, replaced = Path(folder) / "arrived", Path(folder) / "replaced"
        arrived.mkdir()
        backup.write_files(arrived)
        put_back(backup.write_database(Path(folder)))
        with suppress(FileNotFoundError):
            files.rename(replaced)
        shutil.move(arrived, files)
    for left in files.parent.glob(f"{RESTORING}*"):  # by one that was killed, and is now done again
        shutil.rmtree(left, ignore_errors=True)


def prove(manifest: Manifest) -> None:
    """Check that the ledger came back whole and that the seals hold."""
    make_tables()
    check_the_seals()
    try:
        reached = verify(since=manifest.ledger_ended)
    except BrokenLedger as broken:
        raise Refusal(f"It was restored, but its ledger is broken. {broken}.") from broken
    if missing := [str(file) for file in unsound_files()]:
        # One that was taken down for good while the backup was made is listed too.
        sys.stderr.write(f"These files are not as they were sent: {', '.join(missing)}.\n")
    print(
        f"Restored as it was on {localtime(manifest.made_at):%-d %B %Y at %H:%M}:"
        f" {len(manifest.members) - 1} files; the ledger ends at {reached}"
    )

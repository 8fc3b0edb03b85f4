"""`almoner verify-ledger`: walk the whole chain."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection

from almoner.core.checks import missing_seals
from almoner.core.ledger import START, BrokenLedger, Checkpoint, verify
from almoner.core.models import Event

from .refusals import LACKS_TABLES, Misuse, Refusal


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--checkpoint",
        type=Path,
        metavar="FILE",
        help="a checkpoint kept earlier: finds a tail that was cut off since",
    )
    parser.add_argument(
        "--save", type=Path, metavar="FILE", help="keep the new checkpoint in this file"
    )


def run(given: Namespace) -> None:
    since = kept_in(given.checkpoint) if given.checkpoint else START
    if Event._meta.db_table not in connection.introspection.table_names():
        raise Refusal(LACKS_TABLES)
    try:
        reached = verify(since=since)
    except BrokenLedger as broken:
        raise Refusal(str(broken)) from broken
    if given.save:
        given.save.write_text(f"{reached}\n", encoding="utf-8")
    sys.stderr.write(f"The ledger is intact, as far as line {reached.count}.\n")
    if lifted := [seal.name for seal in missing_seals(DEFAULT_DB_ALIAS)]:
        sys.stderr.write(
            f"But the database no longer refuses changes: {', '.join(lifted)} missing."
            " Find out who lifted them, and restore a backup or apply them again.\n"
        )
    print(reached)


def kept_in(file: Path) -> Checkpoint:
    """Read a checkpoint file."""
    try:
        # Some editors mark a text with three bytes before it; what is no text is no checkpoint.
        return Checkpoint.parse(file.read_bytes().decode("utf-8-sig", errors="replace"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Misuse(f"{file} holds no checkpoint: {why}.") from error

"""`almoner import`: read a file of a register in, show how it goes, and say what came of it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate, now
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from almoner.core.batches import BatchInProgress
from almoner.opendata.spend import Tally, UnreadableFile
from almoner.registers.operations import (
    AlreadyImported,
    ImportFailed,
    SpendImport,
    import_spend,
)
from almoner.registers.queries import rejected_rows_of

from .days import day
from .people import acting, person_named
from .refusals import Refusal

SHOWN = 10


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV file with a row of headings")
    parser.add_argument("--register", required=True, choices=["spend"], help="what it is a file of")
    parser.add_argument(
        "--known-from",
        type=day,
        metavar="DAY",
        help="the day from which these facts were known, such as 2026-03-04 (default: today)",
    )
    parser.add_argument(
        "--publisher",
        metavar="NAME",
        default=settings.BODY_NAME if settings.IS_NAMED else "",
        help="who paid, where the file does not say (default: ALMONER_BODY, or else not recorded)",
    )
    acting(parser)


def run(given: Namespace) -> None:
    person = person_named(given.acting_as)
    try:
        with progress() as show:
            done = import_spend(
                given.file,
                publisher=given.publisher,
                known_from=given.known_from or localdate(),
                by=person,
                at=now(),
                progress=show,
            )
    except (BatchInProgress, UnreadableFile, AlreadyImported, ImportFailed) as failure:
        raise Refusal(str(failure)) from failure
    say(done, given.publisher)


@contextmanager
def progress() -> Iterator[Callable[[Tally], None]]:
    """Show the rows go by, where somebody watches."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Reading")
        yield lambda tally: bar.update(
            task, description=f"{tally.read:,} rows, {pounds(tally.total)}"
        )


def say(done: SpendImport, publisher: str) -> None:
    tally, console = done.file.tally, Console(soft_wrap=True)
    table = Table(box=None, show_header=False)
    table.add_row("Batch", str(done.imported))
    table.add_row("Paid by, where it does not say", publisher or "not recorded")
    table.add_row("Rows accepted", f"{tally.accepted:,}")
    table.add_row("Rows rejected", f"{tally.rejected:,}")
    table.add_row("Blank rows", f"{tally.blank:,}")
    table.add_row("Total", pounds(tally.total))
    table.add_row("Organisations new", f"{done.organisations_begun:,}")
    table.add_row("Organisations met before", f"{done.organisations_met:,}")
    if done.file.ignored:
        table.add_row("Columns not read", ", ".join(done.file.ignored))
    console.print(table, highlight=False, markup=False)
    for row in rejected_rows_of(done.imported.batch)[:SHOWN]:
        print(f"Row {row.row_number}: {row.explanation} {row.remedy}")
    if tally.rejected > SHOWN:
        print(f"… and {tally.rejected - SHOWN:,} more rejected rows, kept with their reasons.")


def pounds(amount: Decimal) -> str:
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"

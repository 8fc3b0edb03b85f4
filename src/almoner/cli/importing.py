"""`almoner import`: read a file of a register in, show how it goes, and say what came of it."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, now
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from almoner.agreements.models import Agreement
from almoner.agreements.queries import history_of
from almoner.core.batches import BatchInProgress
from almoner.opendata.dictionaries import shipped
from almoner.opendata.mappings import UnreadableMapping, read_mapping
from almoner.opendata.safety import CHECKS
from almoner.opendata.sources import UnreadableFile
from almoner.registers.files import RegisterFile, Tally
from almoner.registers.kinds import Register
from almoner.registers.models import DoubtfulMatch
from almoner.registers.operations import (
    AlreadyImported,
    Figures,
    Import,
    ImportFailed,
    Preview,
    import_file,
    preview_import,
)
from almoner.registers.queries import doubtful_matches_of, rejected_rows_of

from .people import acting, person_named
from .refusals import Misuse, Refusal
from .screen import on_screen, pounds

SHOWN = 10
EXPECTED = (BatchInProgress, UnreadableFile, AlreadyImported, ImportFailed)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a CSV file, a workbook or a JSON file"
    )
    parser.add_argument(
        "--register", required=True, choices=Register.values, help="what it is a file of"
    )
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
        help="whose register it is, and who paid where the file does not say (default:"
        " ALMONER_BODY, or else not recorded)",
    )
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="MAPPING",
        help="what the columns mean: a file that `almoner read --save-mapping` wrote",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only say what it would do, and keep nothing"
    )
    acting(parser)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day: write 2026-03-04") from error


def run(given: Namespace) -> None:
    asked: dict[str, Any] = {
        "register": Register(given.register),
        "publisher": given.publisher,
        "known_from": given.known_from or localdate(),
        "by": person_named(given.acting_as),
        "at": now(),
        "mapping": mapping_in(given.mapping),
    }
    try:
        if given.dry_run:
            say(preview_import(given.file, **asked), given.publisher)
            return
        with progress() as show:
            done = import_file(given.file, progress=show, **asked)
    except EXPECTED as failure:
        raise Refusal(str(failure)) from failure
    say(done, given.publisher)


def mapping_in(path: Path | None) -> Any:
    if path is None:
        return None
    try:
        return read_mapping(path, shipped())
    except UnreadableMapping as error:
        raise Misuse(str(error)) from error


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


def say(done: Preview, publisher: str) -> None:
    table = Table(box=None, show_header=False)
    for words, figure in _lines(done, publisher):
        table.add_row(words, on_screen(figure))
    Console(soft_wrap=True).print(table, highlight=False, markup=False)
    for passed in done.file.passed_over:
        print(on_screen(f"“{passed.sheet}” is not read: {passed.why}."))
    _say_held(done)
    if isinstance(done, Import):
        _say_rejected(done)
        _say_doubts(done)
    _say_missing(done)


def _lines(done: Preview, publisher: str) -> Iterator[tuple[str, str]]:
    file, tally = done.file, done.file.tally
    is_spend = file.register == Register.SPEND
    yield "Batch", str(done.imported) if isinstance(done, Import) else "none: this was a dry run"
    whose = "Paid by, where it does not say" if is_spend else "Whose register"
    yield whose, publisher or "not recorded"
    yield "Rows accepted", f"{tally.accepted:,}"
    yield "Of them repaired", f"{tally.repaired:,}"
    yield "Rows rejected", f"{tally.rejected:,}"
    yield "Blank rows", f"{tally.blank:,}"
    if done.held.count:
        yield "Rows held", f"{done.held.count:,}"
    yield "Total", pounds(tally.total)
    if not is_spend or done.figures != Figures():
        yield "New", f"{done.figures.new:,}"
        yield "Changed", f"{done.figures.changed:,}"
        yield "The same", f"{done.figures.same:,}"
        yield "Missing from the file", f"{done.figures.missing:,}"
    if isinstance(done, Import):
        yield "Organisations new", f"{done.organisations_begun:,}"
        yield "Organisations met before", f"{done.organisations_met:,}"
    yield from _columns(file)


def _columns(file: RegisterFile) -> Iterator[tuple[str, str]]:
    if file.columns_not_read:
        yield "Columns not read", ", ".join(file.columns_not_read)
    if file.columns_not_kept:
        yield "Columns not kept", ", ".join(file.columns_not_kept)


def _say_held(done: Preview) -> None:
    """Say why rows are held, and where the first of them stand. The words stay in the file."""
    for code, rows in done.held.by_check.most_common():
        print(on_screen(f"Held: {CHECKS[code].why} ({code}, {rows:,})"))
    for sheet, number, codes in done.held.first[:SHOWN]:
        print(on_screen(f"{_place(sheet, number)} is held: {', '.join(codes)}"))
    if done.held.count > SHOWN:
        print(f"… and {done.held.count - SHOWN:,} more rows that are held.")
    if done.held.count:
        print("They are not public until somebody other than whoever imports them has judged them.")


def _say_rejected(done: Import) -> None:
    for row in rejected_rows_of(done.imported.batch)[:SHOWN]:
        said = f"{_place(row.sheet, row.row_number)}: {row.explanation} {row.remedy}"
        print(on_screen(said))
    if done.file.tally.rejected > SHOWN:
        more = done.file.tally.rejected - SHOWN
        print(f"… and {more:,} more rejected rows, kept with their reasons.")


def _say_doubts(done: Import) -> None:
    for doubtful in doubtful_matches_of(done.imported.batch)[:SHOWN]:
        place = _place(doubtful.sheet, doubtful.row_number)
        print(on_screen(f"{place}: {_doubt(doubtful)}"))
    if done.doubts > SHOWN:
        print(f"… and {done.doubts - SHOWN:,} more rows of which it is in doubt whose they are.")


def _doubt(doubtful: DoubtfulMatch) -> str:
    given = f"It was taken for {doubtful.organisation.name} ({doubtful.organisation})"
    if doubtful.other is None:
        return f"{given}, of whom a register gives another number than the row does."
    return f"{given}; it may be {doubtful.other.name} ({doubtful.other}). Look at their numbers."


def _say_missing(done: Preview) -> None:
    """Name the first agreements that the file lacks. They stay as they were."""
    for agreement in Agreement.objects.filter(pk__in=done.missing[:SHOWN]).order_by("pk"):
        said = history_of(agreement).first()
        title = said.said.get("title") or said.organisation_name if said else ""
        print(on_screen(f"Missing: {agreement} {title}"))
    if len(done.missing) > SHOWN:
        print(f"… and {len(done.missing) - SHOWN:,} more that stay as they were.")


def _place(sheet: str, number: int) -> str:
    return f"{sheet}, row {number}" if sheet else f"Row {number}"

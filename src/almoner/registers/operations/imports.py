"""Reading a register's file in: staged in chunks that nobody sees, then live all at once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.actors import Actor
from almoner.core.batches import (
    CHUNK,
    delete_rows,
    discard_abandoned,
    discard_batch,
    make_live,
    open_batch,
    stage,
    staging_alone,
)
from almoner.core.ledger import record
from almoner.core.models import Batch
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.opendata.mappings import Mapping
from almoner.registers.events import IMPORTED
from almoner.registers.files import RegisterFile, Tally, kept
from almoner.registers.kinds import KINDS, Register
from almoner.registers.looking import HeldRows, Outlook
from almoner.registers.models import ImportedFile, MendedCell
from almoner.registers.policies import MAY_IMPORT
from almoner.registers.queries import live_batches, rejected_rows_of
from almoner.search.operations import open_gate

from .agreements import (
    AgreementIntake,
    Comparison,
    compare,
    index_agreements,
    index_what_was_held,
)
from .completing import AgreementCompletion, PaymentCompletion
from .intake import Figures, Intake
from .spend import SpendIntake, adding, figures_of

LONGEST_PUBLISHER = 200

Begin: TypeAlias = Callable[[Batch], Intake]
Progress: TypeAlias = Callable[[Tally], None]


class AlreadyImported(Exception):
    """The very same file is live already."""


class ImportFailed(Exception):
    """The file was read to its end, and what was read cannot be made live."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. `missing` are the keys of agreements that the file lacks, and
    `held` the rows that are not public until somebody has judged them.
    """

    file: RegisterFile
    figures: Figures
    missing: tuple[int, ...]
    held: HeldRows


@dataclass(frozen=True, slots=True)
class Import(Preview):
    """What an import did. `doubts` says of how many rows it was in doubt whose they are."""

    imported: ImportedFile
    organisations_begun: int
    organisations_met: int
    doubts: int


def import_file(
    path: Path,
    *,
    register: Register,
    publisher: str,
    known_from: date,
    by: User,
    at: datetime,
    mapping: Mapping | None = None,
    progress: Progress = lambda _tally: None,
) -> Import:
    """Read a file of a register in, and show what it says to everyone at once.

    Nobody sees a row, and nobody waits, until the last is staged. Whatever stops it leaves nothing
    to be seen. Raises PermissionDenied, UnreadableFile, AlreadyImported, BatchInProgress,
    ImportFailed, or ValidationError for a day to come or a publisher's name that cannot be.
    """
    file = RegisterFile(path, register, mapping)
    return import_register_file(
        file, publisher=publisher, known_from=known_from, by=by, at=at, progress=progress
    )


def import_register_file(
    file: RegisterFile,
    *,
    publisher: str,
    known_from: date,
    by: User,
    at: datetime,
    progress: Progress = lambda _tally: None,
) -> Import:
    """Read a file in, as somebody says that it is read. What `import_file` says holds here, too."""
    register = file.register
    require(MAY_IMPORT[register](by, on=day_of(at)))
    refuse_days_to_come(known_from, at)
    refuse_publisher(publisher)
    source = file.digest()
    refuse_twice(register, source)

    with importing_alone(by=by, at=at):
        comparison, begin = _prepared(file, publisher=publisher, known_from=known_from)
        batch = open_batch(kind=register, source_digest=source, at=at)
        try:
            intake = begin(batch)
            if mended := _mended(batch, file):
                stage(batch, mended, [])
            rows = file.rows()
            while chunk := list(islice(rows, CHUNK)):
                intake.stage(chunk)
                progress(file.tally)
            _check(intake, file)
            imported = put_import_live(
                batch,
                file=file,
                publisher=publisher,
                figures=intake.figures,
                known_from=known_from,
                by=by,
                at=at,
            )
        except BaseException:
            delete_rows(discard_batch(batch, by=by, at=at))
            raise
        if register in KINDS:
            index_agreements(KINDS[register], intake.changed_agreements())
    return Import(
        file,
        intake.figures,
        _keys_missing(comparison),
        intake.finder.held,
        imported,
        intake.matching.begun_count,
        intake.matching.met_count,
        intake.doubt_count,
    )


def preview_import(
    path: Path,
    *,
    register: Register,
    publisher: str,
    known_from: date,
    by: User,
    at: datetime,
    mapping: Mapping | None = None,
) -> Preview:
    """Read a file to its end and say what an import of it would do. Nothing is kept.

    Raises what `import_file` raises before it stages anything.
    """
    require(MAY_IMPORT[register](by, on=day_of(at)))
    refuse_days_to_come(known_from, at)
    refuse_publisher(publisher)
    file = RegisterFile(path, register, mapping)
    refuse_twice(register, file.digest())
    file.look()
    outlook = Outlook(register, publisher)
    if register not in KINDS:
        completion = PaymentCompletion(file, publisher=publisher, known_from=known_from)
        rows = file.rows()
        while chunk := list(islice(rows, CHUNK)):
            for row in adding(completion.rows(chunk)):
                outlook.look(row)
        return Preview(file, figures_of(completion), (), outlook.rows)
    comparison = compare(file, publisher=publisher, known_from=known_from, outlook=outlook)
    missing = _keys_missing(comparison)
    return Preview(file, comparison.figures, missing, outlook.rows)


@operation
def put_import_live(
    batch: Batch,
    *,
    file: RegisterFile,
    publisher: str,
    figures: Figures,
    known_from: date,
    by: User,
    at: datetime,
) -> ImportedFile:
    """Show everyone the rows of a staged batch, known from a day.

    Raises PermissionDenied, AlreadyImported or IllegalTransition.
    """
    register, tally = file.register, file.tally
    require(MAY_IMPORT[register](by, on=day_of(at)))
    refuse_twice(register, batch.source_digest)

    batch = make_live(batch, known_from=known_from)
    open_gate(batch.reference)
    index_what_was_held(batch)
    imported = ImportedFile.objects.create(
        batch=batch,
        file_name=file.name,
        publisher=publisher,
        accepted=tally.accepted,
        repaired=tally.repaired,
        rejected=tally.rejected,
        blank=tally.blank,
        total=tally.total,
        imported_by=by,
        **asdict(figures),
    )
    record(
        IMPORTED[register],
        about=batch,
        by=by,
        at=at,
        digest=batch.digest,
        source=batch.source_digest,
        rows=tally.accepted,
        rejected=tally.rejected,
        total=tally.total,
        known_from=known_from,
        **(asdict(figures) if register in KINDS else {}),
    )
    return imported


@contextmanager
def importing_alone(*, by: Actor, at: datetime) -> Iterator[None]:
    """Be the only one who imports or undoes anything meanwhile, and clear up after the dead.

    Of all registers at once, because each may begin the same organisations. Raises
    BatchInProgress.
    """
    with ExitStack() as stack:
        for register in Register:
            stack.enter_context(staging_alone(register))
        for register in Register:
            discard_abandoned(register, by=by, at=at)
        yield


def _prepared(
    file: RegisterFile, *, publisher: str, known_from: date
) -> tuple[Comparison | None, Begin]:
    """What a register needs to know of a whole file before it can stage a row."""
    file.look()
    if file.register not in KINDS:
        return None, partial(
            SpendIntake,
            completion=PaymentCompletion(file, publisher=publisher, known_from=known_from),
        )
    comparison = compare(file, publisher=publisher, known_from=known_from)
    kind = KINDS[file.register]
    completion = AgreementCompletion(file, publisher=publisher, known_from=known_from)
    return comparison, partial(
        AgreementIntake, completion=completion, kind=kind, comparison=comparison
    )


def _mended(batch: Batch, file: RegisterFile) -> list[MendedCell]:
    return [
        MendedCell(batch=batch, sheet=sheet, row_number=number, field=name, text=kept(text))
        for sheet, rows in file.mends.items()
        for number, texts in rows.items()
        for name, text in texts.items()
    ]


def _keys_missing(comparison: Comparison | None) -> tuple[int, ...]:
    return tuple(one.pk for one in comparison.missing) if comparison else ()


def refuse_days_to_come(known_from: date, at: datetime) -> None:
    if known_from > day_of(at):
        raise ValidationError(_("A register cannot be known from a day that has not come."))


def refuse_publisher(name: str) -> None:
    """Nobody need say whose register it is: it is then not recorded."""
    if not name.isprintable() or len(name) > LONGEST_PUBLISHER:
        raise ValidationError(
            _("The publisher's name is one line of no more than %(longest)d letters.")
            % {"longest": LONGEST_PUBLISHER}
        )


def refuse_twice(register: Register, source: str) -> None:
    if live := live_batches(register).filter(source_digest=source).first():
        raise AlreadyImported(
            _("This very file was imported before: its rows are live as %(batch)s.")
            % {"batch": live}
        )


def _check(intake: Intake, file: RegisterFile) -> None:
    """What was staged is what was read, of a file that stayed as it was. Raises ImportFailed."""
    if not file.tally.accepted:
        raise ImportFailed(_why_nothing_was_read(intake.batch))
    if file.digest() != intake.batch.source_digest:
        raise ImportFailed(_("The file was changed while it was read. Import it again."))
    staged, made = intake.staged(), intake.made
    if staged != made:
        raise ImportFailed(
            _("%(staged)s rows were staged and %(read)s were read. Import the file again.")
            % {"staged": staged.count, "read": made.count}
        )


def _why_nothing_was_read(batch: Batch) -> str:
    """What is wrong with the first row, which is mostly wrong with all of them."""
    first = rejected_rows_of(batch).first()
    if first is None:
        return _("The file has no row below its headings.")
    return _("No row of the file could be read. Row %(number)d: %(explanation)s %(remedy)s") % {
        "number": first.row_number,
        "explanation": first.explanation,
        "remedy": first.remedy,
    }

"""Reading a spend file in: staged in chunks that nobody sees, then live all at once."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import file_digest
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
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
from almoner.opendata.spend import LONGEST, Accepted, Outcome, SpendFile, Tally, read_spend
from almoner.organisations.identifiers import Mention
from almoner.organisations.matching import Matching
from almoner.organisations.search import entry_of_organisation
from almoner.payments.models import Payment
from almoner.payments.queries import payments_of, totals
from almoner.payments.search import entry_of_payment
from almoner.registers.events import SpendEvent
from almoner.registers.models import ImportedFile, RejectedRow
from almoner.registers.policies import may_import_spend
from almoner.registers.queries import SPEND, live_spend_batches, rejected_rows_of
from almoner.search.operations import gate_for, index_entries, open_gate


class AlreadyImported(Exception):
    """The very same file is live already."""


class ImportFailed(Exception):
    """The file was read to its end, and what was read cannot be made live."""


@dataclass(frozen=True, slots=True)
class SpendImport:
    """What an import did."""

    imported: ImportedFile
    file: SpendFile
    organisations_begun: int
    organisations_met: int


def import_spend(
    path: Path,
    *,
    publisher: str,
    known_from: date,
    by: User,
    at: datetime,
    progress: Callable[[Tally], None] = lambda _tally: None,
) -> SpendImport:
    """Read a file of payments in, and show them to everyone at once.

    Nobody sees a row, and nobody waits, until the last is staged. Whatever stops it leaves nothing
    to be seen. Raises PermissionDenied, UnreadableFile, AlreadyImported, BatchInProgress,
    ImportFailed, or ValidationError for a day to come or a publisher's name that cannot be.
    """
    require(may_import_spend(by, on=day_of(at)))
    _refuse_days_to_come(known_from, at)
    _refuse_publisher(publisher)
    file, source = read_spend(path), _digest_of(path)
    _refuse_twice(source)

    with staging_alone(SPEND):
        discard_abandoned(SPEND, by=by, at=at)
        batch = open_batch(kind=SPEND, source_digest=source, at=at)
        try:
            matching = Matching(batch)
            _stage_rows(batch, file, publisher=publisher, matching=matching, progress=progress)
            _check(batch, file)
            imported = put_spend_live(
                batch, file=file, publisher=publisher, known_from=known_from, by=by, at=at
            )
        except BaseException:
            delete_rows(discard_batch(batch, by=by, at=at))
            raise
    return SpendImport(imported, file, matching.begun_count, matching.met_count)


@operation
def put_spend_live(
    batch: Batch, *, file: SpendFile, publisher: str, known_from: date, by: User, at: datetime
) -> ImportedFile:
    """Show everyone the payments of a staged batch, known from a day.

    Raises PermissionDenied, AlreadyImported or IllegalTransition.
    """
    require(may_import_spend(by, on=day_of(at)))
    _refuse_twice(batch.source_digest)

    batch = make_live(batch, known_from=known_from)
    open_gate(batch.reference)
    tally = file.tally
    imported = ImportedFile.objects.create(
        batch=batch,
        file_name=_name_of(file.path),
        publisher=publisher,
        accepted=tally.accepted,
        rejected=tally.rejected,
        blank=tally.blank,
        total=tally.total,
        imported_by=by,
    )
    record(
        SpendEvent.IMPORTED,
        about=batch,
        by=by,
        at=at,
        digest=batch.digest,
        source=batch.source_digest,
        rows=tally.accepted,
        rejected=tally.rejected,
        total=tally.total,
        known_from=known_from,
    )
    return imported


def _refuse_days_to_come(known_from: date, at: datetime) -> None:
    if known_from > day_of(at):
        raise ValidationError(_("Payments cannot be known from a day that has not come."))


def _refuse_publisher(name: str) -> None:
    """Nobody need say who paid: it is then not recorded."""
    longest = LONGEST["payer"]
    if not name.isprintable() or len(name) > longest:
        raise ValidationError(
            _("The publisher's name is one line of no more than %(longest)d letters.")
            % {"longest": longest}
        )


def _name_of(path: Path) -> str:
    """A file's name as text, though disks keep names that are none."""
    return os.fsencode(path.name).decode(errors="replace")[:255]


def _refuse_twice(source: str) -> None:
    if live := live_spend_batches().filter(source_digest=source).first():
        raise AlreadyImported(
            _("This very file was imported before: its payments are live as %(batch)s.")
            % {"batch": live}
        )


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _stage_rows(
    batch: Batch,
    file: SpendFile,
    *,
    publisher: str,
    matching: Matching,
    progress: Callable[[Tally], None],
) -> None:
    rows, seen, gate = file.rows, dict[int, int](), gate_for(batch.reference)
    while chunk := list(islice(rows, CHUNK)):
        payments = list(_payments(chunk, batch, publisher, matching, seen))
        begun = matching.newly_begun()
        stage(batch, _rejected(chunk, batch), begun, payments)
        index_entries([entry_of_organisation(organisation, gate=gate) for organisation in begun])
        index_entries([entry_of_payment(payment, gate=gate) for payment in payments])
        progress(file.tally)


def _payments(
    chunk: list[Outcome], batch: Batch, publisher: str, matching: Matching, seen: dict[int, int]
) -> Iterator[Payment]:
    accepted = [outcome for outcome in chunk if isinstance(outcome, Accepted)]
    matching.look_up(Mention(o.row.supplier_name) for o in accepted if not o.row.is_withheld)
    for outcome in accepted:
        row, alike = outcome.row, hash(outcome.row)
        seen[alike] = seen.get(alike, 0) + 1
        yield Payment(
            batch=batch,
            row_number=outcome.number,
            occurrence=seen[alike],
            payer=row.payer or publisher,
            organisation=(
                None if row.is_withheld else matching.match(Mention(row.supplier_name)).organisation
            ),
            supplier_name=row.supplier_name,
            supplier_number=row.supplier_number,
            paid_on=row.paid_on,
            month=row.paid_on.isoformat()[:7],
            amount=row.amount,
            category=row.category,
            account=row.account,
            department=row.department,
            purpose=row.purpose,
            document_reference=row.document_reference,
        )


def _rejected(chunk: list[Outcome], batch: Batch) -> list[RejectedRow]:
    return [
        RejectedRow(
            batch=batch,
            row_number=outcome.number,
            code=outcome.code,
            explanation=outcome.explanation,
            remedy=outcome.remedy,
            cells=outcome.cells,
        )
        for outcome in chunk
        if not isinstance(outcome, Accepted)
    ]


def _check(batch: Batch, file: SpendFile) -> None:
    """What was staged is what was read, of a file that stayed as it was. Raises ImportFailed."""
    if not file.tally.accepted:
        raise ImportFailed(_why_nothing_was_read(batch))
    if _digest_of(file.path) != batch.source_digest:
        raise ImportFailed(_("The file was changed while it was read. Import it again."))
    staged = totals(payments_of(Batch.objects.filter(pk=batch.pk)))
    if (staged.count, staged.amount) != (file.tally.accepted, file.tally.total):
        raise ImportFailed(
            _("%(staged)s rows were staged and %(read)s were read. Import the file again.")
            % {"staged": staged.count, "read": file.tally.accepted}
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

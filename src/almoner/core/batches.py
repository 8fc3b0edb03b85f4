"""Bulk work: rows are staged in chunks that nobody sees, then made live by one short transaction.

The import's own operation calls `make_live` and leaves the one line that carries the digest.
A batch that never goes live is discarded, and its rows deleted in chunks.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from typing import Protocol, TypeAlias, cast

from django.db import models
from django.utils.translation import gettext as _

from .actors import Actor
from .alone import alone
from .clock import server_now
from .events import COUNT, EventKind
from .ledger import record
from .lifecycles import IllegalTransition
from .models import Batch
from .operations import operation, staging
from .references import opaque_reference
from .states import BATCH_LIFECYCLE, BatchState

Reading: TypeAlias = Callable[[Batch], None]
_readings: list[Reading] = []
BatchRows: TypeAlias = Callable[[Batch], Sequence[models.QuerySet[models.Model]]]
_rows: dict[str, BatchRows] = {}

CHUNK = 2_000


class BatchEvent(EventKind):
    DISCARDED = "batch.discarded", {"rows": COUNT}


class BatchInProgress(Exception):
    """Somebody is reading a file in at this moment."""


class StagedRow(Protocol):
    """A row that arrives in a batch and can say, in one line, all that was read of it."""

    batch: models.ForeignKey[Batch, Batch]

    def canonical(self) -> str: ...


def declare_batch_rows(kind: str) -> Callable[[BatchRows], BatchRows]:
    """Decorator: make known which rows came with a batch of this kind, parents last."""

    def declare(rows: BatchRows) -> BatchRows:
        _rows[kind] = rows
        return rows

    return declare


def declare_reading(reading: Reading) -> Reading:
    """Decorator: make known what keeps, of live rows, something worked out from them. It is called
    in the same transaction, each time the rows of a batch come to be seen or cease to be.
    """
    _readings.append(reading)
    return reading


def _read_again(batch: Batch) -> Batch:
    for reading in _readings:
        reading(batch)
    return batch


def rows_of(batch: Batch) -> Sequence[models.QuerySet[models.Model]]:
    """Every row that came with a batch, parents last. Raises KeyError for an unknown kind."""
    return _rows[batch.kind](batch)


@contextmanager
def staging_alone(kind: str) -> Iterator[None]:
    """Be the only one who stages batches of a kind meanwhile. Raises BatchInProgress.

    So a batch of the kind that is still staged when this begins is a dead process's.
    """
    with alone(f"staging-{kind}") as is_ours:
        if not is_ours:
            raise BatchInProgress(_("Another file is being read in. Try again when that is done."))
        yield


def discard_abandoned(kind: str, *, by: Actor, at: datetime) -> int:
    """Sweep away what a process left that died while it staged. Returns how many batches.

    Call it while staging alone: then nobody is at work on them.
    """
    left = list(Batch.objects.filter(kind=kind, state=BatchState.STAGED))
    for batch in left:
        discard_batch(batch, by=by, at=at)
    for batch in unswept_batches(kind):  # of these, and of those where a sweep was stopped
        delete_rows(batch)
    return len(left)


def kinds_of_batch() -> list[str]:
    return sorted(_rows)


@staging
def open_batch(*, kind: str, source_digest: str, at: datetime) -> Batch:
    """Begin a batch, while staging its kind alone."""
    return Batch.objects.create(
        reference=opaque_reference("BAT"), kind=kind, source_digest=source_digest, started_at=at
    )


@staging
def stage(batch: Batch, *related: Sequence[models.Model]) -> Batch:
    """Add a chunk of rows to a batch: one list for each model, parents first.

    The last list is the batch's own rows, which its count and its digest cover. Raises
    IllegalTransition once the batch has gone live or has been swept away.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    BATCH_LIFECYCLE.check(batch.state, BatchState.LIVE)

    for rows in related:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=CHUNK)
    if related[-1]:
        batch.digest = digest_of(related[-1], after=batch.digest)
    batch.row_count += len(related[-1])
    batch.save(update_fields=["digest", "row_count"])
    return batch


def digest_of(rows: Iterable[models.Model], *, after: str = "") -> str:
    """Chain the digest of each row onto the one before, so chunks of any size give the same."""
    for row in rows:
        line = cast("StagedRow", row).canonical()
        after = sha256(f"{after}\n{line}".encode()).hexdigest()
    return after or sha256(b"").hexdigest()


def make_live(batch: Batch, *, known_from: date) -> Batch:
    """Within an operation: let everyone see the batch's rows. Raises IllegalTransition."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    BATCH_LIFECYCLE.check(batch.state, BatchState.LIVE)

    batch.state = BatchState.LIVE
    batch.digest = batch.digest or digest_of([])
    batch.known_from = known_from
    batch.recorded_at = server_now()
    batch.save(update_fields=["state", "digest", "known_from", "recorded_at"])
    return _read_again(batch)


def make_undone(batch: Batch) -> Batch:
    """Within an operation: let nobody see the rows of a live batch any more. They stay, since
    editions may have to say them again. Raises IllegalTransition.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    BATCH_LIFECYCLE.check(batch.state, BatchState.UNDONE)

    batch.state = BatchState.UNDONE
    batch.save(update_fields=["state"])
    return _read_again(batch)


@operation
def discard_batch(batch: Batch, *, by: Actor, at: datetime) -> Batch:
    """Say that a batch will never go live; `delete_rows` then clears up. Raises IllegalTransition.

    Saying so comes first: otherwise a batch that is not dead could go live half deleted.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    BATCH_LIFECYCLE.check(batch.state, BatchState.DISCARDED)

    batch.state = BatchState.DISCARDED
    batch.save(update_fields=["state"])
    record(BatchEvent.DISCARDED, about=batch, by=by, at=at, rows=batch.row_count)
    return batch


def delete_rows(batch: Batch) -> int:
    """Delete what came with a discarded batch, in chunks, so that nobody waits for all of it.

    Stopped half way, it can be taken up again. Returns how many rows went.
    """
    if batch.state != BatchState.DISCARDED:
        raise IllegalTransition(f"{batch} is not discarded, so its rows stay")
    return sum(_delete_all(rows) for rows in rows_of(batch))


def _delete_all(rows: models.QuerySet[models.Model]) -> int:
    gone = 0
    while count := _delete_some(rows):
        gone += count
    return gone


@staging
def _delete_some(rows: models.QuerySet[models.Model]) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK])
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def unswept_batches(kind: str) -> list[Batch]:
    """Discarded batches of a kind whose rows are not all deleted yet."""
    discarded = Batch.objects.filter(state=BatchState.DISCARDED, kind=kind)
    return [batch for batch in discarded if any(rows.exists() for rows in rows_of(batch))]

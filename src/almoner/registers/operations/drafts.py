"""Preparing an import: keeping the file, and what people decide about it until it is imported.

A draft leaves no line in the ledger: it is no evidence until it is imported.
"""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings

from almoner.accounts.models import User
from almoner.core.batches import CHUNK
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Batch
from almoner.core.moments import day_of
from almoner.core.operations import bookkeeping
from almoner.core.verdicts import require
from almoner.registers.kinds import Register
from almoner.registers.models import DraftRow, ImportDraft
from almoner.registers.policies import MAY_IMPORT
from almoner.registers.queries import open_folders
from almoner.registers.states import DRAFT_LIFECYCLE, DraftState

from .imports import refuse_days_to_come, refuse_publisher, refuse_twice
from .previews import Prepared

NO_NAME = "upload"
LONGEST_NAME = 150
JUST_BEGUN = timedelta(hours=1)  # its file is kept before its draft is


def drafts_folder() -> Path:
    return Path(settings.FILES) / "imports"


def path_of(draft: ImportDraft) -> Path:
    return drafts_folder() / draft.folder / draft.file_name


def start_draft(
    pieces: Iterable[bytes],
    *,
    register: Register,
    file_name: str,
    publisher: str,
    known_from: date,
    by: User,
    at: datetime,
) -> ImportDraft:
    """Keep a file that somebody sent, to be read and looked over.

    Raises PermissionDenied, AlreadyImported, or ValidationError for a day to come or a publisher's
    name that cannot be.
    """
    require(MAY_IMPORT[register](by, on=day_of(at)))
    refuse_days_to_come(known_from, at)
    refuse_publisher(publisher)
    draft = ImportDraft(
        register=register,
        file_name=safe_name(file_name),
        folder=token_hex(16),
        publisher=publisher,
        known_from=known_from,
        started_by=by,
        started_at=at,
        changed_at=at,
    )
    try:
        draft.size, draft.digest = _write(path_of(draft), pieces)
        refuse_twice(register, draft.digest)
        _add(draft)
    except BaseException:
        _forget_file(draft)
        raise
    return draft


def decide_columns(
    draft: ImportDraft, columns: Mapping[str, str], *, by: User, at: datetime
) -> ImportDraft:
    """Say of each heading which field it is, or "" for none. The file is then to be read again.

    Raises PermissionDenied or IllegalTransition.
    """
    _require(draft, by=by, at=at)
    return _move(draft, DraftState.UPLOADED, {"columns": dict(columns), "failure": ""}, at=at)


def fix_cells(row: DraftRow, texts: Mapping[str, str], *, by: User, at: datetime) -> ImportDraft:
    """Put texts, by field, in place of a row's cells. The file is then to be read again.

    Raises PermissionDenied or IllegalTransition.
    """
    draft = row.draft
    _require(draft, by=by, at=at)
    return _put_texts(draft, row.sheet, str(row.row_number), texts, at=at)


def take_back_fix(
    draft: ImportDraft, *, sheet: str, row_number: int, by: User, at: datetime
) -> ImportDraft:
    """Read a row as it stands in the file again. Raises what `fix_cells` does."""
    _require(draft, by=by, at=at)
    return _take_back(draft, sheet, str(row_number), at=at)


def read_draft_again(draft: ImportDraft, *, by: User, at: datetime) -> ImportDraft:
    """Try a draft that failed once more, from the file. Raises what `decide_columns` does."""
    _require(draft, by=by, at=at)
    return _move(draft, DraftState.UPLOADED, {"failure": ""}, at=at)


def confirm_draft(draft: ImportDraft, *, by: User, at: datetime) -> ImportDraft:
    """Say that a file may be imported as it was read: it then becomes public, by this person.

    Raises PermissionDenied, AlreadyImported, or IllegalTransition, also where the draft was
    changed since this person saw it.
    """
    _require(draft, by=by, at=at)
    refuse_twice(Register(draft.register), draft.digest)
    said = {"confirmed_by": by, "confirmed_at": at, "rows_read": 0}
    return _move(draft, DraftState.CONFIRMED, said, at=at, seen=draft.changed_at)


def drop_draft(draft: ImportDraft, *, by: User, at: datetime) -> ImportDraft:
    """Give a draft up: its file is deleted. Raises PermissionDenied or IllegalTransition."""
    _require(draft, by=by, at=at)
    return drop_forgotten_draft(draft, at=at)


def drop_forgotten_draft(draft: ImportDraft, *, at: datetime) -> ImportDraft:
    """Delete what nobody came back to. Raises IllegalTransition."""
    return _end(draft, DraftState.DROPPED, {}, at=at)


def begin_import(draft: ImportDraft, *, at: datetime) -> ImportDraft:
    return _move(draft, DraftState.IMPORTING, {}, at=at)


def finish_draft(draft: ImportDraft, batch: Batch, *, at: datetime) -> ImportDraft:
    """Say which batch a draft became. What was typed in it stays; its file is deleted."""
    return _end(draft, DraftState.DONE, {"batch": batch}, at=at)


def fail_draft(draft: ImportDraft, why: str, *, at: datetime) -> ImportDraft:
    return _move(draft, DraftState.FAILED, {"failure": why}, at=at)


def fail_reading(
    draft: ImportDraft, why: str, headings: Sequence[Mapping[str, Any]], *, at: datetime
) -> ImportDraft:
    """Say why a file cannot be read, and what may be its headings, for a person to explain."""
    return _move(
        draft, DraftState.FAILED, {"failure": why, "report": {"headings": headings}}, at=at
    )


@bookkeeping
def keep_reading(draft: ImportDraft, prepared: Prepared, *, at: datetime) -> ImportDraft:
    """Keep what was read of a draft, in place of what was read before.

    Raises IllegalTransition where somebody has changed the draft since: this reading is stale.
    """
    said = {
        "report": prepared.report,
        "preview": prepared.preview,
        "rows_read": prepared.rows_read,
    }
    draft = _move(draft, DraftState.READ, said, at=at, seen=draft.changed_at)
    _replace_rows(draft, prepared.rows)
    return draft


@bookkeeping
def note_progress(draft: ImportDraft, rows_read: int) -> None:
    ImportDraft.objects.filter(pk=draft.pk).update(rows_read=rows_read)


def forget_stray_files(*, at: datetime) -> int:
    """Delete files that no draft names any more, such as a killed process leaves."""
    kept, since = open_folders(), (at - JUST_BEGUN).timestamp()
    strays = [
        one
        for one in drafts_folder().glob("*")
        if one.name not in kept and one.stat().st_mtime < since
    ]
    for stray in strays:
        shutil.rmtree(stray, ignore_errors=True)
    return len(strays)


def safe_name(name: str) -> str:
    """A file's name as a disk can keep it, in no folder but its own."""
    last = name.replace("\\", "/").rpartition("/")[2]
    said = "".join(letter for letter in last if letter.isprintable()).strip(". ")
    stem, dot, ending = said.rpartition(".")
    if dot:
        said = f"{stem[:LONGEST_NAME]}.{ending[:10]}"
    while len(said.encode()) > LONGEST_NAME:
        said = said[1:]
    return said or NO_NAME


def _require(draft: ImportDraft, *, by: User, at: datetime) -> None:
    require(MAY_IMPORT[Register(draft.register)](by, on=day_of(at)))


def _write(path: Path, pieces: Iterable[bytes]) -> tuple[int, str]:
    path.parent.mkdir(mode=0o700, parents=True)
    size, digest = 0, sha256()
    with path.open("xb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


@bookkeeping
def _add(draft: ImportDraft) -> None:
    draft.save()


@bookkeeping
def _move(
    draft: ImportDraft,
    then: DraftState,
    said: Mapping[str, Any],
    *,
    at: datetime,
    seen: datetime | None = None,
) -> ImportDraft:
    """Put a draft into another state, if it stands as it was when `seen`, where that matters."""
    draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if seen is not None and draft.changed_at != seen:
        raise IllegalTransition(f"{draft} was changed meanwhile")
    DRAFT_LIFECYCLE.check(draft.state, then)
    draft.state, draft.changed_at = then, at
    for name, value in said.items():
        setattr(draft, name, value)
    draft.save(update_fields=["state", "changed_at", *said])
    return draft


@bookkeeping
def _put_texts(
    draft: ImportDraft, sheet: str, number: str, texts: Mapping[str, str], *, at: datetime
) -> ImportDraft:
    draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    rows = draft.fixes.setdefault(sheet, {})
    rows[number] = {**rows.get(number, {}), **texts}
    return _move(draft, DraftState.UPLOADED, {"fixes": draft.fixes, "failure": ""}, at=at)


@bookkeeping
def _take_back(draft: ImportDraft, sheet: str, number: str, *, at: datetime) -> ImportDraft:
    draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    draft.fixes.get(sheet, {}).pop(number, None)
    fixes = {name: rows for name, rows in draft.fixes.items() if rows}
    return _move(draft, DraftState.UPLOADED, {"fixes": fixes, "failure": ""}, at=at)


@bookkeeping
def _replace_rows(draft: ImportDraft, rows: Sequence[DraftRow]) -> None:
    DraftRow.objects.filter(draft=draft).delete()
    DraftRow.objects.bulk_create(rows, batch_size=CHUNK)


def _end(
    draft: ImportDraft, then: DraftState, said: Mapping[str, Any], *, at: datetime
) -> ImportDraft:
    draft = _forget_reading(draft, then, said, at=at)
    _forget_file(draft)
    return draft


@bookkeeping
def _forget_reading(
    draft: ImportDraft, then: DraftState, said: Mapping[str, Any], *, at: datetime
) -> ImportDraft:
    draft = _move(draft, then, {**said, "report": None, "preview": None}, at=at)
    _replace_rows(draft, [])
    return draft


def _forget_file(draft: ImportDraft) -> None:
    shutil.rmtree(path_of(draft).parent, ignore_errors=True)

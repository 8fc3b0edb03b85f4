"""What comes next of an import in preparation: its file is read, or imported. Safe to do twice."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.core.exceptions import PermissionDenied

from almoner.core.lifecycles import IllegalTransition
from almoner.opendata.reading import NoTable
from almoner.opendata.sources import UnreadableFile
from almoner.registers.files import Tally
from almoner.registers.kinds import Register
from almoner.registers.models import ImportDraft
from almoner.registers.queries import batch_made_live_for
from almoner.registers.states import DraftState

from .agreements import index_agreements_of
from .drafts import (
    begin_import,
    fail_draft,
    fail_reading,
    finish_draft,
    keep_reading,
    note_progress,
    path_of,
)
from .imports import AlreadyImported, ImportFailed, import_register_file, refuse_twice
from .previews import file_of, headings_of, prepare

FAILURES = (UnreadableFile, AlreadyImported, ImportFailed, PermissionDenied)


def carry_on(draft: ImportDraft, *, at: datetime) -> None:
    """Read a draft's file, or import it once somebody has confirmed it.

    What is wrong with the file is kept for a person to read. Raises BatchInProgress while
    another file is imported.
    """
    # It may have been dropped, or done by somebody else, while this was at work.
    with suppress(IllegalTransition):
        if draft.state == DraftState.UPLOADED:
            _read(draft, at=at)
        elif draft.state in {DraftState.CONFIRMED, DraftState.IMPORTING}:
            _import(draft, at=at)


def _read(draft: ImportDraft, *, at: datetime) -> None:
    try:
        refuse_twice(Register(draft.register), draft.digest)
        prepared = prepare(draft, path_of(draft), progress=_progress_of(draft))
    except UnreadableFile as why:
        # What the reader advises is for the command line: a page has its own ways.
        said = why.what if isinstance(why, NoTable) else str(why)
        fail_reading(draft, said, headings_of(path_of(draft)), at=at)
    except FAILURES as why:
        fail_draft(draft, str(why), at=at)
    else:
        keep_reading(draft, prepared, at=at)


def _import(draft: ImportDraft, *, at: datetime) -> None:
    draft = begin_import(draft, at=at)
    if batch := batch_made_live_for(draft):
        index_agreements_of(batch)  # whoever made it live may have died before they had
        finish_draft(draft, batch, at=at)
        return
    assert draft.confirmed_by is not None  # only so does it come here
    try:
        done = import_register_file(
            file_of(draft, path_of(draft)),
            publisher=draft.publisher,
            known_from=draft.known_from,
            by=draft.confirmed_by,
            at=at,
            progress=_progress_of(draft),
        )
    except FAILURES as why:
        fail_draft(draft, str(why), at=at)
    else:
        finish_draft(draft, done.imported.batch, at=at)


def _progress_of(draft: ImportDraft) -> Callable[[Tally], None]:
    return lambda tally: note_progress(draft, tally.read)

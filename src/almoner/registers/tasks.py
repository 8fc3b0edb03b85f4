"""What registers do in the background: read and import files, replace editions, tidy up."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django_tasks import task

from almoner.core.actors import NIGHTLY
from almoner.core.batches import BatchInProgress, declare_batch_rows
from almoner.core.clock import server_now
from almoner.core.daily import declare_daily

from .kinds import Register
from .models import ImportDraft
from .operations.carrying_on import carry_on
from .operations.drafts import drop_forgotten_draft, forget_stray_files
from .operations.taking_down import replace_editions
from .operations.undoing import forget_in_index
from .queries import drafts_left_lying, drafts_to_forget, rows_of_import, undone_and_indexed

PAUSE = timedelta(seconds=5)

for register in Register:
    declare_batch_rows(register)(rows_of_import)


@task()
def carry_on_import(reference: str) -> None:
    """Read or import a draft's file, or come back when the one that is being imported is done."""
    try:
        carry_on(ImportDraft.objects.get(reference=reference), at=server_now())
    except BatchInProgress:
        carry_on_import.using(run_after=server_now() + PAUSE).enqueue(reference)


def take_up(draft: ImportDraft) -> None:
    """Do what comes next of a draft: at once, unless its file is large."""
    if draft.size > settings.AT_ONCE_LIMIT:
        carry_on_import.enqueue(draft.reference)
    else:
        carry_on_import.call(draft.reference)


@declare_daily("imports-carry-on")
def carry_on_with_drafts(_at: datetime) -> str:
    """For a body that runs no worker, and for what a dead worker left."""
    left = list(drafts_left_lying(at=server_now()))
    for draft in left:
        with suppress(BatchInProgress):
            carry_on(draft, at=server_now())
    return _("%(count)d taken up") % {"count": len(left)}


@declare_daily("imports-forget")
def forget_drafts(at: datetime) -> str:
    """Files that nobody came back to for thirty days, and files that no draft names."""
    left = list(drafts_to_forget(at=at))
    for draft in left:
        drop_forgotten_draft(draft, at=at)
    strays = forget_stray_files(at=at)
    return _("%(count)d drafts and %(strays)d stray files deleted") % {
        "count": len(left),
        "strays": strays,
    }


@declare_daily("forget-undone-imports")
def forget_undone_imports(_at: datetime) -> str:
    """Take out of the index what a process left there that died after it had undone an import."""
    left = undone_and_indexed()
    for batch in left:
        forget_in_index(batch)
    return _("%(count)d taken out of the index") % {"count": len(left)}


@declare_daily("replace-editions")
def replace_what_was_taken_down(at: datetime) -> str:
    """Make what is served of editions whose rows were taken down by a process that died of it."""
    return _("%(count)d replaced") % {"count": replace_editions(by=NIGHTLY, at=at)}

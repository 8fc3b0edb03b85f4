"""What registers do in the background: import, draft and replace editions, and tidy up."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django_tasks import task

from almoner.core.actors import NIGHTLY
from almoner.core.batches import BatchInProgress, declare_batch_rows
from almoner.core.clock import server_now
from almoner.core.daily import declare_daily
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of

from .doubts import propose_what_is_in_doubt
from .due_editions import periods_to_draft
from .kinds import Register
from .ladder import rungs_to_climb
from .models import ImportDraft, Preparation
from .operations.carrying_on import carry_on
from .operations.drafts import drop_forgotten_draft, forget_stray_files
from .operations.preparing import climb_ladder, draft_edition
from .operations.reviewing import review_edition
from .operations.taking_down import replace_editions
from .operations.undoing import forget_in_index
from .queries import (
    drafts_left_lying,
    drafts_to_forget,
    open_preparations,
    rows_of_import,
    undone_and_indexed,
)

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


@task()
def propose_all_likenesses() -> None:
    """Ask people which organisations are one, by what files left in doubt and by their names."""
    propose_what_is_in_doubt(at=server_now())


@declare_daily("propose-likenesses")
def propose_likenesses_daily(at: datetime) -> str:
    """For a body that runs no worker, and for what a dead worker left."""
    return _("%(count)d proposed") % {"count": propose_what_is_in_doubt(at=at)}


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


# The name puts it before the outbox: what it writes is sent in the same run.
@declare_daily("editions-1-draft")
def draft_editions(at: datetime) -> str:
    """Draft the edition of every period that has ended. What somebody else drafted is theirs."""
    drafted = 0
    for duty, period in periods_to_draft(on=day_of(at)):
        with suppress(ValidationError, IntegrityError):
            draft_edition(duty, period, by=NIGHTLY, at=at)
            drafted += 1
    return _("%(count)d drafted") % {"count": drafted}


@task()
def review_edition_soon(reference: str) -> None:
    """Say what could be mended in an edition on its way, for whoever can."""
    review_edition(Preparation.objects.get(reference=reference), at=server_now())


@declare_daily("editions-3-review")
def review_editions(at: datetime) -> str:
    """For a body that runs no worker: look over what nobody has looked over yet."""
    left = list(open_preparations().filter(review=None))
    for preparation in left:
        review_edition(preparation, at=at)
    return _("%(count)d looked over") % {"count": len(left)}


@declare_daily("editions-2-escalate")
def escalate_editions(at: datetime) -> str:
    """Tell whoever is next on the ladder of each edition that comes near its day, or is late."""
    told = 0
    for preparation, rung in rungs_to_climb(on=day_of(at)):
        with suppress(IllegalTransition):
            climb_ladder(preparation, rung, by=NIGHTLY, at=at)
            told += 1
    return _("%(count)d told of") % {"count": told}

"""What registers do by themselves: draft editions, say which are late, tidy the index."""

from contextlib import suppress
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from almoner.core.actors import NIGHTLY
from almoner.core.batches import declare_batch_rows
from almoner.core.daily import declare_daily
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of

from .due_editions import late_preparations, periods_to_draft
from .kinds import Register
from .operations.preparing import draft_edition, escalate_preparation
from .operations.undoing import forget_in_index
from .queries import rows_of_import, undone_and_indexed

for register in Register:
    declare_batch_rows(register)(rows_of_import)


@declare_daily("forget-undone-imports")
def forget_undone_imports(_at: datetime) -> str:
    """Take out of the index what a process left there that died after it had undone an import."""
    left = undone_and_indexed()
    for batch in left:
        forget_in_index(batch)
    return _("%(count)d taken out of the index") % {"count": len(left)}


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


@declare_daily("editions-2-escalate")
def escalate_editions(at: datetime) -> str:
    """Say of each edition that is late that it is, once."""
    late = 0
    for preparation in late_preparations(on=day_of(at)):
        with suppress(IllegalTransition):
            escalate_preparation(preparation, by=NIGHTLY, at=at)
            late += 1
    return _("%(count)d late") % {"count": late}

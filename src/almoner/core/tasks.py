"""What the kernel does by itself."""

from contextlib import suppress
from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from .actors import NIGHTLY
from .batches import BatchInProgress, discard_abandoned, kinds_of_batch, staging_alone
from .daily import declare_daily
from .work import forget_finished_tasks, revive_lost_tasks


@declare_daily("revive-lost-tasks")
def revive(at: datetime) -> str:
    return _("%(count)d put back in the queue") % {"count": revive_lost_tasks(at=at)}


@declare_daily("forget-finished-tasks")
def forget_tasks(at: datetime) -> str:
    return _("%(count)d forgotten") % {"count": forget_finished_tasks(at=at)}


@declare_daily("sweep-abandoned-batches")
def sweep(at: datetime) -> str:
    swept = 0
    for kind in kinds_of_batch():
        with suppress(BatchInProgress), staging_alone(kind):
            swept += discard_abandoned(kind, by=NIGHTLY, at=at)
    return _("%(count)d swept away") % {"count": swept}


@declare_daily("clear-expired-sessions")
def clear_sessions(at: datetime) -> str:
    gone, _each = Session.objects.filter(expire_date__lt=at).delete()
    return _("%(count)d cleared") % {"count": gone}

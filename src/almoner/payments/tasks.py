"""Proposing under which agreements payments were made, in the background and by timer."""

from datetime import datetime

from django.utils.translation import gettext as _
from django_tasks import task

from almoner.core.actors import NIGHTLY, System
from almoner.core.clock import server_now
from almoner.core.daily import declare_daily

from .operations import propose_matches

MATCHING = System("matching")


@task()
def propose_all_matches() -> None:
    """Propose whatever is not proposed yet."""
    propose_matches(by=MATCHING, at=server_now())


@declare_daily("propose-matches")
def propose_daily(at: datetime) -> str:
    """For a body that runs no worker, and for what a dead worker left."""
    return _("%(count)d proposed") % {"count": propose_matches(by=NIGHTLY, at=at)}

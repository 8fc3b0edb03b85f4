"""What is worked out of payments in the background and by timer: proposals, and sums by word."""

from datetime import datetime

from django.utils.translation import gettext as _
from django_tasks import task

from almoner.core.actors import NIGHTLY, System
from almoner.core.clock import server_now
from almoner.core.daily import declare_daily

from .operations import keep_word_sums, propose_matches

MATCHING = System("matching")


@task()
def propose_all_matches() -> None:
    """Propose whatever is not proposed yet."""
    propose_matches(by=MATCHING, at=server_now())


@declare_daily("propose-matches")
def propose_daily(at: datetime) -> str:
    """For a body that runs no worker, and for what a dead worker left."""
    return _("%(count)d proposed") % {"count": propose_matches(by=NIGHTLY, at=at)}


@task()
def sum_common_words() -> None:
    """Sum what is not summed yet."""
    keep_word_sums()


@declare_daily("sum-words")
def sum_words_daily(at: datetime) -> str:  # noqa: ARG001 - a step's signature
    """For a body that runs no worker, and for what a dead worker left."""
    return _("%(count)d summed") % {"count": keep_word_sums()}

"""Keeping the log of who read what is restricted, and of who signed in."""

from collections.abc import Iterable
from datetime import datetime

from almoner.accounts.models import AccessEntry
from almoner.accounts.states import AccessOutcome
from almoner.core.operations import bookkeeping


@bookkeeping
def note_access(*, who: str, about: str, outcome: AccessOutcome, at: datetime) -> AccessEntry:
    """Note that somebody, by their word in the ledger, came to a thing, by its name there."""
    return AccessEntry.objects.create(who=who, about=about, outcome=outcome, at=at)


def note_read(*, who: str, about: str, is_allowed: bool, at: datetime) -> AccessEntry:
    """Note that somebody read something restricted, or was refused."""
    outcome = AccessOutcome.ALLOWED if is_allowed else AccessOutcome.REFUSED
    return note_access(who=who, about=about, outcome=outcome, at=at)


@bookkeeping
def note_reads(*, who: str, abouts: Iterable[str], at: datetime) -> None:
    """Note that somebody saw several restricted things at once, each by its name."""
    allowed = AccessOutcome.ALLOWED
    AccessEntry.objects.bulk_create(
        [AccessEntry(who=who, about=about, outcome=allowed, at=at) for about in abouts]
    )

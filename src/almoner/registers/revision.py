"""What the public can read, in one digest: it changes whenever anything public may have."""

from hashlib import sha256

from almoner.accounts.events import InvitationEvent, PersonEvent, RoleEvent
from almoner.agreements.events import ManagementEvent
from almoner.core.backups import BackupEvent
from almoner.core.batches import BatchEvent
from almoner.core.events import EventKind
from almoner.core.installation import InstallationEvent
from almoner.core.models import Event
from almoner.core.once import asked_once
from almoner.enquiries.events import EnquiryEvent
from almoner.outbox.events import MessageEvent
from almoner.payments.events import MatchEvent, MatchingRuleEvent
from almoner.publication.datasets import registry

from .events import AuthorityEvent, EditionEvent, WithholdingEvent

# What changes nothing that the public can read. A kind of event that nobody placed here counts: to
# fetch once too often does no harm, and to keep what was taken down does.
QUIET: frozenset[EventKind] = frozenset(
    {
        *PersonEvent,
        *InvitationEvent,
        *RoleEvent,
        *MessageEvent,
        *EnquiryEvent,
        *ManagementEvent,
        *MatchEvent,
        *MatchingRuleEvent,
        *BackupEvent,
        *InstallationEvent,
        BatchEvent.DISCARDED,
        EditionEvent.DRAFTED,
        EditionEvent.SUBMITTED,
        EditionEvent.RETURNED,
        EditionEvent.LAPSED,
        EditionEvent.WITHDRAWN,
        EditionEvent.ESCALATED,
        AuthorityEvent.PROPOSED,
        AuthorityEvent.REFUSED,
        WithholdingEvent.PROPOSED,
        WithholdingEvent.UPHELD,
        WithholdingEvent.REFUSED,
        WithholdingEvent.KEPT,
        WithholdingEvent.LIFTING_PROPOSED,
        WithholdingEvent.LIFTING_REFUSED,
    }
)


# What changes pages alone: the payments under an agreement stand in no download and no answer.
ON_PAGES = frozenset({*MatchEvent, *MatchingRuleEvent})


@asked_once
def revision() -> str:
    """A digest of the last line of the ledger that may have changed what is public, and of the
    columns, which another version of the program may change.
    """
    return _digest_but_for(QUIET)


def revision_of_pages() -> str:
    """As `revision`, of the pages as well."""
    return _digest_but_for(QUIET - ON_PAGES)


def _digest_but_for(quiet: frozenset[EventKind]) -> str:
    lines = Event.objects.exclude(kind__in=sorted(quiet)).order_by("-number")
    last = lines.values_list("hash", flat=True).first() or ""
    columns = [f"{slug}.{c.name}" for slug in sorted(registry) for c in registry[slug].columns]
    return sha256("\n".join([last, *columns]).encode()).hexdigest()[:32]

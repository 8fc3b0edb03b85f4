"""What the public can read, in one digest: it changes whenever anything public may have."""

from functools import cache, lru_cache
from hashlib import sha256

from django.conf import settings

from almoner.academy.events import (
    AttemptEvent,
    BookingEvent,
    CalendarEvent,
    CertificateEvent,
    CourseEvent,
    CoverEvent,
    WorkshopEvent,
)
from almoner.accounts.events import InvitationEvent, PersonEvent, RoleEvent, TeamEvent
from almoner.actions.events import ActionEvent
from almoner.agreements.events import ManagementEvent
from almoner.assurance.events import ControlEvent
from almoner.boards.events import BoardEvent, ItemEvent, MeetingEvent, MinuteEvent
from almoner.commissions.events import (
    AssessmentEvent,
    CaseEvent,
    ConsultationEvent,
    GateEvent,
    PlanEvent,
    RouteTestEvent,
)
from almoner.core.backups import BackupEvent
from almoner.core.batches import BatchEvent
from almoner.core.events import EventKind
from almoner.core.models import Event
from almoner.core.once import asked_once
from almoner.core.standing import NONE, AllBut, heard
from almoner.decisions.events import DecisionEvent, DelegationEvent
from almoner.documents.events import AttachmentEvent, CommentEvent, FillingEvent, TemplateEvent
from almoner.enquiries.events import EnquiryEvent
from almoner.followers.events import FollowEvent
from almoner.framework.events import FrameworkEvent, OfficeEvent
from almoner.funding.events import BudgetLineEvent, FundEvent, TransferEvent
from almoner.outbox.events import DigestEvent, MessageEvent
from almoner.payments.events import MatchEvent, MatchingRuleEvent
from almoner.publication.datasets import registry
from almoner.risks.events import RiskEvent

from .events import AuthorityEvent, EditionEvent, WithholdingEvent

# What changes nothing that the public can read. A kind of event that nobody placed here counts: to
# fetch once too often does no harm, and to keep what was taken down does.
QUIET: frozenset[EventKind] = frozenset(
    {
        *PersonEvent,
        *InvitationEvent,
        *RoleEvent,
        *TeamEvent,
        *DigestEvent,
        *MessageEvent,
        *EnquiryEvent,
        *FollowEvent,
        *(set(FrameworkEvent) - {FrameworkEvent.APPROVED}),
        *FundEvent,
        *BudgetLineEvent,
        *TransferEvent,
        *TemplateEvent,
        *AttachmentEvent,
        *FillingEvent,
        *CommentEvent,
        *ManagementEvent,
        *ControlEvent,
        *ActionEvent,
        *RiskEvent,
        *BoardEvent,
        *MeetingEvent,
        *ItemEvent,
        *MinuteEvent,
        *CourseEvent,
        *WorkshopEvent,
        *BookingEvent,
        *AttemptEvent,
        *CertificateEvent,  # the check of one is never kept
        *CoverEvent,
        *CalendarEvent,
        *(set(CaseEvent) - {CaseEvent.REVISED}),  # which may name a supplier that is withheld
        *RouteTestEvent,
        *ConsultationEvent,
        *AssessmentEvent,
        *GateEvent,
        *DelegationEvent,
        *OfficeEvent,
        DecisionEvent.DRAFTED,
        DecisionEvent.REVISED,
        DecisionEvent.ADVISED,
        DecisionEvent.INTERESTS_DECLARED,
        DecisionEvent.APPROVED,
        DecisionEvent.RETURNED,
        DecisionEvent.LAPSED,
        PlanEvent.PROPOSED,
        PlanEvent.SENT_BACK,
        MatchEvent.PROPOSED,
        MatchEvent.REFUSED,
        MatchingRuleEvent.SAVED,
        MatchingRuleEvent.ENDED,
        *BackupEvent,
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

_quiet_above: set[EventKind] = set()


def declare_quiet(*kinds: EventKind) -> None:
    """Let a room that stands above this one say what of its own changes nothing public."""
    _quiet_above.update(kinds)
    loud.cache_clear()


@cache
def loud() -> AllBut:
    """Every kind of line that may change what is public."""
    return AllBut(frozenset(map(str, QUIET | _quiet_above)))


# Since when the process listens to the ledger, and the last line before then that is not quiet.
_known: tuple[object, str] = (None, "")


@asked_once
def revision() -> str:
    """A digest of the last line of the ledger that may have changed what is public, and of the
    columns, which another version of the program may change.
    """
    return _digest(_last_line())


@lru_cache(maxsize=8)
def _digest(line: str) -> str:
    return sha256("\n".join([line, *_columns()]).encode()).hexdigest()[:32]


def _last_line() -> str:
    """The hash of the last line that is not quiet. Every page asks for it, so it is looked for
    again only where there are new lines: many quiet ones may follow it.
    """
    global _known  # noqa: PLW0603 - known to the process, whichever page asks
    if not settings.KEPT_MB:
        return _last_heard()
    now = heard()
    if (last := now.last_of(loud())) != NONE:
        return last.hash
    known = _known
    if known[0] is not now.since:
        _known = known = now.since, _last_heard()
    return known[1]


def _last_heard() -> str:
    lines = Event.objects.exclude(kind__in=sorted(QUIET | _quiet_above)).order_by("-number")
    return lines.values_list("hash", flat=True).first() or ""


@cache
def _columns() -> list[str]:
    return [f"{slug}.{c.name}" for slug in sorted(registry) for c in registry[slug].columns]

"""What happens to decisions, and to what they delegate."""

from almoner.core.events import AMOUNT, COUNT, DAY, DIGEST, REFERENCE, EventKind, Shape, one_of

from .kinds import Outcome, Subject

BOUND: dict[str, Shape] = {
    "number": REFERENCE,
    "step": COUNT,
    "snapshot": DIGEST,
    "text": DIGEST,
    "value": AMOUNT,
}


class DecisionEvent(EventKind):
    DRAFTED = "decision.drafted", {"case": REFERENCE}
    DRAFTED_ABOUT_BODY = "decision.drafted-about-body"
    REVISED = "decision.revised", {"version": COUNT, "text": DIGEST}
    SUBMITTED = "decision.submitted", BOUND
    ADVISED = "decision.advised", {"subject": one_of(Subject), "text": DIGEST}
    INTERESTS_DECLARED = "decision.interests-declared", {"found": one_of(["none", "some"])}
    APPROVED = "decision.approved", {**BOUND, "outcome": one_of(Outcome)}
    SIGNED = "decision.signed", {**BOUND, "outcome": one_of(Outcome)}
    RETURNED = "decision.returned", {"number": REFERENCE, "step": COUNT}
    REFUSED = "decision.refused", {"number": REFERENCE, "step": COUNT}
    LAPSED = "decision.lapsed", {"number": REFERENCE, "changed": COUNT}
    WITHDRAWN = "decision.withdrawn"
    DEFERRED = "decision.deferred", {"number": REFERENCE, "until": DAY}
    PUBLISHED = "decision.published", {"number": REFERENCE}


class DelegationEvent(EventKind):
    GRANTED = "delegation.granted", {"decision": REFERENCE, "ceiling": AMOUNT, "until": DAY}
    ENDED = "delegation.ended"

"""What can happen to a risk. Lines say scores, days and people by reference, never what it is."""

from almoner.core.events import COUNT, DAY, REFERENCE, EventKind

ASSESSED = {"owner": REFERENCE, "inherent": COUNT, "current": COUNT, "review_on": DAY}


class RiskEvent(EventKind):
    RECORDED = "risk.recorded", ASSESSED
    REVIEWED = "risk.reviewed", ASSESSED
    ACCEPTED = "risk.accepted", {"score": COUNT, "until": DAY}
    CLOSED = "risk.closed"

"""What can happen to a report. Lines say days and digests, never what it says."""

from almoner.core.events import COUNT, DAY, DIGEST, REFERENCE, EventKind, Shape

BOUND: dict[str, Shape] = {"document": REFERENCE, "figures": COUNT}


class ReportEvent(EventKind):
    BEGUN = "report.begun", {**BOUND, "as_at": DAY}
    LOOKED_AT = "report.looked-at", {"figures": COUNT}
    ISSUED = "report.issued", {**BOUND, "text": DIGEST}
    DROPPED = "report.dropped"

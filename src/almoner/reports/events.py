"""What can happen to a report, and that an assurance file was taken. Lines say days and digests,
never what these say.
"""

from almoner.core.events import COUNT, DAY, DIGEST, REFERENCE, EventKind, Shape

BOUND: dict[str, Shape] = {"document": REFERENCE, "figures": COUNT}


class ReportEvent(EventKind):
    BEGUN = "report.begun", {**BOUND, "as_at": DAY}
    LOOKED_AT = "report.looked-at", {"figures": COUNT}
    ISSUED = "report.issued", {**BOUND, "text": DIGEST}
    DROPPED = "report.dropped"


class AssuranceFileEvent(EventKind):
    TAKEN = (
        "assurance-file.taken",
        {"manifest": DIGEST, "files": COUNT, "left_out": COUNT, "as_at": DAY},
    )

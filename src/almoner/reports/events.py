"""What can happen to a report. Lines say its kind, days and digests, never what it says."""

import re

from almoner.core.events import COUNT, DAY, DIGEST, REFERENCE, EventKind, Shape

KIND = Shape("code of a template", re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*"))
BOUND = {"document": REFERENCE, "figures": COUNT}


class ReportEvent(EventKind):
    BEGUN = (
        "report.begun",
        {"template": KIND, "as_at": DAY, "document": REFERENCE, "figures": COUNT},
    )
    LOOKED_AT = "report.looked-at", {"figures": COUNT}
    ISSUED = "report.issued", {"document": REFERENCE, "figures": COUNT, "text": DIGEST}
    DROPPED = "report.dropped"

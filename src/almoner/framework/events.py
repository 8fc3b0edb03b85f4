"""What can happen to a version of the framework."""

from almoner.core.events import DAY, DIGEST, EventKind

TEXT = {"text": DIGEST}


class FrameworkEvent(EventKind):
    DRAFTED = "framework.drafted", TEXT
    PROPOSED = "framework.proposed", {**TEXT, "first_day": DAY}
    APPROVED = "framework.approved", {**TEXT, "holds_from": DAY}
    REFUSED = "framework.refused", TEXT
    WITHDRAWN = "framework.withdrawn", TEXT

"""What can happen to a version of the framework, and to who holds its offices."""

from almoner.core.events import COUNT, DAY, DIGEST, REFERENCE, EventKind

TEXT = {"text": DIGEST}
HELD = {"who": REFERENCE, "from": DAY}
WHO = {"who": REFERENCE}


class FrameworkEvent(EventKind):
    DRAFTED = "framework.drafted", TEXT
    PROPOSED = "framework.proposed", {**TEXT, "first_day": DAY}
    APPROVED = "framework.approved", {**TEXT, "holds_from": DAY}
    REFUSED = "framework.refused", TEXT
    WITHDRAWN = "framework.withdrawn", TEXT


class OfficeEvent(EventKind):
    PROPOSED = "office.proposed", HELD
    FILLED = "office.filled", HELD
    REFUSED = "office.refused", WHO
    WITHDRAWN = "office.withdrawn", WHO
    VACATED = "office.vacated", HELD
    FILLED_BY_OPERATOR = "office.filled-by-operator", HELD
    OPERATOR_CONFIRMED = "office.operator-filling-confirmed", {**WHO, "confirmations": COUNT}

"""What happens to registers."""

import re

from almoner.core.events import (
    AMOUNT,
    COUNT,
    DAY,
    DIGEST,
    PERIOD,
    REFERENCE,
    BadFact,
    EventKind,
    Shape,
    one_of,
)
from almoner.framework.queries import duty_codes_ever
from almoner.opendata.safety import CHECKS

from .grounds import Ground, View
from .kinds import Register
from .reasons import FindingState, Reason

READ: dict[str, Shape] = {
    "digest": DIGEST,
    "source": DIGEST,
    "rows": COUNT,
    "rejected": COUNT,
    "total": AMOUNT,
    "known_from": DAY,
}
COMPARED: dict[str, Shape] = {"new": COUNT, "changed": COUNT, "same": COUNT, "missing": COUNT}


class ImportEvent(EventKind):
    CONTRACTS_IMPORTED = "contracts.imported", READ | COMPARED
    GRANTS_IMPORTED = "grants.imported", READ | COMPARED
    SPEND_IMPORTED = "spend.imported", READ
    UNDONE = "import.undone", {"register": one_of(Register), "digest": DIGEST, "rows": COUNT}


IMPORTED = {
    Register.CONTRACTS: ImportEvent.CONTRACTS_IMPORTED,
    Register.GRANTS: ImportEvent.GRANTS_IMPORTED,
    Register.SPEND: ImportEvent.SPEND_IMPORTED,
}


class DutyCode(Shape):
    """The code of a duty of the framework: a closed list, though one that the body keeps."""

    def write(self, fact: object) -> str:
        code = super().write(fact)
        if code not in duty_codes_ever():
            raise BadFact(f"{code!r} is not a duty of any framework that held")
        return code


DUTY = DutyCode("code of a duty", re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"))
OF_A_DUTY: dict[str, Shape] = {"duty": DUTY, "period": PERIOD}
BY_A_DAY: dict[str, Shape] = {"period": PERIOD, "due_on": DAY}
OVER_DAYS: dict[str, Shape] = {"duty": DUTY, "valid_from": DAY, "valid_to": DAY}
ISSUE: dict[str, Shape] = {
    "preparation": REFERENCE,
    "duty": DUTY,
    "digest": DIGEST,
    "period": PERIOD,
    "number": COUNT,
    "rows": COUNT,
    "line": COUNT,
}


class EditionEvent(EventKind):
    DRAFTED = "edition.drafted", OF_A_DUTY
    SUBMITTED = "edition.submitted", {**OF_A_DUTY, "rows": COUNT, "digest": DIGEST}
    RETURNED = "edition.returned", {"period": PERIOD, "digest": DIGEST}
    LAPSED = "edition.lapsed", {"period": PERIOD, "submitted": DIGEST, "found": DIGEST}
    WITHDRAWN = "edition.withdrawn", {"period": PERIOD}
    DUE_SOON = "edition.due-soon", BY_A_DAY
    FELL_DUE = "edition.fell-due", BY_A_DAY
    ESCALATED = "edition.escalated", BY_A_DAY
    ISSUED = "edition.issued", ISSUE
    ISSUED_UNDER_AUTHORITY = "edition.issued-under-authority", {**ISSUE, "authority": REFERENCE}
    REPLACED = (
        "edition.replaced",
        {"withholding": REFERENCE, "was": DIGEST, "digest": DIGEST, "rows": COUNT},
    )


class AuthorityEvent(EventKind):
    PROPOSED = "authority.proposed", OVER_DAYS
    CONFIRMED = "authority.confirmed", OVER_DAYS
    REFUSED = "authority.refused"
    GRANTED_BY_OPERATOR = "authority.granted-by-operator", {**OVER_DAYS, "named": REFERENCE}
    OPERATOR_GRANT_CONFIRMED = "authority.operator-grant-confirmed", {"confirmations": COUNT}
    ENDED = "authority.ended"


ABOUT: dict[str, Shape] = {"thing": REFERENCE, "ground": one_of(Ground)}


class WithholdingEvent(EventKind):
    PROPOSED = "withholding.proposed", {**ABOUT, "view": one_of(View), "review_on": DAY}
    TAKEN_DOWN = (
        "withholding.taken-down",
        {**ABOUT, "view": one_of(View), "review_on": DAY, "editions": COUNT},
    )
    APPROVED = "withholding.approved", {**ABOUT, "editions": COUNT}
    UPHELD = "withholding.upheld", ABOUT
    REFUSED = "withholding.refused", ABOUT
    KEPT = "withholding.kept", {**ABOUT, "review_on": DAY}
    LIFTING_PROPOSED = "withholding.lifting-proposed", ABOUT
    LIFTING_REFUSED = "withholding.lifting-refused", ABOUT
    LIFTED = "withholding.lifted", ABOUT


TAKES_EFFECT = (WithholdingEvent.TAKEN_DOWN, WithholdingEvent.APPROVED)


OF_FINDINGS: dict[str, Shape] = {
    "register": one_of(Register),
    "check": one_of(list(CHECKS)),
    "verdict": one_of(FindingState),
    "findings": COUNT,
    "digest": DIGEST,
}


class FindingEvent(EventKind):
    """What is said of findings. The digest is of the digests of their texts, in their order."""

    JUDGED = "finding.judged", {**OF_FINDINGS, "reason": one_of([*Reason, "none"])}
    REOPENED = "finding.reopened", OF_FINDINGS


JUDGES = (FindingEvent.JUDGED, FindingEvent.REOPENED)

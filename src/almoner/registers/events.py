"""What happens to registers."""

from almoner.core.events import (
    AMOUNT,
    COUNT,
    DAY,
    DIGEST,
    PERIOD,
    REFERENCE,
    EventKind,
    Shape,
    one_of,
)

from .grounds import Ground, View
from .kinds import Register

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


class EditionEvent(EventKind):
    ISSUED = (
        "edition.issued",
        {"digest": DIGEST, "period": PERIOD, "number": COUNT, "rows": COUNT, "line": COUNT},
    )
    REPLACED = (
        "edition.replaced",
        {"withholding": REFERENCE, "was": DIGEST, "digest": DIGEST, "rows": COUNT},
    )


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

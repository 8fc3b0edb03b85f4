"""What happens to registers."""

from almoner.core.events import AMOUNT, COUNT, DAY, DIGEST, PERIOD, EventKind, Shape, one_of

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

"""What happens to registers."""

from almoner.core.events import AMOUNT, COUNT, DAY, DIGEST, PERIOD, EventKind


class SpendEvent(EventKind):
    IMPORTED = (
        "spend.imported",
        {
            "digest": DIGEST,
            "source": DIGEST,
            "rows": COUNT,
            "rejected": COUNT,
            "total": AMOUNT,
            "known_from": DAY,
        },
    )


class EditionEvent(EventKind):
    ISSUED = (
        "edition.issued",
        {"digest": DIGEST, "period": PERIOD, "number": COUNT, "rows": COUNT, "line": COUNT},
    )

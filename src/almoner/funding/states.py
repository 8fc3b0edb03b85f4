"""The states that a pound can be in, what may move it, and how far a transfer has got."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class PoundState(TextChoices):
    """Where a pound of a budget line is. Outside, it is not in the line at all."""

    OUTSIDE = "outside", _("Not in the line")
    AVAILABLE = "available", _("Available")
    PLANNED = "planned", _("Planned")
    COMMITTED = "committed", _("Committed")
    DUE = "due", _("Due")
    PAID = "paid", _("Paid")
    RECOVERED = "recovered", _("Recovered")


POUND_LIFECYCLE = Lifecycle(
    {
        PoundState.OUTSIDE: {PoundState.AVAILABLE},
        PoundState.AVAILABLE: {PoundState.OUTSIDE, PoundState.PLANNED, PoundState.COMMITTED},
        PoundState.PLANNED: {PoundState.AVAILABLE, PoundState.COMMITTED},
        PoundState.COMMITTED: {PoundState.AVAILABLE, PoundState.DUE},
        PoundState.DUE: {PoundState.COMMITTED, PoundState.PAID},
        # A payment that the bank sent back is due again; so is one that never was made.
        PoundState.PAID: {PoundState.DUE, PoundState.RECOVERED},
        # What came back is spent again, or goes back to the funder.
        PoundState.RECOVERED: {PoundState.AVAILABLE, PoundState.OUTSIDE},
    }
)
INSIDE = [state for state in PoundState if state != PoundState.OUTSIDE]
OF_SOMETHING = [
    PoundState.PLANNED,
    PoundState.COMMITTED,
    PoundState.DUE,
    PoundState.PAID,
    PoundState.RECOVERED,
]


class Act(TextChoices):
    """What moved an amount."""

    PUT_IN = "put-in", _("Put in")
    INCREASED = "increased", _("Increased")
    DECREASED = "decreased", _("Decreased")
    TRANSFERRED_OUT = "transferred-out", _("Transferred out")
    TRANSFERRED_IN = "transferred-in", _("Transferred in")
    PLANNED = "planned", _("Planned")
    PLAN_RELEASED = "plan-released", _("Plan released")
    COMMITTED = "committed", _("Committed")
    COMMITMENT_RELEASED = "commitment-released", _("Commitment released")
    OWED = "owed", _("Became due")
    DUE_WITHDRAWN = "due-withdrawn", _("Not due after all")
    PAID = "paid", _("Paid")
    PAYMENT_UNDONE = "payment-undone", _("Not paid after all")
    RECOVERED = "recovered", _("Recovered")
    REUSED = "reused", _("Recovered, and available again")
    RETURNED = "returned", _("Recovered, and returned to its funder")


class TransferState(TextChoices):
    PROPOSED = "proposed", _("Awaiting a second person")
    MADE = "made", _("Made")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TRANSFER_LIFECYCLE = Lifecycle(
    {
        TransferState.PROPOSED: {
            TransferState.MADE,
            TransferState.REFUSED,
            TransferState.WITHDRAWN,
        },
        TransferState.MADE: set(),
        TransferState.REFUSED: set(),
        TransferState.WITHDRAWN: set(),
    }
)

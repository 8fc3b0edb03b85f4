"""What happens to agreements once somebody manages them."""

from datetime import date
from enum import StrEnum

from almoner.core.events import DAY, DIGEST, REFERENCE, EventKind, one_of

NO_DAY = date.max  # how a line writes a day that was not set


class NoticeSaid(StrEnum):
    """How the last day for notice is known."""

    NOT_SET = "not-set"
    DAY = "day"
    MONTHS = "months"


class ManagementEvent(EventKind):
    ADOPTED = "agreement.adopted", {"manager": REFERENCE}
    HANDED_OVER = "agreement.handed-over", {"from": REFERENCE, "to": REFERENCE}
    CHANGED = (
        "agreement.management-changed",
        {"ends_on": DAY, "notice": one_of(NoticeSaid), "notice_on": DAY, "review_on": DAY},
    )
    CONTACT_CHANGED = "agreement.contact-changed"
    CONTACT_FORGOTTEN = "agreement.contact-forgotten"
    RELEASED = "agreement.released", {"manager": REFERENCE}
    NOTED = "agreement.noted", {"note": REFERENCE, "digest": DIGEST}

"""Who sits on a board as what, what an item is for, where it came from, and how it can end."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """As what somebody sits on a board."""

    CHAIR = "chair", _("Chair")
    DEPUTY_CHAIR = "deputy-chair", _("Deputy chair")
    MEMBER = "member", _("Member")
    ADVISER = "adviser", _("Adviser, without a vote")


VOTING = (Part.CHAIR, Part.DEPUTY_CHAIR, Part.MEMBER)
CHAIRING = (Part.CHAIR, Part.DEPUTY_CHAIR)


class Watched(TextChoices):
    """What a board looks after: from there its agendas are proposed."""

    CASES = "cases", _("Commissions and their gates")
    DECISIONS = "decisions", _("Decisions about no case")
    MONEY = "money", _("Funds and budgets")
    AGREEMENTS = "agreements", _("Grants and contracts")
    RISKS = "risks", _("Risks")
    AUDITS = "audits", _("Audits and recommendations")
    REPORTS = "reports", _("Reports")


class Purpose(TextChoices):
    """What a board is to do with an item."""

    DECISION = "decision", _("For decision")
    DISCUSSION = "discussion", _("For discussion")
    INFORMATION = "information", _("For information")


class Origin(TextChoices):
    """How an item came onto the agenda."""

    BY_HAND = "by-hand", _("Put down by hand")
    STANDING = "standing", _("Standing item")
    DUE = "due", _("Due to the board")
    CARRIED = "carried", _("Carried over")


class Outcome(TextChoices):
    """What a board made of an item. What an outcome does to the thing that it is about, the
    thing's own app says: see `effects`.
    """

    NOTED = "noted", _("Noted")
    AGREED = "agreed", _("Agreed")
    AGREED_WITH_CONDITIONS = "agreed-with-conditions", _("Agreed with conditions")
    SENT_BACK = "sent-back", _("Sent back")
    REFUSED = "refused", _("Not agreed")
    DEFERRED = "deferred", _("Deferred to the next meeting")


class Ruling(TextChoices):
    """Whether somebody who declared an interest may stay for the item."""

    LEAVES = "leaves", _("Leaves for the item")
    STAYS = "stays", _("May stay")


class Presence(TextChoices):
    """Whether somebody was at a meeting, or will be."""

    APOLOGIES = "apologies", _("Sent apologies")
    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent")

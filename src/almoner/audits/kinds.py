"""Closed lists: why somebody looks, what management answers, what an auditor finds."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewKind(TextChoices):
    """Why somebody looks."""

    ASSURANCE = "assurance", _("Risk and assurance review")
    FOLLOW_UP = "follow-up", _("Follow-up review")
    ADVISORY = "advisory", _("Advisory review")
    THEMED = "themed", _("Themed review")
    INVESTIGATION = "investigation", _("Investigation")
    PROBITY = "probity", _("Probity review")
    OUTSIDE = "outside", _("Review by others")


class Answer(TextChoices):
    """What management answers to a recommendation."""

    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    REJECTED = "rejected", _("Rejected")


class Finds(TextChoices):
    """What the auditor found of a recommendation: the verdict."""

    FULLY = "fully-implemented", _("Fully implemented")
    PARTIALLY = "partially-implemented", _("Partially implemented")
    NOT_IMPLEMENTED = "not-implemented", _("Not implemented")
    NOT_YET_DUE = "not-yet-due", _("Not yet due")
    SUPERSEDED = "superseded", _("Superseded")
    RISK_ACCEPTED = "risk-accepted", _("Risk accepted")


# After these nothing is left to be done about it.
CLOSING = (Finds.FULLY, Finds.SUPERSEDED, Finds.RISK_ACCEPTED)
GIVEN_UP = (Finds.SUPERSEDED, Finds.RISK_ACCEPTED)


class Tested(TextChoices):
    """What an auditor found of a member of a sample."""

    CONFORMS = "conforms", _("Conforms")
    EXCEPTION = "exception", _("Exception")
    NOTE = "note", _("Note")

"""How what a check found is judged, and why it may be published all the same: closed lists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FindingState(TextChoices):
    WAITING = "waiting", _("To be judged")
    SAFE = "safe", _("Safe to publish")
    KEPT_BACK = "kept-back", _("Kept back")
    MENDED = "mended", _("Mended in the source")


class Reason(TextChoices):
    BUSINESS_NAME = "business-name", _("It is the name of a business")
    PUBLIC_BY_LAW = "public-by-law", _("The law has it published already")
    NOT_A_PERSON = "not-a-person", _("It is not about a person")
    NOT_AN_ADDRESS = "not-an-address", _("It tells no place that must not be found")
    CONSENT = "consent", _("The person it is about has agreed to it")
    OTHER = "other", _("Another reason, which the note says")
    LOOKED_AT = "looked-at", _("Somebody has looked at it")


# What only asks for a look is ticked off, and needs no better reason.
FOR_PUBLISHING = [reason for reason in Reason if reason != Reason.LOOKED_AT]

"""The life of a message on its way, and why an attempt may fail."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class DeliveryState(TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    CANCELLED = "cancelled", _("Cancelled")
    DROPPED = "dropped", _("Not needed any more")


# SENDING follows itself when a sender died: whoever comes after its lease sends again.
DELIVERY_LIFECYCLE = Lifecycle(
    {
        DeliveryState.QUEUED: {DeliveryState.SENDING, DeliveryState.CANCELLED},
        DeliveryState.SENDING: {
            DeliveryState.SENDING,
            DeliveryState.SENT,
            DeliveryState.QUEUED,
            DeliveryState.FAILED,
            DeliveryState.DROPPED,
        },
        DeliveryState.SENT: set(),
        DeliveryState.FAILED: {DeliveryState.QUEUED, DeliveryState.CANCELLED},
        DeliveryState.CANCELLED: set(),
        DeliveryState.DROPPED: set(),  # when it was to be written, nothing was left to say
    }
)


class Trouble(TextChoices):
    """Why an attempt failed. A closed list, since a mail server's own words may name people."""

    ADDRESS_REFUSED = "address-refused", _("The mail server refuses the address")
    SENDER_REFUSED = "sender-refused", _("The mail server refuses our address")
    SIGN_IN_REFUSED = "sign-in-refused", _("The mail server refuses our password")
    MESSAGE_REFUSED = "message-refused", _("The mail server refuses the message")
    UNREACHABLE = "unreachable", _("The mail server cannot be reached")
    UNSENDABLE = "unsendable", _("The message cannot be put into an e-mail")
    NOTHING_TO_SAY = "nothing-to-say", _("There was nothing left to say when it was to be sent")

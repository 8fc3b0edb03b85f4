"""The life of an enquiry, and how it may end."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class EnquiryState(TextChoices):
    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Taken")
    CLOSED = "closed", _("Closed")


ENQUIRY_LIFECYCLE = Lifecycle(
    {
        # Passed on to another queue, a waiting one still waits.
        EnquiryState.WAITING: {EnquiryState.WAITING, EnquiryState.TAKEN},
        EnquiryState.TAKEN: {EnquiryState.WAITING, EnquiryState.TAKEN, EnquiryState.CLOSED},
        EnquiryState.CLOSED: {EnquiryState.WAITING},
    }
)
OPEN = (EnquiryState.WAITING, EnquiryState.TAKEN)


class Outcome(TextChoices):
    CORRECTED = "corrected", _("Something was corrected")
    NO_CHANGE = "no-change", _("Nothing needed to change")
    WITHHELD = "withheld", _("Something is withheld from the public")
    NOT_FOR_US = "not-for-us", _("Not for us to answer")

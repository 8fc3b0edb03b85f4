"""The life of a risk."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class RiskState(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


# What comes back is a risk of its own: its causes are seldom the same.
RISK_LIFECYCLE = Lifecycle({RiskState.OPEN: {RiskState.CLOSED}, RiskState.CLOSED: set()})

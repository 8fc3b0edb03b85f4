"""The life of a batch."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .lifecycles import Lifecycle


class BatchState(TextChoices):
    STAGED = "staged", _("Being read in")
    LIVE = "live", _("Live")
    DISCARDED = "discarded", _("Discarded")
    UNDONE = "undone", _("Undone")


BATCH_LIFECYCLE = Lifecycle(
    {
        BatchState.STAGED: {BatchState.LIVE, BatchState.DISCARDED},
        BatchState.LIVE: {BatchState.UNDONE},
        BatchState.DISCARDED: set(),
        BatchState.UNDONE: set(),
    }
)

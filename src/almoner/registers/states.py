"""The life of an import in preparation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class DraftState(TextChoices):
    UPLOADED = "uploaded", _("Waiting to be read")
    READ = "read", _("Ready to look over")
    CONFIRMED = "confirmed", _("Waiting to be imported")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Cannot be imported")
    DROPPED = "dropped", _("Dropped")


UNDER_WAY = frozenset({DraftState.UPLOADED, DraftState.CONFIRMED, DraftState.IMPORTING})

DRAFT_LIFECYCLE = Lifecycle(
    {
        DraftState.UPLOADED: {DraftState.READ, DraftState.FAILED, DraftState.DROPPED},
        DraftState.READ: {DraftState.UPLOADED, DraftState.CONFIRMED, DraftState.DROPPED},
        DraftState.CONFIRMED: {DraftState.IMPORTING},
        # A worker that died leaves it so, and another takes it up.
        DraftState.IMPORTING: {DraftState.IMPORTING, DraftState.DONE, DraftState.FAILED},
        DraftState.DONE: set(),
        DraftState.FAILED: {DraftState.UPLOADED, DraftState.DROPPED},
        DraftState.DROPPED: set(),
    }
)

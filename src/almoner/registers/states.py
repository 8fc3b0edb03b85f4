"""The lives of an import in preparation, and of a withholding."""

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


DRAFTS_UNDER_WAY = frozenset({DraftState.UPLOADED, DraftState.CONFIRMED, DraftState.IMPORTING})

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


class WithholdingState(TextChoices):
    PROPOSED = "proposed", _("Awaiting a second person")
    TAKEN_DOWN = "taken-down", _("Taken down, awaiting a second person")
    IN_FORCE = "in-force", _("In force")
    LIFTING = "lifting", _("In force, to be lifted if a second person agrees")
    REFUSED = "refused", _("Refused")
    LIFTED = "lifted", _("Lifted")


WITHHOLDING_LIFECYCLE = Lifecycle(
    {
        WithholdingState.PROPOSED: {WithholdingState.IN_FORCE, WithholdingState.REFUSED},
        WithholdingState.TAKEN_DOWN: {WithholdingState.IN_FORCE, WithholdingState.LIFTING},
        WithholdingState.IN_FORCE: {WithholdingState.LIFTING},
        # What no second person has looked at waits for one again, if it is not lifted.
        WithholdingState.LIFTING: {
            WithholdingState.IN_FORCE,
            WithholdingState.TAKEN_DOWN,
            WithholdingState.LIFTED,
        },
        WithholdingState.REFUSED: set(),
        WithholdingState.LIFTED: set(),
    }
)
WITHHELD = (WithholdingState.TAKEN_DOWN, WithholdingState.IN_FORCE, WithholdingState.LIFTING)
UNDER_WAY = (WithholdingState.PROPOSED, *WITHHELD)

"""The life of a withholding."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


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

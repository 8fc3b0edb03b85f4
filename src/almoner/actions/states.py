"""The life of an action, and what is written down on the way."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class ActionState(TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done, awaiting verification")
    VERIFIED = "verified", _("Verified")
    DROPPED = "dropped", _("Dropped")


ACTION_LIFECYCLE = Lifecycle(
    {
        ActionState.OPEN: {ActionState.DONE, ActionState.DROPPED},
        # What is sent back is to be done again.
        ActionState.DONE: {ActionState.OPEN, ActionState.VERIFIED, ActionState.DROPPED},
        ActionState.VERIFIED: set(),
        ActionState.DROPPED: set(),
    }
)
UNFINISHED = (ActionState.OPEN, ActionState.DONE)


class StepKind(TextChoices):
    """What happened to an action, for its history."""

    OPENED = "opened", _("Opened")
    PROGRESS = "progress", _("Progress")
    DONE = "done", _("Done")
    SENT_BACK = "sent-back", _("Sent back")
    VERIFIED = "verified", _("Verified")
    DAY_PROPOSED = "day-proposed", _("Another day asked for")
    DAY_REFUSED = "day-refused", _("Another day refused")
    MOVED = "moved", _("Day moved")
    HANDED_OVER = "handed-over", _("Handed over")
    DROPPED = "dropped", _("Dropped")


class ProposalState(TextChoices):
    """What becomes of another day that was asked for."""

    PROPOSED = "proposed", _("Awaiting another person")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
    OVERTAKEN = "overtaken", _("Overtaken")


PROPOSAL_LIFECYCLE = Lifecycle(
    {
        # Set another day, or close the action, and what was asked for is of no use any more.
        ProposalState.PROPOSED: {
            ProposalState.AGREED,
            ProposalState.REFUSED,
            ProposalState.OVERTAKEN,
        },
        ProposalState.AGREED: set(),
        ProposalState.REFUSED: set(),
        ProposalState.OVERTAKEN: set(),
    }
)

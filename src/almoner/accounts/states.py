"""The lives of a role's paper and of an invitation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class GrantState(TextChoices):
    PROPOSED = "proposed", _("Awaiting a second person")
    IN_FORCE = "in-force", _("In force")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")


GRANT_LIFECYCLE = Lifecycle(
    {
        GrantState.PROPOSED: {GrantState.IN_FORCE, GrantState.REFUSED, GrantState.WITHDRAWN},
        GrantState.IN_FORCE: {GrantState.ENDED},
        GrantState.REFUSED: set(),
        GrantState.WITHDRAWN: set(),
        GrantState.ENDED: set(),
    }
)


class InvitationState(TextChoices):
    OPEN = "open", _("Awaiting an answer")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


INVITATION_LIFECYCLE = Lifecycle(
    {
        InvitationState.OPEN: {InvitationState.ACCEPTED, InvitationState.WITHDRAWN},
        InvitationState.ACCEPTED: set(),
        InvitationState.WITHDRAWN: set(),
    }
)

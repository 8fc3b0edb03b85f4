"""The lives of a role's paper, an invitation and a team; what the access log tells apart."""

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
        GrantState.ENDED: {GrantState.ENDED},  # an end to come may be brought forward
    }
)


class InvitationState(TextChoices):
    OPEN = "open", _("Awaiting an answer")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


INVITATION_LIFECYCLE = Lifecycle(
    {
        InvitationState.OPEN: {
            InvitationState.ACCEPTED,
            InvitationState.WITHDRAWN,
            InvitationState.LAPSED,
        },
        InvitationState.ACCEPTED: set(),
        InvitationState.WITHDRAWN: set(),
        InvitationState.LAPSED: set(),
    }
)


class TeamState(TextChoices):
    AT_WORK = "at-work", _("At work")
    CLOSED = "closed", _("Closed")


TEAM_LIFECYCLE = Lifecycle(
    {
        TeamState.AT_WORK: {TeamState.CLOSED},
        TeamState.CLOSED: set(),
    }
)


class AccessOutcome(TextChoices):
    ALLOWED = "allowed", _("Read")
    REFUSED = "refused", _("Refused")
    SIGNED_IN = "signed-in", _("Signed in")
    SIGNED_OUT = "signed-out", _("Signed out")
    SIGN_IN_FAILED = "sign-in-failed", _("Failed to sign in")

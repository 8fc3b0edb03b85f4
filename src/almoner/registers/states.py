"""The lives of an edition in preparation, and of a standing authority."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class PreparationState(TextChoices):
    DRAFTED = "drafted", _("Drafted")
    SUBMITTED = "submitted", _("Awaiting approval")
    RETURNED = "returned", _("Sent back")
    LAPSED = "lapsed", _("Lapsed: the facts changed")
    APPROVED = "approved", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = [
    PreparationState.DRAFTED,
    PreparationState.SUBMITTED,
    PreparationState.RETURNED,
    PreparationState.LAPSED,
]
TO_SUBMIT = [state for state in OPEN if state != PreparationState.SUBMITTED]

PREPARATION_LIFECYCLE = Lifecycle(
    {
        PreparationState.DRAFTED: {PreparationState.SUBMITTED, PreparationState.WITHDRAWN},
        PreparationState.SUBMITTED: {
            PreparationState.RETURNED,
            PreparationState.LAPSED,
            PreparationState.APPROVED,
        },
        PreparationState.RETURNED: {PreparationState.SUBMITTED, PreparationState.WITHDRAWN},
        PreparationState.LAPSED: {PreparationState.SUBMITTED, PreparationState.WITHDRAWN},
        PreparationState.APPROVED: set(),
        PreparationState.WITHDRAWN: set(),
    }
)


class AuthorityState(TextChoices):
    PROPOSED = "proposed", _("Awaiting a second publisher")
    IN_FORCE = "in-force", _("In force")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


AUTHORITY_LIFECYCLE = Lifecycle(
    {
        AuthorityState.PROPOSED: {AuthorityState.IN_FORCE, AuthorityState.REFUSED},
        AuthorityState.IN_FORCE: {AuthorityState.ENDED},
        AuthorityState.REFUSED: set(),
        AuthorityState.ENDED: set(),
    }
)

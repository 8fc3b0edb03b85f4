"""The life of a version of the framework."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class VersionState(TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Awaiting a second person")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Which of the approved ones is in force on a day is computed, never a state.
VERSION_LIFECYCLE = Lifecycle(
    {
        VersionState.DRAFT: {VersionState.PROPOSED, VersionState.WITHDRAWN},
        VersionState.PROPOSED: {
            VersionState.APPROVED,
            VersionState.REFUSED,
            VersionState.WITHDRAWN,
        },
        VersionState.APPROVED: set(),
        VersionState.REFUSED: set(),
        VersionState.WITHDRAWN: set(),
    }
)
OPEN = (VersionState.DRAFT, VersionState.PROPOSED)

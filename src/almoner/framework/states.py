"""The lives of a version of the framework, and of a paper that gives somebody an office."""

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


class OfficeState(TextChoices):
    """How far it is with a paper. Who holds an office on a day is told by the holdings."""

    PROPOSED = "proposed", _("Awaiting a second person")
    HELD = "held", _("Confirmed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")


OFFICE_LIFECYCLE = Lifecycle(
    {
        OfficeState.PROPOSED: {OfficeState.HELD, OfficeState.REFUSED, OfficeState.WITHDRAWN},
        OfficeState.HELD: {OfficeState.ENDED},
        OfficeState.REFUSED: set(),
        OfficeState.WITHDRAWN: set(),
        OfficeState.ENDED: set(),
    }
)

"""The lives of a document, of a copy to publish, and of the finding that none is owed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class DocumentState(TextChoices):
    CURRENT = "current", _("Current")
    REPLACED = "replaced", _("Replaced by a newer one")
    REMOVED = "removed", _("Removed")


DOCUMENT_LIFECYCLE = Lifecycle(
    {
        DocumentState.CURRENT: {DocumentState.REPLACED, DocumentState.REMOVED},
        DocumentState.REPLACED: set(),
        DocumentState.REMOVED: set(),
    }
)


class CopyState(TextChoices):
    DRAFTED = "drafted", _("In preparation")
    SUBMITTED = "submitted", _("Awaiting check")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Superseded by a later copy")


COPY_LIFECYCLE = Lifecycle(
    {
        CopyState.DRAFTED: {CopyState.SUBMITTED, CopyState.WITHDRAWN},
        CopyState.SUBMITTED: {CopyState.PUBLISHED, CopyState.RETURNED, CopyState.WITHDRAWN},
        CopyState.PUBLISHED: {CopyState.SUPERSEDED},
        CopyState.RETURNED: set(),
        CopyState.WITHDRAWN: set(),
        CopyState.SUPERSEDED: set(),
    }
)
UNDER_WAY = (CopyState.DRAFTED, CopyState.SUBMITTED)


class ExemptionState(TextChoices):
    PROPOSED = "proposed", _("Awaiting a second person")
    IN_FORCE = "in-force", _("In force")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


EXEMPTION_LIFECYCLE = Lifecycle(
    {
        ExemptionState.PROPOSED: {ExemptionState.IN_FORCE, ExemptionState.REFUSED},
        ExemptionState.IN_FORCE: {ExemptionState.ENDED},
        ExemptionState.REFUSED: set(),
        ExemptionState.ENDED: set(),
    }
)

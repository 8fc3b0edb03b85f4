"""The lives of a stored file, a version of a template, a document filled from it, an attachment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class FileState(TextChoices):
    KEPT = "kept", _("Kept")
    TAKEN_DOWN = "taken-down", _("Taken down, awaiting a second person")
    DELETED = "deleted", _("Deleted for good")


FILE_LIFECYCLE = Lifecycle(
    {
        FileState.KEPT: {FileState.TAKEN_DOWN},
        FileState.TAKEN_DOWN: {FileState.DELETED, FileState.KEPT},
        FileState.DELETED: set(),
    }
)


class TemplateState(TextChoices):
    SHIPPED = "shipped", _("As it came, not yet confirmed")
    PROPOSED = "proposed", _("Awaiting a second person")
    IN_FORCE = "in-force", _("In force")
    REFUSED = "refused", _("Refused")
    SUPERSEDED = "superseded", _("Superseded by a later version")


TEMPLATE_LIFECYCLE = Lifecycle(
    {
        TemplateState.SHIPPED: {TemplateState.SUPERSEDED},
        TemplateState.PROPOSED: {TemplateState.IN_FORCE, TemplateState.REFUSED},
        TemplateState.IN_FORCE: {TemplateState.SUPERSEDED},
        TemplateState.REFUSED: set(),
        TemplateState.SUPERSEDED: set(),
    }
)


class FillingState(TextChoices):
    OPEN = "open", _("Being written")
    FINISHED = "finished", _("Finished")
    SUPERSEDED = "superseded", _("Superseded by a later version")
    DROPPED = "dropped", _("Dropped")


# What is finished is reopened as its next version, and stands until that one is finished too.
FILLING_LIFECYCLE = Lifecycle(
    {
        FillingState.OPEN: {FillingState.FINISHED, FillingState.DROPPED},
        FillingState.FINISHED: {FillingState.SUPERSEDED},
        FillingState.SUPERSEDED: set(),
        FillingState.DROPPED: set(),
    }
)


class AttachmentState(TextChoices):
    ATTACHED = "attached", _("Attached")
    REMOVED = "removed", _("Removed before the document was finished")


ATTACHMENT_LIFECYCLE = Lifecycle(
    {
        AttachmentState.ATTACHED: {AttachmentState.REMOVED},
        AttachmentState.REMOVED: set(),
    }
)

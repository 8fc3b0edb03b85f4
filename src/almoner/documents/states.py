"""The life of a stored file."""

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

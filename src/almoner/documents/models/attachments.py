"""Files that go with a document that is filled, and are frozen with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, append_only, unchanging
from almoner.documents.states import AttachmentState

from .files import StoredFile
from .fillings import Filling

TABLE = "documents_attachment"
PERSON = settings.AUTH_USER_MODEL
FIXED = ("reference", "filling_id", "file_id", "title", "attached_by_id", "attached_at")


def attachment_reference() -> str:
    return opaque_reference("ATT")


class Attachment(models.Model):
    """A file that goes with a document: attached while that is written, and removed at most then.

    The next version of the document has its own rows, of the same files.
    """

    reference = models.CharField(max_length=20, unique=True, default=attachment_reference)
    filling = models.ForeignKey(Filling, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=20, choices=AttachmentState, default=AttachmentState.ATTACHED
    )
    attached_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    removed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_attachment_that_is_removed_says_by_whom",
                condition=Q(state=AttachmentState.ATTACHED, removed_by=None, removed_at=None)
                | Q(
                    state=AttachmentState.REMOVED,
                    removed_by__isnull=False,
                    removed_at__isnull=False,
                ),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "filling", "file", "state", "attached_by", "attached_at"}
        internal |= {"removed_by", "removed_at"}
        personal = {"title"}

    seals = [
        *(seal for column in FIXED for seal in unchanging(TABLE, column)),
        Seal(TABLE, "UPDATE OF state", when="OLD.state <> 'attached' AND OLD.state <> NEW.state"),
        *(seal for seal in append_only(TABLE, key="id") if seal.act != "UPDATE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def called(self) -> str:
        """Its title, unless its file was taken down: the title may say what the file did."""
        return self.title if self.file.is_kept else self.reference

"""Files that are kept, one row each: what was sent, and what it belongs to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging
from almoner.documents.grounds import Danger
from almoner.documents.kinds import FileKind
from almoner.documents.states import FileState

TABLE = "documents_storedfile"
SEALED = ("reference", "kind", "size", "digest", "place", "about")


def file_reference() -> str:
    return opaque_reference("FIL")


class StoredFile(models.Model):
    """A file as it was sent: its bytes are on the disk at `place`, and never change.

    `about` is the ledger's name of what it belongs to, which says who may read it. Taken down, it
    is read by nobody; deleted, its bytes are gone and this row, with their digest, is left.
    """

    reference = models.CharField(max_length=20, unique=True, default=file_reference)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=FileKind)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    place = models.CharField(max_length=40, unique=True)
    about = models.CharField(max_length=200, db_index=True)
    state = models.CharField(max_length=20, choices=FileState, default=FileState.KEPT)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()
    ground = models.CharField(max_length=20, choices=Danger, blank=True)
    reason = models.TextField(blank=True)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    taken_down_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_taking_down_is_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("taken_down_by")),
            ),
            models.CheckConstraint(
                name="documents_deletion_took_two_people",
                condition=~Q(state=FileState.DELETED)
                | Q(taken_down_by__isnull=False, reviewed_by__isnull=False),
            ),
        ]

    class Privacy:
        # A copy of a contract is such a file: the rooms above say which one is public.
        # Of one that was taken down, its digest, the day and the ground are left to be read.
        public = {"kind", "size", "digest", "ground", "taken_down_at"}
        internal = {"reference", "place", "about", "state", "stored_by", "stored_at"}
        internal |= {"taken_down_by", "reviewed_by", "reviewed_at"}
        personal = {"name", "reason"}

    seals = [
        *(seal for column in SEALED for seal in unchanging(TABLE, column)),
        *(seal for seal in append_only(TABLE, key="id") if seal.act != "UPDATE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_kept(self) -> bool:
        return self.state == FileState.KEPT

"""What registers keep of their own: files read in, rows they refused, and editions."""

from django.conf import settings
from django.db import models

from almoner.core.models import Batch
from almoner.core.money import MoneyField
from almoner.core.seals import append_only, unchanging


class ImportedFile(models.Model):
    """A file that was read in, and what became of its rows: each accepted, rejected or blank."""

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="imported_file")
    file_name = models.CharField(max_length=255)
    publisher = models.CharField(max_length=200)
    accepted = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    blank = models.PositiveIntegerField()
    total = MoneyField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Privacy:
        public = {"batch", "file_name", "publisher", "accepted", "rejected", "blank", "total"}
        internal = {"imported_by"}
        personal: set[str] = set()

    seals = append_only("registers_importedfile", key="id", unique=[("batch_id",)])

    def __str__(self) -> str:
        return str(self.batch)


class RejectedRow(models.Model):
    """A row that could not be read, kept whole with the reason, so that nothing is lost.

    Nobody has checked what its cells say, so they are not for the public.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rejected_rows")
    row_number = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    explanation = models.TextField()
    remedy = models.TextField()
    cells = models.JSONField()

    is_staged = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_rejected_once_a_row", fields=["batch", "row_number"]
            )
        ]

    class Privacy:
        public = {"batch", "row_number", "code"}
        internal = {"explanation", "remedy"}
        personal = {"cells"}

    def __str__(self) -> str:
        return f"{self.batch}:{self.row_number}"


class Edition(models.Model):
    """What was public of a dataset in a period, frozen when the ledger ended at `line`.

    Its address (dataset, period, number) never changes. It is corrected by a later number.
    """

    reference = models.CharField(max_length=20, unique=True)
    dataset = models.CharField(max_length=40)
    period = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    line = models.BigIntegerField()
    line_hash = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_edition_is_numbered_once", fields=["dataset", "period", "number"]
            )
        ]

    class Privacy:
        public = {"reference", "dataset", "period", "number", "issued_at"}
        public |= {"line", "line_hash", "row_count", "digest"}
        internal = {"issued_by"}
        personal: set[str] = set()

    seals = [
        *append_only(
            "registers_edition",
            key="id",
            unique=[("reference",), ("dataset", "period", "number")],
        ),
        *unchanging("registers_edition", "reference"),
    ]

    def __str__(self) -> str:
        return self.reference


class EditionFile(models.Model):
    """One file of an edition, and the digest of its bytes."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_edition_file_is_named_once", fields=["edition", "name"]
            )
        ]

    class Privacy:
        public = {"edition", "name", "size", "digest"}
        internal: set[str] = set()
        personal: set[str] = set()

    seals = append_only("registers_editionfile", key="id", unique=[("edition_id", "name")])

    def __str__(self) -> str:
        return f"{self.edition}:{self.name}"

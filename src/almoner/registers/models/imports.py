"""Files read in, files that wait to be, and what was in doubt of them."""

from django.conf import settings
from django.db import models

from almoner.core.models import Batch
from almoner.core.money import MoneyField
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging
from almoner.opendata.problems import Level
from almoner.organisations.matching import Doubt
from almoner.organisations.models import Organisation
from almoner.registers.kinds import Register
from almoner.registers.states import DraftState

HELD = "held"  # a level that the reader does not know: it is read, and waits to be judged


def draft_reference() -> str:
    return opaque_reference("IMP")


class ImportedFile(models.Model):
    """A file that was read in, and what became of its rows: each accepted, rejected or blank.

    Of those accepted, so many needed a repair. Agreements are compared with what was known: so
    many are new, changed, or the same, and so many that were known are missing from the file.
    """

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="imported_file")
    file_name = models.CharField(max_length=255)
    publisher = models.CharField(max_length=200)
    accepted = models.PositiveIntegerField()
    repaired = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField()
    blank = models.PositiveIntegerField()
    total = MoneyField()
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Privacy:
        public = {"batch", "file_name", "publisher", "accepted", "repaired", "rejected", "blank"}
        public |= {"total", "new", "changed", "same", "missing"}
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
    sheet = models.CharField(max_length=200, blank=True)
    row_number = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    explanation = models.TextField()
    remedy = models.TextField()
    cells = models.JSONField()

    is_staged = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_rejected_once_a_row", fields=["batch", "sheet", "row_number"]
            )
        ]

    class Privacy:
        public = {"batch", "sheet", "row_number", "code"}
        internal = {"explanation", "remedy"}
        personal = {"cells"}

    def __str__(self) -> str:
        return f"{self.batch}:{self.sheet}:{self.row_number}"


class MendedCell(models.Model):
    """What a person typed in place of a cell before the file was read in: evidence of the import.

    Nobody but they has said it, so it is not for the public as such; the row that came of it is.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="mended_cells")
    sheet = models.CharField(max_length=200, blank=True)
    row_number = models.PositiveIntegerField()
    field = models.CharField(max_length=60)
    text = models.TextField(blank=True)

    is_staged = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_mended_once_a_cell",
                fields=["batch", "sheet", "row_number", "field"],
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"batch", "sheet", "row_number", "field"}
        personal = {"text"}

    def __str__(self) -> str:
        return f"{self.batch}:{self.sheet}:{self.row_number}:{self.field}"


class DoubtfulMatch(models.Model):
    """A row of which it was in doubt whose it is, for a person to look at: nothing was guessed.

    `organisation` is the one that the row was given; `other`, if there is one, who it may be.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="doubtful_matches")
    sheet = models.CharField(max_length=200, blank=True)
    row_number = models.PositiveIntegerField()
    doubt = models.CharField(max_length=40, choices=[(doubt, doubt) for doubt in Doubt])
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    other = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    is_staged = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_doubtful_once_a_row", fields=["batch", "sheet", "row_number"]
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"batch", "sheet", "row_number", "doubt", "organisation", "other"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.batch}:{self.sheet}:{self.row_number}"


class UndoneImport(models.Model):
    """That an import was undone: by whom, when and why, in their own words."""

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="undone_import")
    reason = models.TextField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField()

    class Privacy:
        public = {"batch", "undone_at"}
        internal = {"reason", "undone_by"}
        personal: set[str] = set()

    seals = append_only("registers_undoneimport", key="id", unique=[("batch_id",)])

    def __str__(self) -> str:
        return str(self.batch)


class ImportDraft(models.Model):
    """An import in preparation: a file, what its columns mean, and what a person typed in place of
    its cells. What was read of it can be read again, and nothing of it is evidence until it is
    imported.

    `columns` says of headings which field each is, or "" for none; `fixes` holds texts by sheet,
    row and field. `digest` is of the file, which lies in a folder of a random name.
    """

    reference = models.CharField(max_length=20, unique=True, default=draft_reference)
    register = models.CharField(max_length=20, choices=Register)
    state = models.CharField(max_length=20, choices=DraftState, default=DraftState.UPLOADED)
    file_name = models.CharField(max_length=255)
    folder = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    publisher = models.CharField(max_length=200, blank=True)
    known_from = models.DateField()
    columns = models.JSONField(default=dict)
    fixes = models.JSONField(default=dict)
    rows_read = models.PositiveIntegerField(default=0)
    report = models.JSONField(null=True)
    preview = models.JSONField(null=True)
    failure = models.TextField(blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    is_bookkeeping = True

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "register", "state", "file_name", "folder", "size", "digest"}
        internal |= {"publisher", "known_from", "columns", "rows_read", "failure", "batch"}
        internal |= {"started_by", "confirmed_by", "started_at", "confirmed_at", "changed_at"}
        personal = {"fixes", "report", "preview"}

    seals = unchanging("registers_importdraft", "reference")

    def __str__(self) -> str:
        return self.reference


class DraftRow(models.Model):
    """A row of a file in preparation that somebody should look at: rejected, repaired or held.

    `number` counts those of its draft; `code` is the gravest problem's. Each of `cells` says its
    heading, its text, its field, and what is wrong with it or was done to it.
    """

    draft = models.ForeignKey(ImportDraft, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    sheet = models.CharField(max_length=200, blank=True)
    row_number = models.PositiveIntegerField()
    level = models.CharField(max_length=20, choices=[(level, level) for level in [*Level, HELD]])
    code = models.CharField(max_length=40)
    explanation = models.TextField()
    remedy = models.TextField()
    cells = models.JSONField()

    is_bookkeeping = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="registers_draft_row_is_numbered_once", fields=["draft", "number"]
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"draft", "number", "sheet", "row_number", "level", "code"}
        internal |= {"explanation", "remedy"}
        personal = {"cells"}

    def __str__(self) -> str:
        return f"{self.draft}:{self.number}"

    @property
    def is_about_cells(self) -> bool:
        """Whether what is wrong stands in some of its cells, not in the row as a whole."""
        return any(cell["wrong"] for cell in self.cells)

"""The ledger's lines, series of references, batches of rows, leases, and what this database is."""

import json
from datetime import UTC
from hashlib import sha256

from django.db import models

from .seals import append_only, unchanging
from .states import BatchState


class Event(models.Model):
    """One line of the ledger: who did what to which thing, and when.

    Everything in it is text, so it outlives whatever it describes. `happened_at` is what the
    caller claims; `recorded_at` is the server's clock. Each hash covers the line before.
    """

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=80, db_index=True)
    about = models.CharField(max_length=200, db_index=True)
    actor = models.CharField(max_length=200, db_index=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Privacy:
        public = {"number", "hash"}
        internal = {"kind", "about", "actor", "happened_at", "recorded_at", "facts"}
        personal: set[str] = set()

    seals = append_only("core_event", key="number")

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.about} by {self.actor}"

    def canonical(self, *, after: str) -> str:
        """Write this line as the one text that is hashed, with the hash of the line before it."""
        line = {
            "number": self.number,
            "kind": self.kind,
            "about": self.about,
            "actor": self.actor,
            "happened_at": self.happened_at.astimezone(UTC).isoformat(),
            "recorded_at": self.recorded_at.astimezone(UTC).isoformat(),
            "facts": self.facts,
            "previous": after,
        }
        return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def digest(self, *, after: str) -> str:
        """Hash this line together with the hash of the line before it."""
        return sha256(self.canonical(after=after).encode()).hexdigest()


class Series(models.Model):
    """A numbered series of references, such as PCD-2026, and the last number it gave."""

    name = models.CharField(max_length=16, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Privacy:
        public: set[str] = set()
        internal = {"name", "last"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """What this database is. One row, written by the first command that fills it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_demonstration = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="installation_is_one", condition=models.Q(id=1))]

    class Privacy:
        public: set[str] = set()
        internal = {"is_demonstration", "made_at"}
        personal: set[str] = set()

    seals = append_only("core_installation", key="id")

    def __str__(self) -> str:
        return "INS-1"


class Batch(models.Model):
    """Rows that came together, such as one file, and become visible together or not at all.

    Rows point here and are read only through a live batch, so a long import is staged in chunks
    that nobody sees, and made live by one short transaction. `digest` covers every row in order.
    """

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=BatchState, default=BatchState.STAGED)
    source_digest = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    known_from = models.DateField(null=True)
    recorded_at = models.DateTimeField(null=True)
    row_count = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    is_staged = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="batch_is_recorded_and_digested_once_live",
                condition=~models.Q(state=BatchState.LIVE)
                | (
                    models.Q(recorded_at__isnull=False, known_from__isnull=False)
                    & ~models.Q(digest="")
                ),
            ),
            # Two imports of one kind at once would each miss what the other is about to add.
            models.UniqueConstraint(
                name="batch_of_a_kind_is_staged_alone",
                fields=["kind"],
                condition=models.Q(state=BatchState.STAGED),
            ),
        ]

    class Privacy:
        public = {"reference", "kind", "row_count", "digest", "source_digest"}
        public |= {"known_from", "recorded_at"}
        internal = {"state", "started_at"}
        personal: set[str] = set()

    seals = unchanging("core_batch", "reference")

    def __str__(self) -> str:
        return self.reference


class Lease(models.Model):
    """A claim to be the only one doing something, which lapses unless whoever holds it renews it.

    A process that was killed renews nothing, so others know it is gone.
    """

    name = models.CharField(max_length=100, unique=True)
    holder = models.CharField(max_length=64)
    until = models.DateTimeField()

    is_bookkeeping = True

    class Privacy:
        public: set[str] = set()
        internal = {"name", "holder", "until"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.name

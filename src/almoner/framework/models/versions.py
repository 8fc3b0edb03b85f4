"""Versions of the framework, and the texts that versions and cases keep."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.core.seals import Seal, append_only, unchanging
from almoner.framework.contents import Framework
from almoner.framework.parsed import parsed
from almoner.framework.states import VersionState

TEXTS, VERSIONS = "framework_text", "framework_version"
LONGEST_REMARK = 2000


def digest_of(text: str) -> str:
    """The digest by which a framework's text is known."""
    return sha256(text.encode()).hexdigest()


class FrameworkText(models.Model):
    """A framework's text, frozen. A version is one from a day on; a case keeps the one it began by,
    also where that came with Almoner and nobody approved it.
    """

    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()

    class Meta:
        db_table = TEXTS

    class Privacy:
        public: set[str] = set()
        internal = {"digest", "text"}
        personal: set[str] = set()

    seals = append_only(TEXTS, key="id", unique=[("digest",)])

    def __str__(self) -> str:
        return self.digest

    @property
    def framework(self) -> Framework:
        """What it says. It was checked when it was kept."""
        return parsed(self.digest, lambda: self.text)


class FrameworkVersion(models.Model):
    """What the framework is to say from a day on, from one person's hand. Another approves it.

    Its text never changes. Approved, it holds from `holds_from`: the first day that was asked for
    or, where that has passed by then, the day of its approval: no past day gets other rules.
    """

    reference = models.CharField(max_length=20, unique=True)
    text = models.ForeignKey(FrameworkText, models.PROTECT, related_name="versions")
    reason = models.TextField()
    first_day = models.DateField()
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)
    holds_from = models.DateField(null=True)

    class Meta:
        db_table = VERSIONS
        constraints = [
            models.UniqueConstraint(
                name="framework_has_one_version_proposed",
                fields=["state"],
                condition=Q(state=VersionState.PROPOSED),
            ),
            models.CheckConstraint(
                name="framework_proposer_does_not_approve",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="framework_approved_took_two_and_holds_from_a_day",
                condition=~Q(state=VersionState.APPROVED)
                | Q(
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    proposed_at__isnull=False,
                    holds_from__isnull=False,
                ),
            ),
        ]
        indexes = [models.Index(fields=["state", "holds_from"], name="framework_in_force")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "text", "reason", "first_day", "state", "proposed_by"}
        internal |= {"drafted_at", "proposed_at", "decided_by", "decided_at", "remark"}
        internal |= {"holds_from"}
        personal: set[str] = set()

    seals = [
        *unchanging(VERSIONS, "reference"),
        *unchanging(VERSIONS, "text_id"),
        *unchanging(VERSIONS, "reason"),
        *unchanging(VERSIONS, "first_day"),
        *unchanging(VERSIONS, "proposed_by_id"),
        # An approved version is what the rules were: on which days is as fixed as what they said.
        Seal(VERSIONS, "UPDATE", when="OLD.state IN ('approved', 'refused', 'withdrawn')"),
        Seal(VERSIONS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def framework(self) -> Framework:
        return self.text.framework

"""What is kept of controls: how each stood every night, and from when to when a case broke it."""

from django.db import models
from django.db.models import F, Q

from almoner.core.seals import Seal, append_only, unchanging

RUNS, LAPSES = "assurance_run", "assurance_lapse"
FIXED = ("control", "reference", "about", "reason", "first_on")


class Run(models.Model):
    """How a control stood one night: how many cases it covered, and how many broke it.

    `population` is the digest of which cases those were, in order. A run that failed says with
    which kind of error, and is red.
    """

    control = models.CharField(max_length=60)
    night = models.DateField()
    covered = models.PositiveIntegerField()
    broken = models.PositiveIntegerField()
    population = models.CharField(max_length=64)
    failure = models.CharField(max_length=80, blank=True)
    ran_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="assurance_one_run_a_night", fields=["control", "night"])
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"control", "night", "covered", "broken", "population", "failure", "ran_at"}
        personal: set[str] = set()

    seals = append_only(RUNS, key="id", unique=[("control", "night")])

    def __str__(self) -> str:
        return f"{self.control}:{self.night}"

    @property
    def percent_kept(self) -> int | None:
        """How many in a hundred cases kept it; of a run that failed or covered none, nobody says.

        Rounded down, so that 100 means all.
        """
        if self.failure or not self.covered:
            return None
        return (self.covered - self.broken) * 100 // self.covered


class Lapse(models.Model):
    """That a case broke a control, from the night when that was first seen to the night when it was
    not any more; without that, it still does.
    """

    control = models.CharField(max_length=60)
    reference = models.CharField(max_length=60)
    about = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    first_on = models.DateField()
    mended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assurance_case_lapses_once",
                fields=["control", "reference"],
                condition=Q(mended_on=None),
            ),
            models.CheckConstraint(
                name="assurance_mended_after_it_lapsed",
                condition=Q(mended_on=None) | Q(mended_on__gt=F("first_on")),
            ),
        ]
        indexes = [models.Index(fields=["control", "mended_on"], name="assurance_lapses_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"control", "reference", "about", "first_on", "mended_on"}
        personal = {"reason"}

    seals = [
        *(seal for column in FIXED for seal in unchanging(LAPSES, column)),
        Seal(LAPSES, "UPDATE OF mended_on", when="OLD.mended_on IS NOT NULL"),
        Seal(LAPSES, "DELETE"),
    ]

    def __str__(self) -> str:
        return f"{self.control}:{self.reference}"

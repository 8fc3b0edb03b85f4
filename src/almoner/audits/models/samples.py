"""Samples that are kept: of what, as at which day, by which seed, and what was found of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.audits.kinds import Tested
from almoner.core.seals import append_only, unchanging

from .reviews import Review

PERSON = settings.AUTH_USER_MODEL


class Sample(models.Model):
    """A random sample of a population. The same seed draws the same members from the same
    population, whose digest says that it was this one.
    """

    reference = models.CharField(max_length=20, unique=True)
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="samples")
    population = models.CharField(max_length=60)
    as_at = models.DateField()
    seed = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    population_size = models.PositiveIntegerField()
    population_digest = models.CharField(max_length=64)
    drawn_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="audits_sample_holds_something", condition=Q(size__gt=0))
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "review", "population", "as_at", "seed", "size"}
        internal |= {"population_size", "population_digest", "drawn_by", "drawn_at"}
        internal |= {"recorded_at"}
        personal: set[str] = set()

    seals = [
        *append_only("audits_sample", key="id", unique=[("reference",)]),
        *unchanging("audits_sample", "reference"),
    ]

    def __str__(self) -> str:
        return self.reference


class SampleMember(models.Model):
    """One thing that was drawn, by its name in the ledger, in the order of the draw."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="members")
    place = models.PositiveIntegerField()
    about = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="audits_members_have_places", fields=["sample", "place"]),
            models.UniqueConstraint(
                name="audits_members_are_drawn_once", fields=["sample", "about"]
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"sample", "place", "about"}
        personal: set[str] = set()

    seals = append_only(
        "audits_samplemember", key="id", unique=[("sample_id", "place"), ("sample_id", "about")]
    )

    def __str__(self) -> str:
        return self.about.partition(":")[2]


class Result(models.Model):
    """What an auditor found of a member of a sample. The last one speaks; earlier ones stay."""

    member = models.ForeignKey(SampleMember, models.PROTECT, related_name="results")
    result = models.CharField(max_length=20, choices=Tested)
    text = models.TextField(blank=True)
    tested_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    tested_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audits_exception_says_what",
                condition=Q(result=Tested.CONFORMS) | ~Q(text=""),
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"member", "result", "tested_by", "tested_at", "recorded_at"}
        personal = {"text"}

    seals = append_only("audits_result", key="id")

    def __str__(self) -> str:
        return f"{self.member_id}:{self.result}"

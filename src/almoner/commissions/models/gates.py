"""The stages a case has been at, the gates that were asked for it, and what was said at each."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.commissions.kinds import GateOutcome
from almoner.commissions.states import CaseState, GateState
from almoner.core.money import MoneyField
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging, unchanging_or_empty

from .cases import Commission, never_deleted

PERSON = settings.AUTH_USER_MODEL


def gate_reference() -> str:
    return opaque_reference("GAT")


class GateAsked(models.Model):
    """A case that asked to leave a stage: how its controls stood, what it was worth, who must say.

    `controls` keeps each as it stood then; `steps`, the offices that must say go, in order. Where a
    signed decision let it through instead, `authority` keeps its number and the hash of what it
    bound.
    """

    reference = models.CharField(max_length=20, unique=True, default=gate_reference)
    commission = models.ForeignKey(Commission, models.PROTECT, related_name="gates")
    stage = models.CharField(max_length=40)
    onward = models.CharField(max_length=40)
    controls = models.JSONField()
    steps = models.JSONField(default=list)
    authority = models.JSONField(null=True)
    value = MoneyField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=GateState, default=GateState.ASKED)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="commissions_one_gate_is_asked",
                fields=["commission"],
                condition=Q(state=GateState.ASKED),
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "commission", "stage", "onward", "steps", "value", "version"}
        internal |= {"authority", "state", "asked_by", "asked_at", "settled_at"}
        personal = {"controls"}

    seals = [
        *(
            seal
            for column in ("reference", "commission_id", "controls", "value", "version", "stage")
            for seal in unchanging("commissions_gateasked", column)
        ),
        *unchanging_or_empty("commissions_gateasked", "authority"),
        *never_deleted("commissions_gateasked"),
    ]

    def __str__(self) -> str:
        return self.reference


class GateStep(models.Model):
    """What somebody in an office said at a gate, and how its controls stood when they did."""

    gate = models.ForeignKey(GateAsked, models.PROTECT, related_name="said")
    number = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20, choices=GateOutcome)
    words = models.TextField(blank=True)
    controls = models.JSONField()
    decided_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    in_place_of = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="commissions_step_is_decided_once", fields=["gate", "number"]
            ),
            models.UniqueConstraint(
                name="commissions_each_step_is_somebody_elses", fields=["gate", "decided_by"]
            ),
            models.CheckConstraint(
                name="commissions_all_but_go_says_why",
                condition=Q(outcome=GateOutcome.GO) | ~Q(words=""),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"gate", "number", "office", "outcome", "decided_by", "in_place_of"}
        internal |= {"decided_at"}
        personal = {"words", "controls"}

    seals = append_only(
        "commissions_gatestep",
        key="id",
        unique=[("gate_id", "number"), ("gate_id", "decided_by_id")],
    )

    def __str__(self) -> str:
        return f"{self.gate_id}:{self.number}"


class StageEntry(models.Model):
    """That a case came to a stage, by which gate; the first, by none."""

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="entries")
    route = models.CharField(max_length=40)
    stage = models.CharField(max_length=40)
    entered_at = models.DateTimeField()
    gate = models.ForeignKey(GateAsked, models.PROTECT, null=True, related_name="+")

    class Privacy:
        public: set[str] = set()
        internal = {"commission", "route", "stage", "entered_at", "gate"}
        personal: set[str] = set()

    seals = append_only("commissions_stageentry", key="id")

    def __str__(self) -> str:
        return f"{self.commission_id}:{self.stage}"


class Pause(models.Model):
    """Why a case was put on hold, taken up again, stopped or closed."""

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="pauses")
    became = models.CharField(max_length=20, choices=CaseState)
    reason = models.TextField(blank=True)
    until = models.DateField(null=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"commission", "became", "until", "by", "at"}
        personal = {"reason"}

    seals = append_only("commissions_pause", key="id")

    def __str__(self) -> str:
        return f"{self.commission_id}:{self.became}"

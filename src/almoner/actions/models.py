"""Actions, and the steps of each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.core.seals import Seal, append_only, unchanging

from .states import ActionState, ProposalState, StepKind

PERSON = settings.AUTH_USER_MODEL
ACTIONS = "actions_action"
PROPOSALS = "actions_dayproposal"
LONGEST = 2000
FIXED = (
    "reference",
    "source",
    "what",
    "is_restricted",
    "first_due_on",
    "opened_by_id",
    "opened_at",
)
FIXED_OF_PROPOSALS = ("action_id", "due_on", "reason", "proposed_by_id", "proposed_at")


class Action(models.Model):
    """Something that somebody took on: by when, and who verifies that it was done.

    `source` is the ledger's name of whatever asks for it, such as
    `decisions.decision:PCD-2026-014`; empty where nothing but somebody's word does. It is text, so
    that any higher app can ask. A restricted one is for those whom it names, approvers and the
    auditor alone.
    """

    reference = models.CharField(max_length=20, unique=True)
    source = models.CharField(max_length=200, blank=True, db_index=True)
    what = models.CharField(max_length=500)
    is_restricted = models.BooleanField(default=False)
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    verifier = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    first_due_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=ActionState, default=ActionState.OPEN)
    opened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="actions_verifier_is_not_the_owner", condition=~Q(owner=F("verifier"))
            ),
            models.CheckConstraint(
                name="actions_verified_was_done",
                condition=~Q(state=ActionState.VERIFIED)
                | Q(done_at__isnull=False, closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="actions_by_day"),
            models.Index(fields=["owner", "state"], name="actions_by_owner"),
            models.Index(fields=["verifier", "state"], name="actions_by_verifier"),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "source", "is_restricted", "owner", "verifier", "first_due_on"}
        internal |= {"due_on", "state", "opened_by", "opened_at", "done_at", "closed_at"}
        personal = {"what"}

    seals = [
        *(seal for column in FIXED for seal in unchanging(ACTIONS, column)),
        Seal(ACTIONS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_unfinished(self) -> bool:
        return self.state in {ActionState.OPEN, ActionState.DONE}


class Step(models.Model):
    """One line of an action's history, in the words of whoever took it.

    `due_on` and `owner` and `verifier` say what the step made of them.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind)
    text = models.TextField(blank=True)
    due_on = models.DateField()
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    verifier = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"action", "kind", "due_on", "owner", "verifier"}
        internal |= {"taken_by", "taken_at", "recorded_at"}
        personal = {"text"}

    seals = append_only("actions_step", key="id")

    def __str__(self) -> str:
        return f"{self.action_id}:{self.kind}"


class DayProposal(models.Model):
    """Another day that an action's owner asks for, with the reason, and what another decided."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="proposals")
    due_on = models.DateField()
    reason = models.TextField()
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.PROPOSED)
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="actions_one_proposed_day_at_a_time",
                fields=["action"],
                condition=Q(state=ProposalState.PROPOSED),
            ),
            models.CheckConstraint(
                name="actions_day_is_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"action", "due_on", "state", "proposed_by", "proposed_at"}
        internal |= {"decided_by", "decided_at"}
        personal = {"reason", "answer"}

    seals = [
        *(seal for column in FIXED_OF_PROPOSALS for seal in unchanging(PROPOSALS, column)),
        Seal(PROPOSALS, "UPDATE OF state", when="OLD.state <> 'proposed'"),
        Seal(PROPOSALS, "DELETE"),
    ]

    def __str__(self) -> str:
        return f"{self.action_id}:{self.due_on}"

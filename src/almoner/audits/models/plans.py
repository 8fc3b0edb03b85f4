"""Improvement plans: what they gather from many sources, and who answers for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.actions.models import Action
from almoner.audits.states import PlanState
from almoner.core.seals import Seal, unchanging

from .recommendations import Recommendation

PERSON = settings.AUTH_USER_MODEL
PLANS, ITEMS = "audits_improvementplan", "audits_planitem"
FIXED = ("reference", "opened_by_id", "opened_at")
FIXED_OF_ITEMS = ("plan_id", "added_by_id", "added_at")


class ImprovementPlan(models.Model):
    """A plan that gathers actions and recommendations, whatever asked for them."""

    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    owner = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=PlanState, default=PlanState.OPEN)
    opened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audits_closed_plan_says_why",
                condition=Q(state=PlanState.OPEN)
                | (Q(closed_at__isnull=False) & ~Q(closing_reason="")),
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "title", "owner", "state", "opened_by", "opened_at"}
        internal |= {"closed_at"}
        personal = {"purpose", "closing_reason"}

    seals = [
        *(seal for column in FIXED for seal in unchanging(PLANS, column)),
        Seal(PLANS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference


class PlanItem(models.Model):
    """An action or a recommendation that a plan gathers, until it is left out again."""

    plan = models.ForeignKey(ImprovementPlan, models.PROTECT, related_name="items")
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="+")
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, related_name="plan_items"
    )
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    left_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audits_item_is_one_thing",
                condition=Q(action__isnull=False, recommendation=None)
                | Q(action=None, recommendation__isnull=False),
            ),
            models.UniqueConstraint(
                name="audits_action_is_gathered_once",
                fields=["plan", "action"],
                condition=Q(left_out_at=None),
            ),
            models.UniqueConstraint(
                name="audits_recommendation_is_gathered_once",
                fields=["plan", "recommendation"],
                condition=Q(left_out_at=None),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"plan", "action", "recommendation", "added_by", "added_at", "left_out_at"}
        personal: set[str] = set()

    seals = [
        *(seal for column in FIXED_OF_ITEMS for seal in unchanging(ITEMS, column)),
        Seal(ITEMS, "UPDATE OF left_out_at", when="OLD.left_out_at IS NOT NULL"),
        Seal(ITEMS, "DELETE"),
    ]

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.action_id or self.recommendation_id}"

"""What the forward plan says of a case, in words that somebody checked as safe for anyone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.commissions.kinds import ValueBand
from almoner.commissions.states import PlanState
from almoner.core.references import opaque_reference
from almoner.core.seals import unchanging

from .cases import Commission, never_deleted

PERSON = settings.AUTH_USER_MODEL


def plan_reference() -> str:
    return opaque_reference("PLN")


class PlanEntry(models.Model):
    """A case as the public may know of it before anything of it is open: words of its lead.

    `checked` says what the second person looked at. A later entry overtakes it; none is edited.
    """

    reference = models.CharField(max_length=20, unique=True, default=plan_reference)
    commission = models.ForeignKey(Commission, models.PROTECT, related_name="plan_entries")
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    route = models.CharField(max_length=200)
    band = models.CharField(max_length=20, choices=ValueBand)
    opens_in = models.DateField()
    starts_in = models.DateField()
    state = models.CharField(max_length=20, choices=PlanState, default=PlanState.PROPOSED)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    judged_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    checked = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *(
                models.UniqueConstraint(
                    name=f"commissions_plan_has_one_{state}_entry_of_a_case",
                    fields=["commission"],
                    condition=Q(state=state),
                )
                for state in (PlanState.PROPOSED, PlanState.PUBLIC)
            ),
            models.CheckConstraint(
                name="commissions_plan_is_checked_by_another",
                condition=Q(judged_by=None) | ~Q(judged_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="commissions_plan_is_public_once_checked",
                condition=~Q(state=PlanState.PUBLIC) | ~Q(Q(judged_at=None) | Q(checked="")),
            ),
            models.CheckConstraint(
                name="commissions_plan_opens_before_it_starts",
                condition=Q(starts_in__gte=F("opens_in")),
            ),
        ]

    class Privacy:
        public = {"reference", "title", "purpose", "route", "band", "opens_in", "starts_in"}
        public |= {"judged_at"}
        internal = {"commission", "state", "written_by", "written_at", "judged_by", "ended_at"}
        personal = {"checked"}

    seals = [
        *(
            seal
            for column in (
                *("reference", "commission_id", "title", "purpose", "route", "band"),
                *("opens_in", "starts_in", "written_by_id", "written_at"),
            )
            for seal in unchanging("commissions_planentry", column)
        ),
        *never_deleted("commissions_planentry"),
    ]

    def __str__(self) -> str:
        return self.reference

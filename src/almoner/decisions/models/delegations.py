"""Delegations that decisions grant."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.core.money import MoneyField
from almoner.core.references import opaque_reference
from almoner.core.seals import unchanging

from .decisions import Decision, never_deleted

PERSON = settings.AUTH_USER_MODEL


def delegation_reference() -> str:
    return opaque_reference("DLG")


class Delegation(models.Model):
    """That an office, or one person, may decide a matter alone, up to a ceiling, until a day.

    What is left of the ceiling is a sum: every decision signed under it draws it down.
    """

    reference = models.CharField(max_length=20, unique=True, default=delegation_reference)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="delegations")
    office = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    matter = models.CharField(max_length=40)
    ceiling = MoneyField()
    begins_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decisions_delegated_to_an_office_or_a_person",
                condition=Q(office="", person__isnull=False) | (~Q(office="") & Q(person=None)),
            ),
            models.CheckConstraint(
                name="decisions_a_ceiling_is_above_nothing", condition=Q(ceiling__gt=0)
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "decision", "office", "person", "matter", "ceiling", "begins_on"}
        internal |= {"ends_on", "ended_at", "ended_by"}
        personal = {"ended_because"}

    seals = [
        *(
            seal
            for column in ("reference", "decision_id", "office", "matter", "ceiling", "ends_on")
            for seal in unchanging("decisions_delegation", column)
        ),
        *never_deleted("decisions_delegation"),
    ]

    def __str__(self) -> str:
        return self.reference

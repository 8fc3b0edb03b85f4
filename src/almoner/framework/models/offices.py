"""Who holds which of the body's offices from when, and the papers by which they came to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.core.dated import DatedFact
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging
from almoner.framework.states import OfficeState

PERSON = settings.AUTH_USER_MODEL
HOLDINGS, GRANTS = "framework_officeholding", "framework_officegrant"
CONFIRMATIONS = "framework_officeconfirmation"


def office_reference() -> str:
    return opaque_reference("OFC")


class OfficeHolding(DatedFact):
    """Whether somebody holds an office of the framework from a day: what policies read."""

    office = models.CharField(max_length=40)
    holder = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    is_held = models.BooleanField()
    said_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta(DatedFact.Meta):
        indexes = [models.Index(fields=["office"], name="framework_holders_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"office", "holder", "is_held", "said_by", "valid_from", "valid_to"}
        internal |= {"recorded_at"}
        personal: set[str] = set()

    seals = append_only(HOLDINGS, key="id")

    def __str__(self) -> str:
        return f"{self.office}:{self.holder_id}"


class OfficeGrant(models.Model):
    """The paper behind a holding: who proposed that somebody hold an office, who confirmed it.

    Nobody proposed it when the operator filled the office from the command line, because a body of
    three cannot always part the two. Such a holding counts at once, and is shown as the operator's
    until two officials confirm it.
    """

    reference = models.CharField(max_length=20, unique=True, default=office_reference)
    office = models.CharField(max_length=40)
    holder = models.ForeignKey(PERSON, models.PROTECT, related_name="offices")
    from_day = models.DateField()
    state = models.CharField(max_length=20, choices=OfficeState, default=OfficeState.PROPOSED)
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    refusal = models.TextField(default="", blank=True)
    ended_from = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="framework_office_is_proposed_once",
                fields=["office", "holder"],
                condition=Q(state=OfficeState.PROPOSED),
            ),
            models.CheckConstraint(
                name="framework_nobody_proposes_an_office_for_themselves",
                condition=Q(proposed_by=None) | ~Q(proposed_by=F("holder")),
            ),
            models.CheckConstraint(
                name="framework_office_proposer_does_not_decide",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="framework_nobody_decides_on_their_own_office",
                condition=Q(decided_by=None) | ~Q(decided_by=F("holder")),
            ),
            models.CheckConstraint(
                name="framework_office_held_took_two_or_the_operator",
                condition=~Q(state__in=[OfficeState.HELD, OfficeState.ENDED])
                | Q(proposed_by=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["office", "state"], name="framework_office_papers")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "office", "holder", "from_day", "state", "proposed_by"}
        internal |= {"proposed_at", "decided_by", "decided_at", "ended_from"}
        personal = {"refusal"}

    seals = [
        *unchanging(GRANTS, "reference"),
        *unchanging(GRANTS, "office"),
        *unchanging(GRANTS, "holder_id"),
        *[seal for seal in append_only(GRANTS, key="id") if seal.act != "UPDATE"],
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_operators(self) -> bool:
        return self.proposed_by_id is None


class OfficeConfirmation(models.Model):
    """An official's word that the operator was right about an office. It takes two of them."""

    grant = models.ForeignKey(OfficeGrant, models.PROTECT, related_name="confirmations")
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "confirmed_by"], name="framework_each_official_confirms_once"
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"grant", "confirmed_by", "confirmed_at"}
        personal: set[str] = set()

    seals = append_only(CONFIRMATIONS, key="id", unique=[("grant_id", "confirmed_by_id")])

    def __str__(self) -> str:
        return f"{self.grant_id}:{self.confirmed_by_id}"

"""Teams: what they are called, who is in them, and who leads them, from a day on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from almoner.accounts.states import TeamState
from almoner.core.dated import DatedFact
from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, append_only, unchanging

PERSON = settings.AUTH_USER_MODEL
TEAMS, TERMS, MEMBERSHIPS = "accounts_team", "accounts_teamterms", "accounts_teammembership"


def team_reference() -> str:
    return opaque_reference("TEAM")


class Team(models.Model):
    """People who work together, whatever roles they hold.

    Its name and purpose are those of today; `TeamTerms` keeps what they were.
    """

    reference = models.CharField(max_length=20, unique=True, default=team_reference)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=TeamState, default=TeamState.AT_WORK)
    set_up_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    set_up_at = models.DateTimeField()

    # How many are in it, and who leads it, by `teams.with_people`.
    size: int
    leads: list[str]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=~Q(state=TeamState.CLOSED),
                name="accounts_name_is_of_one_team_at_work",
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "name", "purpose", "state", "set_up_by", "set_up_at"}
        personal: set[str] = set()

    seals = [*unchanging(TEAMS, "reference"), Seal(TEAMS, "DELETE")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        return self.state == TeamState.CLOSED


class TeamTerms(DatedFact):
    """What a team is called and what it is for, from a day on."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="terms")
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300)
    said_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        pass

    class Privacy:
        public: set[str] = set()
        internal = {"team", "name", "purpose", "said_by", "valid_from", "valid_to", "recorded_at"}
        personal: set[str] = set()

    seals = append_only(TERMS, key="id")

    def __str__(self) -> str:
        return f"{self.team_id}:{self.valid_from}"


class TeamMembership(DatedFact):
    """Whether somebody is in a team over some days, and whether they lead it."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="team_memberships")
    is_member = models.BooleanField()
    is_lead = models.BooleanField(default=False)
    said_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    # Whether they hold a role that day, without which they count in no team: by `teams`.
    counts: bool

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                name="accounts_whoever_leads_a_team_is_in_it",
                condition=Q(is_lead=False) | Q(is_member=True),
            ),
            models.CheckConstraint(
                name="accounts_nobody_makes_themselves_lead",
                condition=Q(is_lead=False) | ~Q(said_by=models.F("person")),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"team", "person", "is_member", "is_lead", "said_by"}
        internal |= {"valid_from", "valid_to", "recorded_at"}
        personal: set[str] = set()

    seals = append_only(MEMBERSHIPS, key="id")

    def __str__(self) -> str:
        return f"{self.team_id}:{self.person_id}"

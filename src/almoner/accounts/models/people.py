"""People who sign in, and the roles they hold."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from almoner.accounts.roles import Role
from almoner.accounts.states import AccessOutcome, GrantState, InvitationState
from almoner.core.dated import DatedFact
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging


def person_reference() -> str:
    return opaque_reference("PER")


class People(BaseUserManager["User"]):
    """How sign-in finds a person."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. The ledger knows them by their reference, which says nothing of
    them, so that they can be forgotten.
    """

    reference = models.CharField(max_length=20, unique=True, default=person_reference)
    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = People()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="accounts_username_is_of_one_person"),
            models.UniqueConstraint(Lower("email"), name="accounts_email_is_of_one_person"),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "is_active", "joined_at", "last_login"}
        personal = {"username", "name", "email", "password"}

    seals = unchanging("accounts_user", "reference")

    def __str__(self) -> str:
        return self.reference

    @property
    def actor(self) -> str:
        return f"person:{self.reference}"

    @property
    def is_forgotten(self) -> bool:
        return self.username == self.reference.lower()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class RoleHolding(DatedFact):
    """Whether somebody holds a role over some days: the dated fact that policies read.

    `in_place_of` is set while the holder deputises for somebody on leave.
    """

    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=40, choices=Role)
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    is_held = models.BooleanField()

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                name="accounts_nobody_deputises_for_themselves",
                condition=Q(in_place_of=None) | ~Q(in_place_of=F("holder")),
            ),
        ]
        indexes = [models.Index(fields=["holder", "role"], name="accounts_holding_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"holder", "role", "in_place_of", "is_held"}
        internal |= {"valid_from", "valid_to", "recorded_at"}
        personal: set[str] = set()

    seals = append_only("accounts_roleholding", key="id")

    def __str__(self) -> str:
        return f"{self.holder_id}:{self.role}"


def grant_reference() -> str:
    return opaque_reference("ROL")


class RoleGrant(models.Model):
    """The paper behind a holding: who proposed that somebody hold a role, and who confirmed it.

    Nobody proposed it when the operator granted it from the command line, because someone must be
    first. Such a grant holds at once, and is shown as the operator's until two officials confirm.
    """

    reference = models.CharField(max_length=20, unique=True, default=grant_reference)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40, choices=Role)
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="deputies"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=GrantState, default=GrantState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    refusal = models.TextField(default="", blank=True)
    ended_from = models.DateField(null=True)

    # What is due about it, by `due`.
    asks: bool
    ends: bool

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_grant_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="accounts_nobody_proposes_a_role_for_themselves",
                condition=Q(proposed_by=None) | ~Q(proposed_by=F("holder")),
            ),
            models.CheckConstraint(
                name="accounts_proposer_does_not_decide",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="accounts_nobody_decides_on_their_own_role",
                condition=Q(decided_by=None) | ~Q(decided_by=F("holder")),
            ),
            models.CheckConstraint(
                name="accounts_deputy_is_somebody_else_and_for_a_time",
                condition=Q(in_place_of=None)
                | (~Q(in_place_of=F("holder")) & Q(valid_to__isnull=False)),
            ),
            models.CheckConstraint(
                name="accounts_role_in_force_took_two_or_the_operator",
                condition=~Q(state__in=[GrantState.IN_FORCE, GrantState.ENDED])
                | Q(proposed_by=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["holder", "role"], name="accounts_grant_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "holder", "role", "in_place_of", "valid_from", "valid_to", "state"}
        internal |= {"proposed_by", "proposed_at", "decided_by", "decided_at", "ended_from"}
        personal = {"refusal"}

    seals = unchanging("accounts_rolegrant", "reference")

    def __str__(self) -> str:
        return self.reference

    @property
    def is_operators(self) -> bool:
        return self.proposed_by_id is None


class RoleConfirmation(models.Model):
    """An official's word that a role the operator granted is right. It takes two of them."""

    grant = models.ForeignKey(RoleGrant, models.PROTECT, related_name="confirmations")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "confirmed_by"], name="accounts_each_official_confirms_once"
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"grant", "confirmed_by", "confirmed_at"}
        personal: set[str] = set()

    seals = append_only(
        "accounts_roleconfirmation", key="id", unique=[("grant_id", "confirmed_by_id")]
    )

    def __str__(self) -> str:
        return f"{self.grant_id}:{self.confirmed_by_id}"


def invitation_reference() -> str:
    return opaque_reference("INV")


class Invitation(models.Model):
    """A letter that lets somebody make an account. Of its secret only a digest is kept.

    Once answered, withdrawn or lapsed it forgets whom it was for.
    """

    reference = models.CharField(max_length=20, unique=True, default=invitation_reference)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    roles = models.JSONField(default=list)
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=20, choices=InvitationState, default=InvitationState.OPEN)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="invitations"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_accepted_invitation_names_its_person",
                condition=Q(person__isnull=False) | ~Q(state=InvitationState.ACCEPTED),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "roles", "state", "invited_by", "invited_at", "expires_at"}
        internal |= {"person"}
        personal = {"email", "name", "token_digest"}

    seals = unchanging("accounts_invitation", "reference")

    def __str__(self) -> str:
        return self.reference


class AccessEntry(models.Model):
    """Somebody read, or tried to read, something restricted; or signed in, or tried to."""

    who = models.CharField(max_length=200, db_index=True)
    about = models.CharField(max_length=200, db_index=True)
    outcome = models.CharField(max_length=20, choices=AccessOutcome)
    at = models.DateTimeField(db_index=True)

    is_bookkeeping = True

    class Privacy:
        public: set[str] = set()
        internal = {"who", "about", "outcome", "at"}
        personal: set[str] = set()

    seals = append_only("accounts_accessentry", key="id")

    def __str__(self) -> str:
        return f"{self.who} {self.outcome} {self.about}"

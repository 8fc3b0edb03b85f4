"""People who sign in, and the roles they hold."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from almoner.core.dated import DatedFact
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging

from .roles import Role


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

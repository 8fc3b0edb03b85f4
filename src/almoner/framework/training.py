"""Courses: which role is to have taken which, and which role in a case needs its certificate."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from django.db.models import TextChoices
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from almoner.accounts.roles import Role

from .words import Code, Words


class CaseRole(TextChoices):
    """What somebody does in a case that a certificate may be asked for."""

    LEAD = "lead", _("The lead of a case")
    EQUALITY_SIGNER = "equality-signer", _("Whoever signs an equality impact assessment")


class TaughtCourse(Struct, frozen=True, forbid_unknown_fields=True):
    """A course of which the framework speaks; what it teaches, the academy says."""

    code: Code
    title: Words

    def __str__(self) -> str:
        return self.title


class Training(Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the training plan: who holds a role takes a course, so many days after it began."""

    role: Role
    course: Code
    within_days: Annotated[int, Meta(ge=0, le=366)] = 90

    @property
    def code(self) -> str:
        return f"{self.role}/{self.course}"

    @property
    def title(self) -> str:
        return f"{self.role.label}: {self.course}"


class NeededCertificate(Struct, frozen=True, forbid_unknown_fields=True):
    """A role in a case that asks for the certificate of a course, from a day on."""

    holder: CaseRole
    course: Code
    first_day: date

    @property
    def code(self) -> str:
        return f"{self.holder}/{self.course}"

    @property
    def title(self) -> str:
        words = {"holder": self.holder.label, "course": self.course}
        return said("%(holder)s: %(course)s") % words


def needed_by(
    certificates: Sequence[NeededCertificate], holder: CaseRole, *, on: date
) -> list[str]:
    """The codes of the courses of which somebody in a role in a case must hold the certificate."""
    return [one.course for one in certificates if one.holder == holder and one.first_day <= on]

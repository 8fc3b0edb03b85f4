"""Scales of audits: how a review rates what it looked at, and how urgent a recommendation is."""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from .words import Code, Words


class AuditRating(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the scale of ratings, with what it means. The best stands first."""

    code: Code
    title: Words
    means: Words

    def __str__(self) -> str:
        return self.title


class AuditPriority(Struct, frozen=True, forbid_unknown_fields=True):
    """How urgent a recommendation is. The most urgent stands first."""

    code: Code
    title: Words
    means: Words

    def __str__(self) -> str:
        return self.title


class AuditScales(Struct, frozen=True, forbid_unknown_fields=True):
    """Both scales of a body, as its own auditors use them."""

    ratings: Annotated[tuple[AuditRating, ...], Meta(min_length=1)]
    priorities: Annotated[tuple[AuditPriority, ...], Meta(min_length=1)]

    def rating_called(self, code: str) -> AuditRating | None:
        """The rating of that code; none where an earlier framework had it."""
        return next((one for one in self.ratings if one.code == code), None)

    def priority_called(self, code: str) -> AuditPriority | None:
        """The priority of that code; none where an earlier framework had it."""
        return next((one for one in self.priorities if one.code == code), None)


Ratings: TypeAlias = tuple[AuditRating, ...]
Priorities: TypeAlias = tuple[AuditPriority, ...]

USUAL = AuditScales(
    ratings=(
        AuditRating("substantial", "Substantial", "A sound framework that operates effectively"),
        AuditRating("adequate", "Adequate", "An adequate framework; some controls do not operate"),
        AuditRating("limited", "Limited", "The framework of controls does not operate effectively"),
        AuditRating("none", "No assurance", "The framework of controls is absent or has failed"),
    ),
    priorities=(
        AuditPriority("high", "High", "A control that matters is absent or does not work"),
        AuditPriority("medium", "Medium", "A control works only in part"),
        AuditPriority("low", "Low", "Better practice, which merits attention"),
    ),
)

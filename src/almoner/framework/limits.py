"""Approval limits: who must approve a matter of a value, one after another."""

from decimal import Decimal
from typing import Annotated, TypeAlias

from django.db.models import TextChoices
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from .conditions import Condition, in_words
from .words import Code, Inconsistent, Words

FromPounds: TypeAlias = Annotated[int, Meta(ge=0, le=10**12)]
BelowPounds: TypeAlias = Annotated[int, Meta(ge=1, le=10**12)]
Steps: TypeAlias = Annotated[tuple[Code, ...], Meta(min_length=1, max_length=10)]


class About(TextChoices):
    """What decisions on a matter are about."""

    CASE = "case", _("a case")
    BODY = "body", _("the body itself")


class Matter(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of thing that somebody must approve, and how its value is counted.

    The value is that of the whole life of the case; `with_vat` says whether VAT is in it. What is
    about no case but the body itself, such as adopting a framework, is worth what its author says.
    """

    code: Code
    title: Words
    with_vat: bool = True
    about: About = About.CASE

    def __str__(self) -> str:
        return self.title


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """Who approves a matter from one value up to below another: offices, in this order.

    With `when` it is an exception: it goes before the plain limits where all of that holds.
    Amounts that nobody of the body has confirmed are counted and shown as such.
    """

    matter: Code
    steps: Steps
    at_least: FromPounds = 0
    below: BelowPounds | None = None
    when: tuple[Condition, ...] = ()
    confirmed: bool = False

    def __post_init__(self) -> None:
        if self.below is not None and self.at_least >= self.below:
            raise Inconsistent(
                "Nothing is worth `at_least` that and `below` this. Make `below` the larger one.",
                "below",
            )
        if len(set(self.steps)) < len(self.steps):
            raise Inconsistent(
                "Each step is somebody else's. Name every office once.",
                "steps",
            )

    def covers(self, value: Decimal | int) -> bool:
        """Whether a value, in pounds, lies within it."""
        return self.at_least <= value and (self.below is None or value < self.below)

    @property
    def band(self) -> str:
        """Its values in words."""
        if self.below is None:
            return (
                said("£%(least)s or more") % {"least": f"{self.at_least:,}"}
                if self.at_least
                else said("any value")
            )
        below = f"{self.below:,}"
        if not self.at_least:
            return said("below £%(below)s") % {"below": below}
        return said("£%(least)s or more, below £%(below)s") % {
            "least": f"{self.at_least:,}",
            "below": below,
        }

    def __str__(self) -> str:
        if not self.when:
            return self.band
        return said("%(band)s, when %(conditions)s") % {
            "band": self.band,
            "conditions": in_words(self.when),
        }

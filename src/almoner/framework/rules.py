"""Rules with one value each: what happens when plans exceed money, and what counts as splitting."""

from typing import Annotated, TypeAlias

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from .words import Code

Setting: TypeAlias = bool | int | str


class Consequence(TextChoices):
    WARNS = "warns", _("warns")
    STOPS = "stops", _("stops")


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """What the framework says once for all routes."""

    over_planning: Consequence = Consequence.STOPS
    splitting_months: Annotated[int, Meta(ge=1, le=60)] = 12
    risk_escalates_at: Annotated[int, Meta(ge=1, le=25)] = 15


class ControlSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """Values for the parameters of a control, in place of those it declares."""

    code: Code
    parameters: dict[str, Setting]

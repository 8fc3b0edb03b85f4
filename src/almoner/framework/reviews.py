"""Review calendars: what is looked at again, how often, and whose task it is."""

from calendar import monthrange
from datetime import date
from typing import Annotated

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from almoner.accounts.roles import Role

from .words import Code, Words


class Reviewed(TextChoices):
    """What a review calendar is for. Other apps hold these; the framework knows their names."""

    GRANT = "grant", _("grants")
    CONTRACT = "contract", _("contracts")
    RISK = "risk", _("risks")
    TEMPLATE = "template", _("templates")
    FUND = "fund", _("funds")
    FRAMEWORK = "framework", _("this framework")
    DELEGATION = "delegation", _("delegations")


class ReviewCalendar(Struct, frozen=True, forbid_unknown_fields=True):
    """Something is to be reviewed every so many months, by somebody with a role."""

    code: Code
    title: Words
    of: Reviewed
    every_months: Annotated[int, Meta(ge=1, le=120)]
    owner: Role
    notice_days: Annotated[int, Meta(ge=0, le=366)] = 30

    def __str__(self) -> str:
        return self.title

    def next_after(self, day: date) -> date:
        """The last day for the review that follows one on a day."""
        years, month = divmod(day.month - 1 + self.every_months, 12)
        year, month = day.year + years, month + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))

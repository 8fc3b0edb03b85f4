"""What a duty to publish is: a dataset, why, how often, by when, and whose task it is."""

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from django.db.models import TextChoices
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from msgspec import Meta, Struct

from almoner.accounts.roles import Role

from .words import Code, Inconsistent, Words

Pounds: TypeAlias = Annotated[int, Meta(ge=1, le=10**12)]


class Subject(TextChoices):
    """A dataset that a duty is about. Other apps make it; the framework knows its name only."""

    GRANTS = "grants", _("Grants")
    SPEND = "spend", _("Payments to suppliers")
    CARDS = "procurement-cards", _("Transactions on procurement cards")
    CONTRACTS = "contracts", _("Contracts")
    CONTRACT_COPIES = "contract-copies", _("Copies of contracts")
    TENDERS = "tenders", _("Invitations to tender")
    TENDER_COPIES = "tender-copies", _("Copies of invitations to tender")
    DECISIONS = "decisions", _("Decisions")


PAYMENTS = {Subject.SPEND, Subject.CARDS}
COPIES = {Subject.CONTRACT_COPIES, Subject.TENDER_COPIES}


class Scope(TextChoices):
    """Which things an edition holds; or that each goes out by itself, without editions."""

    MADE_IN_PERIOD = "made-in-period", _("made in the period")
    LIVE_AT_END = "live-at-end", _("live at its end")
    CONTINUOUS = "continuous", _("continuous")


class Frequency(TextChoices):
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    YEARLY = "yearly", _("yearly")


class Unit(TextChoices):
    """What a time to publish is counted in. Months are whole: they end on their last day."""

    DAYS = "days", _("days")
    WORKING_DAYS = "working-days", _("working days")
    MONTHS = "months", _("months")


class SetBy(TextChoices):
    """Who named the day. Law that says “as soon as practicable” names none."""

    LAW = "law", _("by law")
    TARGET = "target", _("the body's own target")


class NoSuchDuty(LookupError):
    """The framework has no duty of that code."""

    def __init__(self, code: str, codes: Sequence[str]) -> None:
        super().__init__(
            said("No duty is called %(code)s. There are: %(codes)s.")
            % {"code": code, "codes": ", ".join(codes)}
        )


class DueRule(Struct, frozen=True, forbid_unknown_fields=True):
    """By when: so long after the period ends, or after a thing becomes available."""

    within: Annotated[int, Meta(ge=1, le=366)]
    unit: Unit
    set_by: SetBy

    def __str__(self) -> str:
        words = {
            Unit.DAYS: ngettext("%(n)d day", "%(n)d days", self.within),
            Unit.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", self.within),
            Unit.MONTHS: ngettext("%(n)d month", "%(n)d months", self.within),
        }
        return words[self.unit] % {"n": self.within}


class Duty(Struct, frozen=True, forbid_unknown_fields=True):
    """A promise to publish, made by law or by the body itself.

    It may cover only what comes to more than some pounds, or to no more than that.
    """

    code: Code
    what: Words
    dataset: Subject
    scope: Scope
    due: DueRule
    owner: Role
    deputy: Role
    frequency: Frequency | None = None
    law: Words | None = None
    commitment: Words | None = None
    over: Pounds | None = None
    at_most: Pounds | None = None

    @property
    def is_continuous(self) -> bool:
        return self.scope == Scope.CONTINUOUS

    def __post_init__(self) -> None:
        self._has_one_reason()
        self._has_the_rhythm_of_its_scope()
        self._covers_something()
        if self.owner == self.deputy:
            raise Inconsistent("The deputy's role is the owner's own. Name another role.", "deputy")

    def _has_one_reason(self) -> None:
        if self.law and self.commitment:
            raise Inconsistent(
                "A duty rests on a law or on a commitment. Keep one of them.", "commitment"
            )
        if not (self.law or self.commitment):
            raise Inconsistent("The duty does not say why. Add `law` or `commitment`.")
        if self.due.set_by == SetBy.LAW and not self.law:
            raise Inconsistent(
                'No law is named that sets this day. Name it in `law`, or write set_by = "target".',
                "due",
            )

    def _has_the_rhythm_of_its_scope(self) -> None:
        if not self.is_continuous and self.frequency is None:
            raise Inconsistent(
                "The duty does not say how often. Add `frequency`, or make its scope continuous."
            )
        if self.is_continuous and self.frequency:
            raise Inconsistent(
                "A continuous duty has no periods. Take `frequency` out, or give another scope.",
                "frequency",
            )
        if self.is_continuous and self.due.unit == Unit.MONTHS:
            raise Inconsistent(
                "A continuous duty is due so many days after a thing is available."
                " Count them in days or working-days.",
                "due",
            )

    def _covers_something(self) -> None:
        if self.over and self.at_most and self.over >= self.at_most:
            raise Inconsistent(
                "Nothing comes to more than `over` and to no more than `at_most`."
                " Make `over` the smaller one.",
                "over",
            )
        if self.dataset in COPIES and not self.is_continuous:
            raise Inconsistent(
                'Copies go out one by one, without periods. Write scope = "continuous".', "scope"
            )
        if self.scope == Scope.LIVE_AT_END and self.dataset in PAYMENTS:
            raise Inconsistent(
                'A payment is made, and never live. Write scope = "made-in-period".', "scope"
            )

"""Closed lists that say what a part, a link, a consultation or an assessment of a case is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """A part of a case's facts: each has a form of its own."""

    NEED = "need", _("Need and outcomes")
    TERMS = "terms", _("What is bought, and the power for it")
    MONEY = "money", _("Money by year")
    TIMETABLE = "timetable", _("Timetable")
    DIRECT_AWARD = "direct-award", _("Award without competition")


class LinkKind(TextChoices):
    """How one case stands to another."""

    FOLLOWS = "follows", _("Follows it")
    SAME_NEED = "same-need", _("Meets the same need")
    SAME_SUPPLIER = "same-supplier", _("Is likely to go to the same supplier")


class ConsultationKind(TextChoices):
    PEOPLE = "people", _("Consultation")
    RESEARCH = "research", _("Research")
    MARKET = "market", _("Market engagement")


class AssessmentKind(TextChoices):
    EQUALITY = "equality", _("Equality impact")
    DATA_PROTECTION = "data-protection", _("Data protection screening")


class GateOutcome(TextChoices):
    """What somebody says of a case that asks to be let through."""

    GO = "go", _("Go")
    GO_WITH_CONDITIONS = "go-with-conditions", _("Go, with conditions")
    BACK = "back", _("Send it back with questions")
    STOP = "stop", _("Stop the case")


class ValueBand(TextChoices):
    """About how much something is worth over its whole life, VAT included: no more is said."""

    UNDER_25_000 = "under-25000", _("Less than £25,000")
    UNDER_100_000 = "under-100000", _("£25,000 to £100,000")
    UNDER_500_000 = "under-500000", _("£100,000 to £500,000")
    UNDER_1_MILLION = "under-1000000", _("£500,000 to £1 million")
    UNDER_5_MILLION = "under-5000000", _("£1 million to £5 million")
    MORE = "more", _("£5 million or more")

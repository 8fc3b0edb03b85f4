"""What the text of a decision must say before anybody is asked to approve it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from almoner.accounts.models import User

from .models import Decision, DecisionText
from .queries import decision_numbered
from .states import DecisionState

LONGEST_DEFERRAL = timedelta(days=366)


def flaws_of_text(text: DecisionText, decision: Decision, *, on: date) -> list[str]:
    """Everything that is missing or cannot be, each as what to do about it."""
    return [
        *_missing(text),
        *_flaws_of_value(text, decision),
        *_flaws_of_parts(text, on=on),
        *_flaws_of_relations(text, decision),
        *_flaws_of_grants(text, on=on),
    ]


def _missing(text: DecisionText) -> Iterator[str]:
    wanted = {
        "summary": _("Write the summary."),
        "recommendations": _("Write at least one recommendation."),
        "background": _("Write the introduction and background."),
        "considerations": _("Write the issues for consideration: the reasons."),
        "power": _("Name the legal power."),
    }
    yield from (words for name, words in wanted.items() if not getattr(text, name))


def _flaws_of_value(text: DecisionText, decision: Decision) -> Iterator[str]:
    if decision.commission is None and text.value is None:
        yield _("Say what it is worth in pounds; 0, if nothing is spent.")
    if text.value is not None and text.value < 0:
        yield _("It cannot be worth less than nothing.")
    if decision.commission and text.value is not None:
        yield _("What it is worth is told by its case.")


def _flaws_of_parts(text: DecisionText, *, on: date) -> Iterator[str]:
    if text.part_two and not text.part_two_ground:
        yield _("Say on which ground part 2 is restricted.")
    if text.deferred_until is None:
        return
    if not text.deferral_ground or not text.deferral_reason:
        yield _("Say on which ground part 1 waits, and why.")
    if not on < text.deferred_until <= on + LONGEST_DEFERRAL:
        yield _("Part 1 waits until a day to come, at most a year ahead.")


def _flaws_of_relations(text: DecisionText, decision: Decision) -> Iterator[str]:
    for one in text.relations:
        other = decision_numbered(one["number"])
        if other is None or other.pk == decision.pk or other.state != DecisionState.SIGNED:
            said = _("%(number)s is no signed decision.")
            yield said % {"number": one["number"]}


def _flaws_of_grants(text: DecisionText, *, on: date) -> Iterator[str]:
    for one in text.grants:
        if amount_in(one["ceiling"]) <= 0:
            yield _("A delegation needs a ceiling above nothing.")
        if date.fromisoformat(one["ends_on"]) <= on:
            yield _("A delegation ends on a day to come.")
        if not one.get("office") and not User.objects.filter(reference=one.get("person", "")):
            yield _("Say to which office or person it delegates.")
        if text.delegation:
            yield _("What is decided under a delegation cannot delegate further.")


def amount_in(said: str) -> Decimal:
    """An amount as a text keeps it; nothing, if it is none."""
    try:
        return Decimal(said)
    except InvalidOperation:
        return Decimal(0)

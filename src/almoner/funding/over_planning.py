"""What over-planning does on a day: the framework says it, and a fund may only be stricter."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.framework.queries import framework_on
from almoner.framework.rules import Consequence

from .kinds import OverPlanning
from .models import FundTerms


def framework_stops(on: date) -> bool:
    """Whether the framework in force on a day lets no fund be over-planned."""
    return framework_on(on).rules.over_planning == Consequence.STOPS


def rule_on_plans(terms: FundTerms, *, on: date) -> OverPlanning:
    """What happens in a fund on a day. One that warned before a stricter framework stops now."""
    if terms.over_planning == OverPlanning.STOP or framework_stops(on):
        return OverPlanning.STOP
    return OverPlanning.WARN


def refuse_laxer_rule(rule: OverPlanning, *, on: date) -> None:
    """Raise ValidationError where a fund would let pass what the framework stops."""
    if rule == OverPlanning.WARN and framework_stops(on):
        raise ValidationError(
            _(
                "The framework in force stops over-planning, so no fund lets it pass with a"
                " warning. Choose that it stops, or have the framework changed first."
            )
        )

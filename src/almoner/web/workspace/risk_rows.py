"""Risks as pages show them: each with its level, and those of one case for the case's own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from almoner.accounts.models import User
from almoner.core.once import reading
from almoner.risks.appetite import Appetite, appetite_for, categories_on, without_category
from almoner.risks.escalation import standing_of
from almoner.risks.models import Assessment
from almoner.risks.policies import may_record_risk
from almoner.risks.queries import assessed_for, in_full, is_left_over_appetite
from almoner.risks.scores import Bounds, Level, bounds_on

COLOURS = {
    Level.LOW: "green",
    Level.MEDIUM: "yellow",
    Level.HIGH: "orange",
    Level.ESCALATED: "red",
}


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk as it stands, with how high its scores are."""

    assessment: Assessment
    level: Level
    inherent_level: Level
    is_overdue: bool
    appetite: Appetite

    @property
    def colour(self) -> str:
        return COLOURS[self.level]

    @property
    def inherent_colour(self) -> str:
        return COLOURS[self.inherent_level]


def risk_rows(assessments: Iterable[Assessment], bounds: Bounds, *, on: date) -> list[RiskRow]:
    categories = categories_on(on)
    return [
        RiskRow(
            one,
            bounds.level_of(one.current_score),
            bounds.level_of(one.inherent_score),
            one.risk.is_open and one.review_on < on,
            appetite_for(one, categories),
        )
        for one in assessments
    ]


def risks_shown(user: User, about: str, *, on: date) -> dict[str, object]:
    """The risks of a thing, for its own page to show with
    `{% include "workspace/risks/of.html" with shown=… %}`. Whoever may read the thing reads them.
    """
    return {
        "rows": risk_rows(assessed_for((about,), on), bounds_on(on), on=on),
        "about": about,
        "may_record": may_record_risk(user, on=on),
    }


def treatment_shown(shown: Assessment, *, on: date) -> dict[str, object]:
    """What a risk's own page says of the appetite and of boards: nothing of one that is closed."""
    if not shown.risk.is_open:
        return {"escalated": [], "is_left_over": False, "wants_category": False}
    itself = Assessment.objects.filter(pk=shown.pk)
    with reading():
        return {
            "escalated": [one for _it, told in standing_of(in_full(itself), on=on) for one in told],
            "is_left_over": itself.filter(is_left_over_appetite(on)).exists(),
            "wants_category": itself.filter(without_category(on)).exists(),
        }

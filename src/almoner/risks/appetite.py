"""How much risk the body bears: by category the highest current score, which the framework says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from almoner.framework.queries import framework_on
from almoner.framework.risks import RiskCategory

from .models import Assessment

NONE = Q(pk__in=[])


def categories_on(on: date) -> Mapping[str, RiskCategory]:
    """The categories of a day by their codes, in the framework's order."""
    return {category.code: category for category in framework_on(on).risk_categories}


def over_appetite(on: date, *, by: int = 1) -> Q:
    """Of assessments: that the current score is over what the body bears, by so much or more. Of
    a risk without a category nobody can tell.
    """
    over = NONE
    for code, category in categories_on(on).items():
        over |= Q(category=code, current_score__gte=category.appetite + by)
    return over


def to_be_brought_in(on: date) -> Q:
    """Of assessments: that what is planned is to bring the score to what the body bears."""
    brought = NONE
    for code, category in categories_on(on).items():
        brought |= Q(category=code, target_score__lte=category.appetite)
    # Of one without a target, so that what is asked the other way round is answered, too.
    return brought & Q(target_score__isnull=False)


def without_category(on: date) -> Q:
    """Of assessments: that they name none of the framework's categories, where it has any."""
    codes = list(categories_on(on))
    return ~Q(category__in=codes) if codes else NONE


@dataclass(frozen=True, slots=True)
class Appetite:
    """What the body bears of a risk's category. Neither is known of a risk without one."""

    category: str = ""
    bears: int | None = None
    over: int = 0

    @property
    def is_over(self) -> bool:
        return self.over > 0


def appetite_for(assessment: Assessment, categories: Mapping[str, RiskCategory]) -> Appetite:
    """How an assessment stands to what the body bears."""
    category = categories.get(assessment.category)
    if category is None:
        return Appetite(assessment.category)
    over = max(0, assessment.current_score - category.appetite)
    return Appetite(category.title, category.appetite, over)

"""What reports may say of audits: what was recommended, done, verified and is still open."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeAlias

from django.db.models import Min, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.figures import Rows, Text, Unit, declare_figure
from almoner.core.moments import end_of

from .kinds import GIVEN_UP, ReviewKind
from .models import ImprovementPlan, ReviewStep
from .standings import Stood, ageing, agreed_words, recommendations_as_at
from .states import ISSUED, Progress

Count: TypeAlias = Callable[[list[Stood]], int]
PAGE = "workspace:recommendations"
VERIFIED = gettext_lazy(
    "Recommendations that were issued, by the verdict of the internal auditor that spoke that day"
)
NOT_AGREED = (Progress.UNANSWERED, Progress.REJECTED)


def _declare(
    code: str, label: Text, source: Text
) -> Callable[[Callable[[list[Stood]], int]], None]:
    """Declare a count among all recommendations, of which nothing is said while there are none."""

    def declare(count: Count) -> None:
        def query(_parameter: str, on: date) -> int | None:
            found = recommendations_as_at(on)
            return count(found) if found else None

        query.__module__, query.__name__ = count.__module__, count.__name__
        declare_figure(code, label=label, unit=Unit.COUNT, source=source, page=PAGE)(query)

    return declare


@_declare("recommendations.issued", gettext_lazy("Recommendations issued"), VERIFIED)
def issued(found: list[Stood]) -> int:
    return len(found)


@_declare(
    "recommendations.agreed",
    gettext_lazy("Recommendations with agreed actions"),
    gettext_lazy(
        "Recommendations about which management agreed on something to do, but for those that the"
        " auditor found superseded, or whose risk was accepted"
    ),
)
def agreed(found: list[Stood]) -> int:
    return sum(1 for one in found if _is_agreed(one))


@_declare("recommendations.implemented", gettext_lazy("Fully implemented and verified"), VERIFIED)
def implemented(found: list[Stood]) -> int:
    return sum(one.is_verified for one in found)


@_declare("recommendations.given_up", gettext_lazy("Superseded, or the risk accepted"), VERIFIED)
def given_up(found: list[Stood]) -> int:
    return sum(one.is_given_up for one in found)


@_declare("recommendations.open", gettext_lazy("Not yet fully implemented"), VERIFIED)
def still_open(found: list[Stood]) -> int:
    return sum(one.is_open for one in found)


@_declare(
    "recommendations.overdue",
    gettext_lazy("Overdue"),
    gettext_lazy("Recommendations that are open, and past the day of any of their agreed actions"),
)
def overdue(found: list[Stood]) -> int:
    return sum(one.is_overdue for one in found)


@declare_figure(
    "recommendations.implemented_named",
    label=gettext_lazy("What is fully implemented and verified"),
    unit=Unit.WORDS,
    source=VERIFIED,
    page=PAGE,
)
def implemented_named(_parameter: str, on: date) -> str | None:
    return _named(one for one in recommendations_as_at(on) if one.is_verified)


@declare_figure(
    "recommendations.open_named",
    label=gettext_lazy("What is not yet fully implemented"),
    unit=Unit.WORDS,
    source=VERIFIED,
    page=PAGE,
)
def open_named(_parameter: str, on: date) -> str | None:
    return _named(one for one in recommendations_as_at(on) if one.is_open)


@declare_figure(
    "table.recommendations",
    label=gettext_lazy("Each recommendation, and how it stood"),
    unit=Unit.TABLE,
    source=gettext_lazy(
        "Recommendations that were issued: as management said, and apart as the auditor found"
    ),
    columns=(
        gettext_lazy("No."),
        gettext_lazy("Finding"),
        gettext_lazy("Agreed action"),
        gettext_lazy("Due"),
        gettext_lazy("Management says"),
        gettext_lazy("Internal audit found"),
    ),
    page=PAGE,
)
def recommendations_table(_parameter: str, on: date) -> Rows:
    return tuple(_row(one) for one in recommendations_as_at(on))


@declare_figure(
    "table.ageing",
    label=gettext_lazy("Open recommendations by age"),
    unit=Unit.TABLE,
    source=gettext_lazy("Open recommendations by the days since their report was final"),
    columns=(
        gettext_lazy("Days since it was issued"),
        gettext_lazy("Open"),
        gettext_lazy("Overdue"),
        gettext_lazy("Whose day was moved"),
    ),
    page=PAGE,
)
def ageing_table(_parameter: str, on: date) -> Rows:
    found = recommendations_as_at(on)
    if not any(one.is_open for one in found):
        return ()
    return tuple(
        (
            f"{one.first}–{one.last}" if one.last else _("over %(n)d") % {"n": one.first - 1},
            str(one.count),
            str(one.overdue),
            str(one.slipped),
        )
        for one in ageing(found)
    )


@declare_figure(
    "reviews.first_reported",
    label=gettext_lazy("When internal audit first reported"),
    unit=Unit.DAY,
    source=gettext_lazy("The earliest day on which the report of a review was final"),
    page="workspace:audits",
)
def first_reported(_parameter: str, on: date) -> date | None:
    first: date | None = _reports(on).aggregate(first=Min("valid_from"))["first"]
    return first


@declare_figure(
    "reviews.follow_up_reported",
    label=gettext_lazy("When the last follow-up review reported"),
    unit=Unit.DAY,
    source=gettext_lazy("The latest day on which the report of a follow-up review was final"),
    page="workspace:audits",
)
def follow_up_reported(_parameter: str, on: date) -> date | None:
    found = _reports(on).filter(review__kind=ReviewKind.FOLLOW_UP).order_by("-valid_from")
    return found.values_list("valid_from", flat=True).first()


@declare_figure(
    "reviews.named",
    label=gettext_lazy("Reviews that have reported"),
    unit=Unit.WORDS,
    source=gettext_lazy("Reviews whose report was final, by day"),
    page="workspace:audits",
)
def reviews_named(_parameter: str, on: date) -> str | None:
    found = _reports(on).order_by("valid_from", "pk").select_related("review")
    return "; ".join(f"{one.review.title} ({_day(one.valid_from)})" for one in found) or None


@declare_figure(
    "plans.named",
    label=gettext_lazy("Improvement plans under way"),
    unit=Unit.WORDS,
    source=gettext_lazy("Improvement plans that were opened and not closed"),
    page="workspace:improvement-plans",
)
def plans_named(_parameter: str, on: date) -> str | None:
    end = end_of(on)
    found = ImprovementPlan.objects.filter(opened_at__lt=end).exclude(closed_at__lt=end)
    return "; ".join(found.order_by("pk").values_list("title", flat=True)) or None


def _reports(on: date) -> QuerySet[ReviewStep]:
    """The step by which each report was final, as known on a day."""
    final = ReviewStep.objects.filter(state=ISSUED[0], valid_from__lte=on)
    return final.filter(recorded_at__lt=end_of(on))


def _is_agreed(one: Stood) -> bool:
    is_given_up = one.verdict is not None and one.verdict.finds in GIVEN_UP
    return one.progress not in NOT_AGREED and not is_given_up


def _named(found: Iterable[Stood]) -> str | None:
    return "; ".join(one.recommendation.finding.title for one in found) or None


def _row(one: Stood) -> tuple[str, ...]:
    verdict = str(one.verdict.get_finds_display()) if one.verdict else _("Not yet verified")
    if one.verdict:
        verdict = f"{verdict}, {_day(one.verdict.valid_from)}"
    return (
        one.recommendation.issued_as,
        one.recommendation.finding.title,
        agreed_words(one),
        _day(one.due_on) if one.due_on else "",
        str(one.progress.label),
        verdict,
    )


def _day(on: date) -> str:
    return date_format(on, "j F Y")

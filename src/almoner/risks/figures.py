"""What reports may say of risks. Restricted ones are counted, and never described."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from almoner.core.figures import Rows, Unit, declare_figure

from .queries import assessments_as_at, worst_first
from .scores import bounds_on

MOST_ROWS = 10


@declare_figure(
    "risks.open",
    label=_("Open risks"),
    unit=Unit.COUNT,
    source=_("Risks of the body and of its cases that nobody had closed"),
    page="workspace:risks",
)
def open_risks(_parameter: str, on: date) -> int | None:
    """None if no risk was recorded: an empty register says nothing of the body."""
    return assessments_as_at(on).count() or None


@declare_figure(
    "risks.very_high",
    label=_("Very high risks"),
    unit=Unit.COUNT,
    source=_("Open risks whose score asks for an approver's acceptance, by the framework's bounds"),
    page="workspace:risks",
)
def very_high_risks(_parameter: str, on: date) -> int | None:
    found = assessments_as_at(on)
    high = found.filter(current_score__gte=bounds_on(on).escalated).count()
    return high if high or found.exists() else None


@declare_figure(
    "table.risks",
    label=_("The highest risks"),
    unit=Unit.TABLE,
    source=_("The ten open risks with the highest scores, but for restricted ones"),
    columns=(_("Risk"), _("What may happen"), _("Score"), _("Owner"), _("Looked at again")),
    page="workspace:risks",
)
def highest_risks(_parameter: str, on: date) -> Rows:
    found = worst_first(assessments_as_at(on).filter(risk__is_restricted=False))[:MOST_ROWS]
    return tuple(
        (
            str(one.risk),
            one.event,
            str(one.current_score),
            one.owner.name,
            date_format(one.review_on, "j F Y"),
        )
        for one in found
    )

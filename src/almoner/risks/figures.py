"""What reports may say of risks. Restricted ones are counted, and never described."""

from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from almoner.core.figures import Rows, Text, Unit, declare_figure

from .appetite import categories_on, over_appetite
from .movement import Moved, counted, movements
from .queries import assessments_as_at, worst_first
from .scores import bounds_on
from .subjects import of_restricted

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
    found = worst_first(
        assessments_as_at(on).filter(risk__is_restricted=False).exclude(of_restricted())
    )[:MOST_ROWS]
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


@declare_figure(
    "risks.over_appetite",
    label=_("Risks over appetite"),
    unit=Unit.COUNT,
    source=_("Open risks whose score is over what the framework says the body bears"),
    page="workspace:risks",
)
def risks_over_appetite(_parameter: str, on: date) -> int | None:
    """None if no risk was recorded, or if the framework of the day says of none what is borne."""
    found = assessments_as_at(on)
    if not categories_on(on) or not found.exists():
        return None
    return found.filter(over_appetite(on)).count()


def _declare_moved(moved: Moved, label: Text, source: Text) -> None:
    @declare_figure(
        f"risks.moved_{moved}",
        label=label,
        unit=Unit.COUNT,
        source=source,
        takes=date.fromisoformat,
        page="workspace:risk-movement",
    )
    def risks_moved(since: str, on: date) -> int:
        found = movements(since=date.fromisoformat(since), on=on)
        return counted(found)[moved]


for which, label, source in (
    (Moved.NEW, _("New risks since %(of)s"), _("Risks that were not open at the end of that day")),
    (Moved.UP, _("Risks up since %(of)s"), _("Open risks whose score was lower on that day")),
    (Moved.DOWN, _("Risks down since %(of)s"), _("Open risks whose score was higher on that day")),
    (Moved.UNCHANGED, _("Risks unchanged since %(of)s"), _("Open risks that score as they did")),
    (Moved.CLOSED, _("Risks closed since %(of)s"), _("Risks that were closed after that day")),
):
    _declare_moved(which, label, source)


@declare_figure(
    "table.risk-movement",
    label=_("How risks moved since %(of)s"),
    unit=Unit.TABLE,
    source=_("Risks that are new, up, down or closed since that day, but for restricted ones"),
    takes=date.fromisoformat,
    columns=(_("Risk"), _("What may happen"), _("Moved"), _("Score then"), _("Score now")),
    page="workspace:risk-movement",
)
def risk_movement(since: str, on: date) -> Rows:
    told = ~(Q(risk__is_restricted=True) | of_restricted())
    found = movements(since=date.fromisoformat(since), on=on, of=told)
    return tuple(
        (
            str(one.risk),
            one.now.event,
            str(one.moved.label),
            str(one.then.current_score) if one.then else "",
            str(one.now.current_score) if one.moved != Moved.CLOSED else "",
        )
        for one in found
        if one.moved != Moved.UNCHANGED
    )

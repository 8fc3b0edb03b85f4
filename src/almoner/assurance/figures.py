"""What reports may say of controls: how each stood on its last night up to a day."""

from datetime import date

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.figures import Rows, Unit, declare_figure

from .controls import control_called, parameters_on, registry
from .models import Run

PAGE = "workspace:controls"
SOURCE = gettext_lazy("The last night up to the day on which each control was asked of every case")


@declare_figure(
    "controls.asked",
    label=gettext_lazy("Controls asked at night"),
    unit=Unit.COUNT,
    source=SOURCE,
    page=PAGE,
)
def controls_asked(_parameter: str, on: date) -> int | None:
    return last_runs(on).count() or None


@declare_figure(
    "controls.broken",
    label=gettext_lazy("Controls that some case broke, or that could not be asked"),
    unit=Unit.COUNT,
    source=SOURCE,
    page=PAGE,
)
def controls_broken(_parameter: str, on: date) -> int | None:
    runs = list(last_runs(on))
    return sum(1 for run in runs if run.broken or run.failure) if runs else None


@declare_figure(
    "table.controls",
    label=gettext_lazy("Controls that were broken"),
    unit=Unit.TABLE,
    source=SOURCE,
    columns=(
        gettext_lazy("Control"),
        gettext_lazy("Night"),
        gettext_lazy("Cases covered"),
        gettext_lazy("Broken by"),
    ),
    page=PAGE,
)
def broken_controls(_parameter: str, on: date) -> Rows:
    """The control with the most cases that broke it first; what could not be asked before all."""
    runs = [run for run in last_runs(on) if run.broken or run.failure]
    runs.sort(key=lambda run: (not run.failure, -run.broken, run.control))
    return tuple(
        (
            _promise(run.control, on),
            date_format(run.night, "j F Y"),
            f"{run.covered:,}",
            _("could not be asked") if run.failure else f"{run.broken:,}",
        )
        for run in runs
    )


def _promise(code: str, on: date) -> str:
    """What a control promises, by its code where no app declares it any more."""
    if code not in registry:
        return code
    return control_called(code).promise_in_words(parameters_on(code, on))


def last_runs(on: date) -> QuerySet[Run]:
    """The last night of each control up to a day."""
    latest = Window(RowNumber(), partition_by=[F("control")], order_by=[F("night").desc()])
    newest = Run.objects.filter(night__lte=on).annotate(_turn=latest).filter(_turn=1)
    return Run.objects.filter(pk__in=newest.values("pk"))

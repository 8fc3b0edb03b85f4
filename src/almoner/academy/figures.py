"""What reports may say of the academy: workshops that were held, and who came."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from almoner.core.figures import Rows, Unit, declare_figure
from almoner.core.moments import end_of

from .models import Attendance, Certificate
from .queries import first_workshop, held_workshops, last_workshop
from .states import Outcome

SOURCE = _("Workshops that were held, as their trainers or the academy lead recorded them")
PAGE = "workspace:academy"
EVER = date(1900, 1, 1)


@declare_figure(
    "academy.first_workshop",
    label=_("The first workshop"),
    unit=Unit.DAY,
    source=SOURCE,
    page=PAGE,
)
def first_held(_parameter: str, on: date) -> date | None:
    return first_workshop(first=EVER, last=on, on=on)


@declare_figure(
    "academy.last_workshop",
    label=_("The last workshop"),
    unit=Unit.DAY,
    source=SOURCE,
    page=PAGE,
)
def last_held(_parameter: str, on: date) -> date | None:
    return last_workshop(first=EVER, last=on, on=on)


@declare_figure(
    "academy.workshops_held",
    label=_("Workshops held"),
    unit=Unit.COUNT,
    source=SOURCE,
    page=PAGE,
)
def workshops_held(_parameter: str, on: date) -> int | None:
    return held_workshops(first=EVER, last=on, on=on).count() or None


@declare_figure(
    "academy.attendances",
    label=_("Attendances at workshops"),
    unit=Unit.COUNT,
    source=_("Each person at each workshop, by the attendance that was recorded last"),
    page=PAGE,
)
def attendances(_parameter: str, on: date) -> int | None:
    said = Attendance.objects.filter(recorded_at__lt=end_of(on)).order_by("recorded_at", "pk")
    last = dict(said.values_list("booking", "outcome"))
    return sum(1 for outcome in last.values() if outcome == Outcome.ATTENDED) or None


@declare_figure(
    "academy.certificates",
    label=_("Certificates issued"),
    unit=Unit.COUNT,
    source=_("Certificates of attendance and, where there is one, of a passed assessment"),
    page=PAGE,
)
def certificates(_parameter: str, on: date) -> int | None:
    return Certificate.objects.filter(issued_on__lte=on).count() or None


@declare_figure(
    "table.workshops",
    label=_("Workshops"),
    unit=Unit.TABLE,
    source=SOURCE,
    columns=(_("Workshop"), _("Day"), _("Places"), _("Attended")),
    page=PAGE,
)
def workshops_table(_parameter: str, on: date) -> Rows:
    held = held_workshops(first=EVER, last=on, on=on).select_related("version__course")
    said = Attendance.objects.filter(recorded_at__lt=end_of(on)).order_by("recorded_at", "pk")
    last = {row[0]: row[1:] for row in said.values_list("booking", "booking__workshop", "outcome")}
    came: dict[int, int] = {}
    for workshop, outcome in last.values():
        came[workshop] = came.get(workshop, 0) + (outcome == Outcome.ATTENDED)
    return tuple(
        (
            one.version.course.title,
            date_format(one.on, "j F Y"),
            str(one.capacity),
            str(came.get(one.pk, 0)),
        )
        for one in held.order_by("starts_at", "pk")
    )

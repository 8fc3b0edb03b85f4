"""What reports may say of cases: the evidence that stands behind them."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from almoner.core.figures import Unit, declare_figure
from almoner.core.moments import end_of

from .kinds import AssessmentKind
from .models import Assessment, Commission, Consultation


@declare_figure(
    "commissions.begun",
    label=_("Cases begun"),
    unit=Unit.COUNT,
    source=_("Every case that was begun, whatever became of it"),
    page="workspace:commissions",
)
def cases_begun(_parameter: str, on: date) -> int | None:
    return Commission.objects.filter(begun_at__lt=end_of(on)).count() or None


@declare_figure(
    "assessments.equality",
    label=_("Equality impact assessments signed"),
    unit=Unit.COUNT,
    source=_("Assessments of the nine characteristics that somebody other than the author signed"),
    page="workspace:commissions",
)
def equality_assessments(_parameter: str, on: date) -> int | None:
    signed = Assessment.objects.filter(kind=AssessmentKind.EQUALITY, signed_at__lt=end_of(on))
    return signed.count() or None


@declare_figure(
    "consultations.recorded",
    label=_("Consultations recorded"),
    unit=Unit.COUNT,
    source=_("Each time that people or the market were asked about a case"),
    page="workspace:commissions",
)
def consultations(_parameter: str, on: date) -> int | None:
    return Consultation.objects.filter(recorded_at__lt=end_of(on)).count() or None

"""Questions about reports: which there are, what stands in one, and how its figures are now."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.references import name_of
from almoner.documents.models import Filling, SectionText
from almoner.documents.queries import latest_texts, template_standings
from almoner.documents.shapes import Belongs, Template
from almoner.documents.states import FillingState

from .bound import Bound, bound_in
from .models import Look, Report
from .states import ReportState

READERS = frozenset(Role) - {Role.ADMINISTRATOR, Role.MEMBER}
NAMED = f"{Report._meta.label_lower}:"
READERS_OF_ISSUED = READERS | {Role.MEMBER}


class Kind(NamedTuple):
    """A kind of report: the template from which its words begin."""

    code: str
    template: Template


def kinds_of_report() -> list[Kind]:
    """Every kind that the body's templates know, by title."""
    return [
        Kind(one.code, one.template)
        for one in template_standings()
        if one.template.belongs_to == Belongs.REPORT
    ]


def reports_visible_to(user: User, *, on: date) -> QuerySet[Report]:
    """Those that somebody may read, the latest first."""
    roles = roles_of(user, on=on)
    found = Report.objects.select_related("reporter", "issued_by").defer("figures")
    if roles & READERS:
        return found.order_by("-as_at", "-pk")
    if roles & READERS_OF_ISSUED:
        return found.filter(state=ReportState.ISSUED).order_by("-as_at", "-pk")
    return found.none()


def report_as_at(kind: str, day: date) -> Report | None:
    """The latest report of a kind as at a day that was not dropped."""
    found = Report.objects.filter(kind=kind, as_at=day).exclude(state=ReportState.DROPPED)
    return found.order_by("-pk").first()


def document_of(report: Report) -> Filling | None:
    """The words of a report: as issued or, until then, as they were written last."""
    found = Filling.objects.select_related("template").filter(about=name_of(report))
    if report.filling_id:
        return found.get(pk=report.filling_id)
    return found.exclude(state=FillingState.DROPPED).order_by("-number", "-pk").first()


def texts_in(filling: Filling) -> list[str]:
    """What each section of a document that is being written says, in their order."""
    said = {one.section: one.text for one in latest_texts(filling)}
    return [said.get(section.code, section.text) for section in filling.template.template.section]


def looks_at(report: Report) -> dict[str, Look]:
    """The last look at each figure."""
    found = report.looks.select_related("looked_by").order_by("pk")
    return {look.key: look for look in found}


def figures_of(report: Report, *, on: date) -> list[Bound]:
    """Every figure to which a report's words are bound, as it is now."""
    filling = document_of(report)
    texts = texts_in(filling) if filling else []
    return bound_in(texts, on=read_as_at(report, on=on), looks=looks_at(report))


def read_as_at(report: Report, *, on: date) -> date:
    """The day as at which its figures are read: its own or, while that is to come, today."""
    return min(report.as_at, on)


def has_written(user: User, report: Report) -> bool:
    """Whether somebody began a report, or wrote in it."""
    wrote = SectionText.objects.filter(filling__about=name_of(report), written_by=user)
    return report.reporter_id == user.pk or wrote.exists()


def awaiting_issue() -> QuerySet[Report]:
    """Reports whose words are finished and that nobody has issued, in one query."""
    finished = Filling.objects.filter(
        state=FillingState.FINISHED, about=Concat(Value(NAMED), OuterRef("reference"))
    )
    return Report.objects.filter(Exists(finished), state=ReportState.DRAFT)

"""What a board is told of a report: its own words, and its figures as tables."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.core.moments import day_of
from almoner.documents.blocks import Block, Table, as_text
from almoner.documents.briefs import Brief, BriefPart, declare_brief
from almoner.documents.written import Part

from .assembled import assembled
from .models import Report
from .queries import document_of
from .states import ReportState


@declare_brief("reports.report")
def brief_of_report(reference: str, on: date) -> Brief | None:
    """As it was issued or, until then, as it is being written."""
    report = Report.objects.select_related("reporter", "issued_by").filter(reference=reference)
    found = report.first()
    if found is None:
        return None
    parts: tuple[BriefPart, ...] = ()
    if document_of(found):
        written = assembled(found, on=on).written
        parts = tuple(told for part in written.parts for told in _told(part))
    return Brief(f"{found.title} ({found})", _asks(found), _facts(found), parts)


def _asks(report: Report) -> str:
    if report.state == ReportState.ISSUED:
        return _("Note the report, and what it recommends.")
    if report.state == ReportState.DRAFT:
        return _("Say what should change in the report before it is issued.")
    return _("Note that the report is no longer written.")


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Stands"), _standing(report)),
        (_("As at"), date_format(report.as_at, "j F Y")),
        (_("To"), report.panel),
        (_("Report by"), report.reporter.name),
    )
    return tuple((term, words) for term, words in facts if words)


def _standing(report: Report) -> str:
    state = str(report.get_state_display())
    if report.state != ReportState.ISSUED or not report.issued_at:
        return state
    return f"{state}, {date_format(day_of(report.issued_at), 'j F Y')}"


def _told(part: Part) -> Iterator[BriefPart]:
    """A section: what stands before each of its tables goes with that one."""
    heading, before = part.title, list[Block]()
    for block in part.blocks:
        if isinstance(block, Table):
            yield BriefPart(heading, as_text(before), block.columns, block.rows)
            heading, before = "", []
        else:
            before.append(block)
    if before or heading:
        yield BriefPart(heading, as_text(before) or _("Nothing is said here."))

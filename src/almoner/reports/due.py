"""What reports ask of whom: of approvers to issue those that are finished."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.boards.kinds import Watched
from almoner.core.due import (
    Due,
    Sitting,
    Worker,
    declare_due_changed_by,
    declare_due_to_board,
)
from almoner.core.moments import end_of
from almoner.core.references import name_of
from almoner.documents.events import FillingEvent

from .events import ReportEvent
from .models import Report
from .queries import awaiting_issue
from .states import ReportState


@declare_due_changed_by(ReportEvent, FillingEvent)
def reports_to_issue(worker: Worker, on: date) -> Iterator[Due]:
    """Those that somebody else began, from their day on."""
    if Role.APPROVER not in worker.roles:
        return
    others = awaiting_issue().exclude(reporter__reference__in=people_of(worker))
    for report in others.filter(as_at__lte=on).order_by("as_at", "pk"):
        what = _("Issue a report: %(reference)s") % {"reference": report}
        yield Due(name_of(report), what, "issue", report.as_at, report.title)


@declare_due_to_board
def reports_for_board(sitting: Sitting, _on: date) -> Iterator[Due]:
    """For boards that look after reports, those that were issued since they last met."""
    if Watched.REPORTS not in sitting.watched:
        return
    issued = Report.objects.filter(state=ReportState.ISSUED, issued_at__gte=end_of(sitting.since))
    for report in issued.defer("figures").order_by("issued_at", "pk"):
        what = _("Note a report: %(reference)s") % {"reference": report}
        yield Due(name_of(report), what, "read", called=report.title)

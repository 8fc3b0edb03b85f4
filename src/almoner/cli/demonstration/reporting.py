"""Reports of a story, from their first words to their issue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from almoner.accounts.models import User
from almoner.core.moments import day_of
from almoner.core.workdays import working_days_after
from almoner.documents.operations import finish_filling, save_section
from almoner.documents.queries import latest_texts
from almoner.reports.models import Report
from almoner.reports.operations import Asked, begin_report, issue_report, look_at_figures
from almoner.reports.queries import document_of, figures_of

WRITER, ISSUER = "greta.holm", "nadia.okell"


@dataclass
class ToldReport:
    """A report, who writes it, who issues it, and the sections whose words are other than the
    template's.
    """

    asked: Asked
    by: str
    issued_by: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""

    def begin(self, moment: datetime) -> None:
        by = _person(self.by)
        report = begin_report(self.asked, by=by, at=moment)
        self.reference = report.reference
        filling = document_of(report)
        assert filling is not None  # it was begun with it
        numbers = {one.section: one.number for one in latest_texts(filling)}
        for section, text in self.texts.items():
            based_on = numbers.get(section, 0)
            save_section(filling, section=section, text=text, based_on=based_on, by=by, at=moment)

    def issue(self, moment: datetime) -> None:
        """On its day somebody looks at its figures once more, and another issues it."""
        report = Report.objects.get(reference=self.reference)
        by, on = _person(self.by), day_of(moment)
        seen = {one.key: one.value for one in figures_of(report, on=on) if one.needs_a_look}
        if seen:
            look_at_figures(report, seen, by=by, at=moment)
        filling = document_of(report)
        assert filling is not None  # it was begun with it
        finish_filling(filling, by=by, at=moment)
        issue_report(report, by=_person(self.issued_by), at=moment)


def reports_of(today: date) -> list[tuple[date, int, Callable[[datetime], None]]]:
    """One that was issued last week, and one that is being written."""
    issued_on = working_days_after(today, -5)
    tracker = ToldReport(
        Asked(
            kind="recommendation-tracker",
            title="Audit recommendations: where they stand",
            panel="Joint audit panel",
            as_at=issued_on,
        ),
        by=WRITER,
        issued_by=ISSUER,
    )
    exceptions = ToldReport(
        Asked(
            kind="board-exceptions",
            title="What is not as it should be",
            panel="Procurement, contracts and grants oversight board",
            as_at=working_days_after(today, 4),
        ),
        by=WRITER,
    )
    return [
        (working_days_after(today, -7), 11, tracker.begin),
        (issued_on, 17, tracker.issue),
        (working_days_after(today, -2), 15, exceptions.begin),
    ]


def _person(username: str) -> User:
    return User.objects.get(username=username)

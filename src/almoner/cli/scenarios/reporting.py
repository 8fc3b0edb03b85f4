"""What a scenario's officials plan, what they watch, and which reports they write."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from almoner.audits.models import ImprovementPlan
from almoner.audits.operations import gather_into_plan, open_improvement_plan
from almoner.cli.demonstration.stages import Act, at
from almoner.documents.operations import finish_filling, save_section
from almoner.documents.queries import latest_texts
from almoner.reports.models import Report
from almoner.reports.operations import Asked, begin_report, issue_report, look_at_figures
from almoner.reports.queries import document_of, figures_of
from almoner.risks.operations import View, record_risk

from .audits import recommendation_numbered
from .people import called
from .said import PlanSaid, ReportSaid, RiskSaid, Scenario


def planning(scenario: Scenario) -> Iterator[Act]:
    for one in scenario.plans:
        yield Act(at(one.opened_on, 17), partial(_plan, one))


def risking(scenario: Scenario) -> Iterator[Act]:
    for n, one in enumerate(scenario.risks):
        yield Act(at(one.recorded_on, 11, 30 + n % 20), partial(_risk, one))


def reporting(scenario: Scenario) -> Iterator[Act]:
    for one in scenario.reports:
        written = Written(one)
        yield Act(at(one.begun_on, 17, 30), written.begin)
        if one.issued_on:
            yield Act(at(one.issued_on, 18), written.issue)


def _plan(said: PlanSaid, moment: datetime) -> None:
    owner = called(said.owner)
    plan: ImprovementPlan = open_improvement_plan(
        said.title, purpose=said.purpose, owner=owner, by=owner, at=moment
    )
    for review, number in said.gathers:
        thing = recommendation_numbered(review, number)
        gather_into_plan(plan, thing, by=owner, at=moment)


def _risk(said: RiskSaid, moment: datetime) -> None:
    view = View(
        cause=said.cause,
        event=said.event,
        effect=said.effect,
        inherent_likelihood=said.inherent[0],
        inherent_impact=said.inherent[1],
        current_likelihood=said.current[0],
        current_impact=said.current[1],
        owner=called(said.owner),
        review_on=said.review_on,
    )
    record_risk(view, by=called(said.owner), at=moment)


class Written:
    """A report from its first words to its issue."""

    def __init__(self, said: ReportSaid) -> None:
        self.said = said
        self.reference = ""

    def begin(self, moment: datetime) -> None:
        said, by = self.said, called(self.said.by)
        asked = Asked(kind=said.kind, title=said.title, panel=said.panel, as_at=said.as_at)
        report = begin_report(asked, by=by, at=moment)
        self.reference = report.reference
        filling = document_of(report)
        assert filling is not None  # it was begun with it
        numbers = {one.section: one.number for one in latest_texts(filling)}
        for section, text in said.texts.items():
            based_on = numbers.get(section, 0)
            save_section(filling, section=section, text=text, based_on=based_on, by=by, at=moment)

    def issue(self, moment: datetime) -> None:
        """On its day somebody looks at its figures once more, and another issues it."""
        report = Report.objects.get(reference=self.reference)
        by, on = called(self.said.by), moment.date()
        seen = {one.key: one.value for one in figures_of(report, on=on) if one.needs_a_look}
        if seen:
            look_at_figures(report, seen, by=by, at=moment)
        filling = document_of(report)
        assert filling is not None  # it was begun with it
        finish_filling(filling, by=by, at=moment)
        issue_report(report, by=called(self.said.issued_by), at=moment)

"""What a scenario's officials plan, what they watch, and which reports they write."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from almoner.audits.models import ImprovementPlan
from almoner.audits.operations import gather_into_plan, open_improvement_plan
from almoner.cli.demonstration.reporting import ToldReport
from almoner.cli.demonstration.stages import Act, at
from almoner.reports.operations import Asked
from almoner.risks.operations import View, record_risk

from .audits import recommendation_numbered
from .people import called
from .said import PlanSaid, RiskSaid, Scenario


def planning(scenario: Scenario) -> Iterator[Act]:
    for one in scenario.plans:
        yield Act(at(one.opened_on, 17), partial(_plan, one))


def risking(scenario: Scenario) -> Iterator[Act]:
    for n, one in enumerate(scenario.risks):
        yield Act(at(one.recorded_on, 11, 30 + n % 20), partial(_risk, one))


def reporting(scenario: Scenario) -> Iterator[Act]:
    for one in scenario.reports:
        told = ToldReport(
            Asked(kind=one.kind, title=one.title, panel=one.panel, as_at=one.as_at),
            by=one.by,
            issued_by=one.issued_by,
            texts=one.texts,
        )
        yield Act(at(one.begun_on, 17, 30), told.begin)
        if one.issued_on:
            yield Act(at(one.issued_on, 18), told.issue)


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
        category=said.category,
    )
    record_risk(view, by=called(said.owner), at=moment)

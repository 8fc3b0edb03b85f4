"""The rules that a case keeps: the framework it began under, its route and the stage it is at."""

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import convert

from almoner.framework.contents import Framework
from almoner.framework.keeping import keep_framework
from almoner.framework.models import FrameworkText
from almoner.framework.offices import Office
from almoner.framework.queries import InForce, framework_of
from almoner.framework.routes import Route, Stage

from .models import Commission, GateAsked, KeptPromise

DIRECT = "direct-award-justified"  # a route with this control goes without competition


def keep_rules(now: InForce) -> FrameworkText:
    """Within an operation: keep the text of what holds, and what its gates promise of cases."""
    kept = keep_framework(now)
    if not KeptPromise.objects.filter(framework=kept).exists():
        KeptPromise.objects.bulk_create(
            (
                KeptPromise(
                    framework=kept,
                    route=route.code,
                    instrument=str(route.instrument),
                    stage=stage,
                    control=control,
                )
                for route in now.framework.routes
                for stage, controls in promised_by(route).items()
                for control in sorted(controls)
            ),
            ignore_conflicts=True,  # two cases may begin at once
        )
    return kept


def promised_by(route: Route) -> dict[str, set[str]]:
    """By stage, the controls that a case there keeps: its own gate's, and those passed before."""
    promised = {stage.code: set(stage.controls) for stage in route.stages}
    for _turn in route.stages:  # what is handed on reaches the last stage in so many turns
        for stage in route.stages:
            for following in stage.next:
                promised[following] |= promised[stage.code]
    return promised


@dataclass(frozen=True, slots=True)
class Rules:
    """What a case keeps to."""

    framework: Framework
    route: Route
    stage: Stage

    @property
    def is_contract(self) -> bool:
        return self.route.instrument != "grant"

    @property
    def is_competed(self) -> bool:
        return all(DIRECT not in stage.controls for stage in self.route.stages)

    @property
    def onward(self) -> list[Stage]:
        """The stages that may follow."""
        found = (self.route.stage_called(code) for code in self.stage.next)
        return [stage for stage in found if stage]


def rules_of(commission: Commission) -> Rules:
    """What a case keeps to. Its kept framework has its route and stage: they were taken from it."""
    framework = framework_of(commission.framework.digest)
    route = framework.route_called(commission.route)
    stage = route.stage_called(commission.stage) if route else None
    if route is None or stage is None:
        raise LookupError(f"{commission}: {commission.route}, {commission.stage}")
    return Rules(framework, route, stage)


def title_of_objective(framework: Framework, code: str) -> str:
    return next((one.title for one in framework.objectives if one.code == code), code)


def titles_of_objectives(framework: Framework, codes: Iterable[str]) -> list[str]:
    return [title_of_objective(framework, code) for code in codes]


def office_next(gate: GateAsked, said: int) -> Office | None:
    """The office whose turn it is, after so many have said go, as it was when the gate was asked:
    the limits of that day may name one that the case's own framework does not have.
    """
    return convert(gate.steps[said], type=Office) if said < len(gate.steps) else None


def office_whose_turn(gate: GateAsked) -> Office | None:
    """The office that decides next at a gate; none, once each has."""
    return office_next(gate, len(gate.said.all()))

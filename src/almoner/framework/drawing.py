"""A route as it is drawn: its stages in order, each gate in words, the cases that stand there."""

from collections.abc import Sequence
from dataclasses import dataclass

from .contents import Framework
from .limits import Limit
from .registries import Standing, named
from .routes import Route, Stage
from .wording import offices_in_words, opener_in_words


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approves, from one value up to another or as an exception."""

    limit: Limit
    offices: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stage with its gate: what that asks, who opens it, and where it leads."""

    stage: Stage
    number: int
    cases: int
    controls: Sequence[str]
    documents: Sequence[str]
    opener: str
    approvals: Sequence[Approval]
    leads_to: Sequence[str]


def drawn(framework: Framework, route: Route, *, standing: Standing) -> list[Drawn]:
    """Every stage of a route, in the order in which it is written."""
    return [
        Drawn(
            stage=stage,
            number=number,
            cases=standing.get((route.code, stage.code), 0),
            controls=[named(code) for code in stage.controls],
            documents=[named(code) for code in stage.documents],
            opener=opener_in_words(framework, stage),
            approvals=approvals_of(framework, stage.matter) if stage.matter else [],
            leads_to=_leads_to(route, number),
        )
        for number, stage in enumerate(route.stages, 1)
    ]


def approvals_of(framework: Framework, matter: str) -> list[Approval]:
    """Who approves a matter: the exceptions, which go first, then by value."""
    limits = [limit for limit in framework.limits if limit.matter == matter]
    limits.sort(key=lambda limit: (not limit.when, limit.at_least))
    return [Approval(limit, offices_in_words(framework, limit)) for limit in limits]


def cases_on(route: Route, *, standing: Standing) -> int:
    """How many live cases stand on a route."""
    return sum(standing.get((route.code, stage.code), 0) for stage in route.stages)


def _leads_to(route: Route, number: int) -> list[str]:
    """Where a gate leads, when not simply to the next stage written."""
    stage = route.stages[number - 1]
    following = [code for code in stage.next if route.stages[number].code != code]
    if not following:
        return []
    titles = {one.code: (n, one.title) for n, one in enumerate(route.stages, 1)}
    return [f"{titles[code][0]}. {titles[code][1]}" for code in stage.next]

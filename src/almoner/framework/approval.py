"""Who must approve: the limit that holds for a value, and the offices that it names."""

from collections.abc import Mapping
from decimal import Decimal

from .conditions import all_hold
from .contents import Framework
from .limits import Limit
from .offices import Office
from .routes import Stage


class NoLimit(LookupError):
    """The framework has no limit for a matter: nobody may approve it."""


def limit_for(
    framework: Framework, matter: str, *, value: Decimal | int, facts: Mapping[str, object]
) -> Limit:
    """The limit that holds: the first exception of which all is true, or else the plain one.

    Raises NoLimit of a matter that the framework does not have.
    """
    limits = [one for one in framework.limits if one.matter == matter and one.covers(value)]
    for limit in sorted(limits, key=lambda one: not one.when):
        if all_hold(limit.when, facts):
            return limit
    raise NoLimit(matter)


def steps_for(
    framework: Framework, matter: str, *, value: Decimal | int, facts: Mapping[str, object]
) -> tuple[Office, ...]:
    """The offices that must approve a matter of a value, one after another. Raises NoLimit."""
    limit = limit_for(framework, matter, value=value, facts=facts)
    return tuple(framework.office_called(code) for code in limit.steps)


def steps_of_gate(
    framework: Framework, stage: Stage, *, value: Decimal | int, facts: Mapping[str, object]
) -> tuple[Office, ...]:
    """The offices that must let a case out of a stage. None where the lead moves it on."""
    if stage.matter:
        return steps_for(framework, stage.matter, value=value, facts=facts)
    return (framework.office_called(stage.office),) if stage.office else ()


def routes_open_to(framework: Framework, facts: Mapping[str, object]) -> tuple[str, ...]:
    """The codes of the routes that a case may take, by its facts."""
    return tuple(route.code for route in framework.routes if all_hold(route.open_to, facts))

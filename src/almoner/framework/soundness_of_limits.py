"""Whether approval limits leave no value without an approver, and none with two answers."""

from collections.abc import Iterator

from .contents import Framework
from .limits import About, Limit
from .words import Inconsistent, listed


def faults_of_limits(framework: Framework) -> Iterator[Inconsistent]:
    """Every contradiction within the limits of a framework."""
    yield from _unknown_names(framework)
    for nth, matter in enumerate(framework.matters):
        plain = [
            (limit.at_least, place, limit)
            for place, limit in enumerate(framework.limits)
            if limit.matter == matter.code and not limit.when
        ]
        if plain:
            plain.sort(key=lambda one: one[:2])
            yield from _holes([(place, limit) for _least, place, limit in plain])
        else:
            yield Inconsistent(
                f"Nobody may approve {matter.code}: it has no limit that holds always."
                f' Write a [[limit]] with matter = "{matter.code}" and no `when`.',
                *("matter", nth, "code"),
            )


def _unknown_names(framework: Framework) -> Iterator[Inconsistent]:
    matters = [matter.code for matter in framework.matters]
    of_the_body = {one.code for one in framework.matters if one.about == About.BODY}
    offices = [office.code for office in framework.offices]
    for nth, limit in enumerate(framework.limits):
        if limit.matter not in matters:
            yield Inconsistent(
                f"No matter is called {limit.matter}. {listed(matters)}",
                *("limit", nth, "matter"),
            )
        if limit.when and limit.matter in of_the_body:
            yield Inconsistent(
                f"Decisions on {limit.matter} are about the body, of which no case's facts are"
                " known: this would never hold. Take `when` out.",
                *("limit", nth, "when"),
            )
        for step, office in enumerate(limit.steps):
            if office not in offices:
                yield Inconsistent(
                    f"No office is called {office}. {listed(offices)}",
                    *("limit", nth, "steps", step),
                )


def _holes(limits: list[tuple[int, Limit]]) -> Iterator[Inconsistent]:
    """Where the plain limits of one matter, the lowest first, do not meet end to end."""
    reached: int | None = 0
    for nth, limit in limits:
        if reached is None or limit.at_least < reached:
            until = f"£{reached:,}" if reached is not None else "any value"
            yield Inconsistent(
                f"Another limit of {limit.matter} already holds up to {until}."
                " Make this one begin where that one ends.",
                *_place(nth, limit),
            )
        elif limit.at_least > reached:
            yield Inconsistent(
                f"Nobody may approve {limit.matter} of £{reached:,} or more, below"
                f" £{limit.at_least:,}. Write at_least = {reached}, or a limit between.",
                *_place(nth, limit),
            )
        if reached is not None:
            reached = None if limit.below is None else max(reached, limit.below)
    if reached is not None:
        nth, limit = limits[-1]
        yield Inconsistent(
            f"Nobody may approve {limit.matter} of £{reached:,} or more."
            " Take `below` out of its last limit, or write one more.",
            *("limit", nth, "below"),
        )


def _place(nth: int, limit: Limit) -> tuple[str | int, ...]:
    return ("limit", nth, "at_least") if limit.at_least else ("limit", nth)

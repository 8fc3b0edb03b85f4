"""Whether each route can be walked from its first stage to its last, and who opens its gates."""

from collections.abc import Iterator, Sequence

from .codes import DirectAwardReason, LegalPower
from .contents import Framework
from .limits import About
from .routes import SIGNED_DECISION, Route
from .words import Inconsistent, Place, listed


def faults_of_routes(framework: Framework) -> Iterator[Inconsistent]:
    """Every contradiction within the routes of a framework."""
    for nth, route in enumerate(framework.routes):
        place = ("route", nth)
        yield from _gates_that_nobody_opens(framework, route, place)
        unknown = list(_unknown_stages(route, place))
        yield from unknown
        if not unknown:
            yield from _stages_out_of_reach(route, place)
            yield from _stages_without_a_way_out(route, place)
    yield from _wrong_instruments(framework)


def _gates_that_nobody_opens(
    framework: Framework, route: Route, place: Place
) -> Iterator[Inconsistent]:
    matters = [matter.code for matter in framework.matters]
    of_the_body = {one.code for one in framework.matters if one.about == About.BODY}
    offices = [office.code for office in framework.offices]
    for nth, stage in enumerate(route.stages):
        if stage.matter and stage.matter not in matters:
            yield Inconsistent(
                f"Nobody may pass this gate: no matter is called {stage.matter}. {listed(matters)}",
                *(*place, "stage", nth, "matter"),
            )
        if stage.matter in of_the_body:
            yield Inconsistent(
                f"Decisions on {stage.matter} are about the body and no case, so none lets a case"
                " through. Name a matter that is about cases.",
                *(*place, "stage", nth, "matter"),
            )
        if SIGNED_DECISION in stage.controls and not stage.matter:
            yield Inconsistent(
                "Nobody may pass this gate: it asks for a signed decision, and has no matter on"
                f' which one could be. Write its `matter`, or take "{SIGNED_DECISION}" out.',
                *(*place, "stage", nth, "controls"),
            )
        if stage.office and stage.office not in offices:
            yield Inconsistent(
                f"Nobody may pass this gate: no office is called {stage.office}. {listed(offices)}",
                *(*place, "stage", nth, "office"),
            )


def _unknown_stages(route: Route, place: Place) -> Iterator[Inconsistent]:
    codes = [stage.code for stage in route.stages]
    for nth, stage in enumerate(route.stages):
        for number, code in enumerate(stage.next):
            if code not in codes or code == stage.code:
                others = [other for other in codes if other != stage.code]
                yield Inconsistent(
                    f"{stage.code} cannot lead to {code}. {listed(others)}",
                    *(*place, "stage", nth, "next", number),
                )


def _stages_out_of_reach(route: Route, place: Place) -> Iterator[Inconsistent]:
    following = {stage.code: stage.next for stage in route.stages}
    reached: set[str] = set()
    ahead = [route.first.code]
    while ahead:
        code = ahead.pop()
        if code not in reached:
            reached.add(code)
            ahead.extend(following[code])
    for nth, stage in enumerate(route.stages):
        if stage.code not in reached:
            yield Inconsistent(
                f"No stage leads to {stage.code}. Name it in the `next` of the one before,"
                " or take it out.",
                *(*place, "stage", nth, "code"),
            )


def _stages_without_a_way_out(route: Route, place: Place) -> Iterator[Inconsistent]:
    """The last stage written is where a case ends; any other must lead there."""
    last = route.stages[-1]
    arriving = {last.code} if last.is_last else set()
    for _round in route.stages:
        arriving |= {one.code for one in route.stages if arriving.intersection(one.next)}
    for nth, stage in enumerate(route.stages):
        where = (*place, "stage", nth)
        if stage is not last and stage.is_last:
            yield Inconsistent(
                f"{stage.code} leads nowhere and is not the last stage."
                " Name what follows in `next`, or write it last.",
                *(*where, "code"),
            )
        elif stage is last and not stage.is_last:
            yield Inconsistent(
                "The last stage leads back, so no case would ever end."
                " Take its `next` out, or write the stage in which cases end last.",
                *(*where, "next"),
            )
        elif stage.code not in arriving and last.is_last:
            yield Inconsistent(
                f"From {stage.code} no way leads to the last stage, {last.code}."
                " Name one that does in `next`.",
                *(*where, "next"),
            )


def _wrong_instruments(framework: Framework) -> Iterator[Inconsistent]:
    """A reason or power that fits no route would be offered to nobody."""
    instruments = {route.instrument for route in framework.routes}
    lists: dict[str, Sequence[LegalPower | DirectAwardReason]] = {
        "power": framework.powers,
        "reason": framework.reasons,
    }
    for noun, lines in lists.items():
        for nth, line in enumerate(lines):
            if instruments and not instruments.intersection(line.instruments):
                yield Inconsistent(
                    f"No route ends in what this {noun} is for."
                    " Write `instruments` that a route has, or take it out.",
                    *(noun, nth, "code"),
                )

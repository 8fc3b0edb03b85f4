"""`almoner framework show`: what holds on a day, as routes, gates and limits in words."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

import msgspec
from django.utils.timezone import localdate

from almoner.framework.conditions import in_words
from almoner.framework.contents import Framework
from almoner.framework.queries import InForce
from almoner.framework.reading import UnreadableFramework
from almoner.framework.routes import Route, Stage
from almoner.framework.wording import all_of, offices_in_words, opener_in_words

from .days import day
from .frameworks import held_on
from .refusals import Refusal
from .screen import on_screen


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--on",
        type=day,
        metavar="DAY",
        help="the day on which it holds, such as 2026-03-04 (default: today)",
    )
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(given: Namespace) -> None:
    try:
        held = held_on(given.on or localdate())
    except UnreadableFramework as error:
        raise Refusal(str(error)) from error
    if given.json:
        said = {
            "version": held.reference or None,
            "holds_from": held.first_day,
            "text": held.digest,
            "framework": held.framework,
        }
        print(msgspec.json.format(msgspec.json.encode(said), indent=2).decode())
        return
    for line in [*head(held), *limits(held.framework), *routes(held.framework)]:
        print(on_screen(line))


def head(held: InForce) -> Iterator[str]:
    yield held.framework.title
    if held.first_day:
        yield f"{held.reference}, in force from {held.first_day:%-d %B %Y}"
    else:
        yield "As ALMONER_FRAMEWORK names it: no version has been approved."
    yield f"SHA-256 {held.digest}"
    if held.framework.unconfirmed:
        waiting = held.framework.unconfirmed
        yield f"The body has yet to confirm {waiting} limits, objectives and appetites for risk."


def limits(framework: Framework) -> Iterator[str]:
    for matter in framework.matters:
        yield ""
        yield f"{matter.title} ({matter.code})"
        for limit in framework.limits:
            if limit.matter == matter.code:
                mark = "" if limit.confirmed else " [to be confirmed]"
                yield f"  {limit}: {offices_in_words(framework, limit)}{mark}"


def routes(framework: Framework) -> Iterator[str]:
    for route in framework.routes:
        yield ""
        yield f"{route.title} ({route.code})"
        if route.open_to:
            yield f"  Open where {in_words(route.open_to)}."
        for number, stage in enumerate(route.stages, 1):
            yield from stages(framework, route, stage, number)


def stages(framework: Framework, route: Route, stage: Stage, number: int) -> Iterator[str]:
    titles = {one.code: one.title for one in route.stages}
    yield f"  {number}. {stage.title}"
    if stage.controls:
        yield f"     asks: {all_of(stage.controls)}"
    if stage.documents:
        yield f"     wants: {all_of(stage.documents)}"
    following = all_of(titles[code] for code in stage.next)
    led = f", to {following}" if following else ", and ends"
    yield f"     opened by {opener_in_words(framework, stage)}{led}"

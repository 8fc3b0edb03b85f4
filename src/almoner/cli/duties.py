"""`almoner duties`: what the body must publish, how often, by when, and whose task it is."""

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import Any

import msgspec
from django.utils.timezone import localdate
from rich.console import Console
from rich.table import Table
from rich.text import Text

from almoner.framework.calendar import edition_due_on, period_ended_last
from almoner.framework.duties import Duty
from almoner.framework.reading import UnreadableFramework

from .days import day
from .frameworks import held_on
from .refusals import Misuse, Refusal

YEARS = range(2000, 2101)  # those of which bank holidays are known, or a fair guess


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--on",
        type=day,
        metavar="DAY",
        help="the day to look from, such as 2026-03-04 (default: today)",
    )
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(given: Namespace) -> None:
    on = given.on or localdate()
    if on.year not in YEARS:
        raise Misuse(f"Give a day from {YEARS[0]} to {YEARS[-1]}.")
    try:
        framework = held_on(on).framework
    except UnreadableFramework as error:
        raise Refusal(str(error)) from error
    if given.json:
        duties = [as_data(duty, on=on) for duty in framework.duties]
        said = {"framework": framework.title, "on": on, "duties": duties}
        print(msgspec.json.format(msgspec.json.encode(said), indent=2).decode())
        return
    console = Console(highlight=False)
    console.print(Text(f"{framework.title}, on {written(on)}"), end="\n\n")
    console.print(as_table(framework.duties, on=on))


def as_data(duty: Duty, *, on: date) -> dict[str, Any]:
    """A duty in the words of its TOML, and what follows from them on a day."""
    said = msgspec.to_builtins(duty)
    if duty.is_continuous:
        return {**said, "period_ended_last": None, "edition_due_on": None}
    period = period_ended_last(duty, on=on)
    due_on = edition_due_on(duty, period)
    return {**said, "period_ended_last": str(period), "edition_due_on": due_on}


def as_table(duties: tuple[Duty, ...], *, on: date) -> Table:
    table = Table(box=None, padding=(0, 2, 1, 0), pad_edge=False, expand=True)
    # At 80 columns nothing but what a duty is, and why, takes a second line.
    table.add_column("Duty", ratio=34, overflow="fold")
    table.add_column("When", ratio=29, overflow="fold")
    table.add_column("Whose task", ratio=17, overflow="fold")
    for duty in duties:
        what = Text.assemble((duty.code, "bold"), f"\n{duty.what}\n", (why(duty), "dim"))
        table.add_row(what, Text(when(duty, on=on)), Text(whose(duty)))
    return table


def why(duty: Duty) -> str:
    return duty.law or f"Own commitment: {duty.commitment}"


def when(duty: Duty, *, on: date) -> str:
    """How often, and by when: of the period that ended last, or of each thing as it comes."""
    said_by = f"({duty.due.set_by.label})"
    if duty.is_continuous:
        return f"{duty.scope.label}\nwithin {duty.due}\n{said_by}"
    period = period_ended_last(duty, on=on)
    due_on = edition_due_on(duty, period)
    due = "due" if on <= due_on else "was due"
    rhythm = f"{duty.frequency}, {duty.scope.label}"
    return f"{rhythm}\n{period}\n{due} {written(due_on)}\n{said_by}"


def whose(duty: Duty) -> str:
    return f"{duty.owner.label}\ndeputy: {duty.deputy.label}"


def written(on: date) -> str:
    return f"{on:%-d %B %Y}"

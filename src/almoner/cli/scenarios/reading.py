"""Reads a scenario, and says of every mistake where it is."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import ValidationError, convert

from almoner.cli.demonstration.cast import FOUNDERS, OFFICIALS
from almoner.core.periods import parse_year

from .board_mistakes import mistakes_of_boards
from .said import Scenario


class UnreadableScenario(ValueError):
    """A scenario cannot be told. The message says where, why, and what to do."""


def read_scenario(path: Path) -> Scenario:
    """Read a scenario's file. Raises UnreadableScenario, or OSError."""
    text = path.read_text(encoding="utf-8")
    try:
        said = tomllib.loads(text)
        scenario = convert(said, type=Scenario)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableScenario(f"{path.name}: this is not TOML ({error}).") from error
    except ValidationError as error:
        raise UnreadableScenario(f"{path.name}: {_in_words(str(error))}") from error
    if mistake := next(_mistakes(scenario), None):
        raise UnreadableScenario(f"{path.name}: {mistake}")
    return scenario


def days_of(scenario: Scenario) -> Iterator[date]:
    """Every day on which something is done for the first time."""
    for spend in scenario.spend:
        yield parse_year(spend.year).first_day
    yield from (one.set_up_on for one in scenario.teams)
    yield from (one.paid_on for one in scenario.payments)
    yield from (one.imported_on for one in scenario.registers)
    yield from (one.published_on for one in scenario.editions)
    yield from (one.opened_on for one in scenario.courses)
    yield from (one.held_on for one in scenario.workshops)
    yield from (one.starts_on for one in scenario.reviews)
    yield from (one.opened_on for one in scenario.plans)
    yield from (one.recorded_on for one in scenario.risks)
    yield from (one.begun_on for one in scenario.reports)
    yield from (one.set_up_on for one in scenario.boards)
    yield from (one.called_on for one in scenario.meetings)


def _mistakes(scenario: Scenario) -> Iterator[str]:
    for n, spend in enumerate(scenario.spend, start=1):
        try:
            parse_year(spend.year)
        except ValueError as error:
            yield f"spend {n}, year: {error}."
        if spend.payments < 12:  # noqa: PLR2004 - one a month at least
            yield f"spend {n}, payments: give at least 12, so that each month has one."
    if late := [day for day in days_of(scenario) if day > scenario.told_until]:
        yield f"{late[0]} is after told-until, {scenario.told_until}. Move one of them."
    known = {one.code for one in scenario.courses}
    for n, workshop in enumerate(scenario.workshops, start=1):
        if workshop.course not in known:
            yield f"workshop {n}, course: there is no course called {workshop.course}."
    yield from _strangers(scenario)
    titles = {one.title for one in scenario.reviews}
    for n, review in enumerate(scenario.reviews, start=1):
        if review.follows and review.follows not in titles:
            yield f"review {n}, follows: there is no review called {review.follows}."
    yield from mistakes_of_boards(scenario)


def _strangers(scenario: Scenario) -> Iterator[str]:
    """Those who are named and are not there."""
    here = {one.username for one in scenario.people}
    here = here or {one.username for one in (*FOUNDERS, *OFFICIALS)}
    for place, username in _named(scenario):
        if username not in here:
            there = ", ".join(sorted(here))
            yield f"{place}: nobody here is called {username}. There are: {there}."


def _named(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Everybody whom a scenario names, and where."""
    for n, team in enumerate(scenario.teams, start=1):
        yield f"team {n}, lead", team.lead
        yield from ((f"team {n}, people", name) for name in team.people)
    for n, workshop in enumerate(scenario.workshops, start=1):
        yield from ((f"workshop {n}, attended", name) for name in workshop.attended)
    for n, review in enumerate(scenario.reviews, start=1):
        yield f"review {n}, sponsor", review.sponsor
        yield f"review {n}, lead", review.lead
        for finding in review.findings:
            for one in finding.recommendations:
                yield f"review {n}, recommendation {one.number}, owner", one.owner
    yield from ((f"plan {n}, owner", one.owner) for n, one in enumerate(scenario.plans, start=1))
    yield from ((f"risk {n}, owner", one.owner) for n, one in enumerate(scenario.risks, start=1))
    for n, report in enumerate(scenario.reports, start=1):
        yield f"report {n}, by", report.by
        if report.issued_on:
            yield f"report {n}, issued-by", report.issued_by
    yield from _named_of_boards(scenario)


def _named_of_boards(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for n, board in enumerate(scenario.boards, start=1):
        yield f"board {n}, secretary", board.secretary
        yield from ((f"board {n}, seat", seat.person) for seat in board.seats)
    for n, meeting in enumerate(scenario.meetings, start=1):
        presenters = (item.presenter for item in meeting.items if item.presenter)
        yield from ((f"meeting {n}, presenter", name) for name in presenters)


def _in_words(message: str) -> str:
    """What msgspec says, with the place first."""
    found = re.search(r" - at `\$\.?([^`]*)`\Z", message)
    if found is None:
        return message
    return f"{found[1]}: {message[: found.start()]}."

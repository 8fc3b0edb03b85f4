"""Tells a scenario in an empty database: each act at its own moment, by the system's operations."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from almoner.accounts.models import RoleGrant, User
from almoner.accounts.operations import add_person_as_operator, confirm_operator_grant
from almoner.accounts.roles import Role
from almoner.cli.demonstration.cast import FOUNDERS, OFFICIALS
from almoner.cli.demonstration.letters import let_letters_go
from almoner.cli.demonstration.stages import Act, at
from almoner.core.actors import DEMONSTRATION, OPERATOR
from almoner.core.clock import pretending
from almoner.core.installation import Purpose, found_installation
from almoner.core.workdays import working_days_after

from .audits import reviewing
from .learning import teaching
from .meeting import boards, meeting
from .publishing import bringing_registers, issuing, paying
from .reading import days_of
from .reporting import planning, reporting, risking
from .said import PersonSaid, Scenario
from .teams import teaming


def tell_scenario(scenario: Scenario, *, tell: Callable[[str], None]) -> None:
    """Tell a scenario. The database is a demonstration's from then on."""
    first = working_days_after(min(days_of(scenario), default=scenario.told_until), -10)
    with TemporaryDirectory() as folder:
        story = [*_acts(scenario, first, Path(folder))]
        story.sort(key=lambda act: act.at)
        found_installation(purpose=Purpose.DEMONSTRATION, by=DEMONSTRATION, at=at(first, 9))
        for act in story:
            if act.at <= at(scenario.told_until, 23, 59):
                with pretending(act.at):
                    act.do(act.at)
                    let_letters_go(act.at)
    tell(f"{scenario.title}: told up to {scenario.told_until}.")


def _acts(scenario: Scenario, first: date, folder: Path) -> Iterator[Act]:
    yield from _founding(scenario.people or _usual_people(), first)
    yield from teaming(scenario)
    yield from paying(scenario, folder)
    yield from bringing_registers(scenario, folder)
    yield from issuing(scenario)
    yield from teaching(scenario)
    yield from reviewing(scenario)
    yield from planning(scenario)
    yield from risking(scenario)
    yield from reporting(scenario)
    yield from boards(scenario)
    yield from meeting(scenario)


def _usual_people() -> tuple[PersonSaid, ...]:
    people = [*FOUNDERS, *OFFICIALS]
    return tuple(PersonSaid(username=p.username, name=p.name, roles=p.roles) for p in people)


def _founding(people: tuple[PersonSaid, ...], day: date) -> Iterator[Act]:
    """The operator adds everybody, and two officials confirm each role."""
    for n, one in enumerate(people):
        yield Act(at(day, 9, 10 + n % 45), _adding(one))
    yield Act(at(day, 10), lambda moment: _confirm_all(people, moment))


def _adding(one: PersonSaid) -> Callable[[datetime], object]:
    return lambda moment: add_person_as_operator(
        username=one.username,
        name=one.name,
        email=f"{one.username}@wexmoor.example",
        roles=list(one.roles),
        by=OPERATOR,
        at=moment,
    )


def _confirm_all(people: tuple[PersonSaid, ...], moment: datetime) -> None:
    able = [one.username for one in people if {Role.ADMINISTRATOR, Role.APPROVER} & {*one.roles}]
    for grant in RoleGrant.objects.select_related("holder").order_by("pk"):
        others = [name for name in able if name != grant.holder.username]
        for name in others[:2]:
            by = User.objects.get(username=name)
            confirm_operator_grant(grant, by=by, at=moment)

"""Which teams a scenario has, and who leads each."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from almoner.accounts.operations import give_team_lead, join_team, set_up_team
from almoner.accounts.roles import Role
from almoner.cli.demonstration.stages import Act, at
from almoner.core.moments import day_of

from .people import called, second_with, with_role
from .said import Scenario, TeamSaid


def teaming(scenario: Scenario) -> Iterator[Act]:
    for n, one in enumerate(scenario.teams):
        yield Act(at(one.set_up_on, 11, n % 60), partial(_set_up, one))


def _set_up(one: TeamSaid, moment: datetime) -> None:
    lead, by = called(one.lead), with_role(Role.ADMINISTRATOR)
    if lead == by:
        by = second_with(Role.ADMINISTRATOR)
    team = set_up_team(one.name, purpose=one.purpose, by=by, at=moment)
    for username in dict.fromkeys((one.lead, *one.people)):
        join_team(
            team, called(username), valid_from=day_of(moment), valid_to=None, by=by, at=moment
        )
    give_team_lead(team, lead, by=by, at=moment)

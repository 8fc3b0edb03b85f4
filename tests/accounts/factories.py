"""Makers of teams."""

import factory

from almoner.accounts.models import Team, TeamMembership
from almoner.accounts.roles import Role
from tests.factories import LONG_AGO, Factory, UserFactory, official


class TeamFactory(Factory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")
    purpose = "Looks after grants."
    set_up_by = factory.SubFactory(UserFactory)
    set_up_at = LONG_AGO


class TeamMembershipFactory(Factory):
    """That an official has been in a team for long."""

    class Meta:
        model = TeamMembership

    team = factory.SubFactory(TeamFactory)
    person = factory.LazyFunction(lambda: official(Role.FINANCE))
    is_member = True
    said_by = factory.SubFactory(UserFactory)
    valid_from = LONG_AGO.date()
    recorded_at = LONG_AGO


def team_with(*people, lead=None, **fields):
    """A team of these people, and of who leads it."""
    team = TeamFactory(**fields)
    for person in people:
        TeamMembershipFactory(team=team, person=person)
    if lead:
        TeamMembershipFactory(team=team, person=lead, is_lead=True)
    return team

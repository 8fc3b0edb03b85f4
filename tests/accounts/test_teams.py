from datetime import timedelta

import pytest

from almoner.accounts.roles import Role
from almoner.accounts.teams import (
    joining_later,
    led_by,
    members_as_at,
    members_of,
    memberships_of,
    team_of,
    teams_in_order,
    terms_as_at,
    with_people,
)
from tests.accounts.factories import TeamFactory, TeamMembershipFactory, team_with
from tests.factories import DAY, LONG_AGO, NOON, RoleHoldingFactory, UserFactory, official

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture
def people():
    """Three officials of one role, of whom nobody is in a team yet."""
    return [official(Role.AGREEMENT_MANAGER) for _ in range(3)]


def test_my_team_is_whoever_shares_one_with_me_and_a_shared_role_makes_none(people):
    dana, eve, frank = people
    team_with(dana, eve)

    assert set(team_of(dana, on=DAY)) == {dana, eve}
    assert set(team_of(frank, on=DAY)) == {frank}
    assert set(team_of(dana, on=LONG_AGO.date() - timedelta(days=1))) == {dana}


def test_somebody_in_two_teams_has_the_people_of_both(people):
    dana, eve, frank = people
    one, other = team_with(dana, eve, name="Alms"), team_with(dana, frank, name="Bread")

    assert set(team_of(dana, on=DAY)) == {dana, eve, frank}
    assert set(team_of(eve, on=DAY)) == {dana, eve}
    assert [membership.team for membership in memberships_of(dana, on=DAY)] == [one, other]


def test_whoever_holds_no_role_any_more_counts_in_no_team_and_is_told_apart_on_its_page(people):
    dana, eve, _frank = people
    team = team_with(dana, lead=eve)
    RoleHoldingFactory(
        holder=eve,
        role=Role.AGREEMENT_MANAGER,
        is_held=False,
        valid_from=TOMORROW,
        recorded_at=NOON,
    )

    assert set(team_of(dana, on=DAY)) == {dana, eve}
    assert set(team_of(dana, on=TOMORROW)) == {dana}
    assert set(team_of(eve, on=TOMORROW)) == {eve}
    assert set(led_by(eve, on=DAY)) == {dana}
    assert set(led_by(eve, on=TOMORROW)) == set()
    told = [(one.person, one.counts) for one in members_of(team, on=TOMORROW)]
    assert told == [(eve, False), (dana, True)]


def test_a_lead_leads_the_people_of_their_team_and_nobody_else(people):
    dana, eve, frank = people
    team_with(dana, lead=eve)
    team_with(frank, eve)

    assert set(led_by(eve, on=DAY)) == {dana}
    assert set(led_by(dana, on=DAY)) == set()


def test_a_past_day_is_told_as_it_was_known_then(people):
    dana, eve, _frank = people
    team = team_with(dana)
    TeamMembershipFactory(team=team, person=eve, recorded_at=NOON)

    assert set(team_of(dana, on=YESTERDAY)) == {dana, eve}
    assert [one.person for one in members_as_at(team, on=YESTERDAY)] == [dana]
    assert {one.person for one in members_as_at(team, on=DAY)} == {dana, eve}
    assert terms_as_at(team, on=DAY) is None


def test_who_joins_later_is_told_by_their_first_day_unless_that_was_taken_back(people):
    dana, eve, frank = people
    team, later = team_with(dana), {"valid_from": TOMORROW}
    joining = TeamMembershipFactory(team=team, person=eve, **later)
    TeamMembershipFactory(team=team, person=frank, **later)
    TeamMembershipFactory(
        team=team, person=frank, is_member=False, valid_from=DAY, recorded_at=NOON
    )

    assert joining_later(team, on=DAY) == [joining]
    assert joining_later(team, on=TOMORROW) == []


def test_teams_are_listed_with_how_many_count_and_who_leads(people):
    dana, eve, _frank = people
    team_with(dana, UserFactory(), lead=eve, name="Alms")
    TeamFactory(name="Bread")

    told = [(team.name, team.size, team.leads) for team in with_people(teams_in_order(), on=DAY)]

    assert told == [("Alms", 2, ["Lena Ortiz"]), ("Bread", 0, [])]

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from almoner.accounts.events import TeamEvent
from almoner.accounts.models import Team, TeamMembership, TeamTerms
from almoner.accounts.operations import (
    close_team,
    deactivate_person,
    give_team_lead,
    join_team,
    leave_team,
    reactivate_person,
    rename_team,
    set_up_team,
    take_team_lead,
)
from almoner.accounts.roles import Role
from almoner.accounts.states import TeamState
from almoner.accounts.teams import (
    led_by,
    members_as_at,
    memberships_of,
    memberships_on,
    team_of,
    teams_from,
    terms_as_at,
)
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from tests.accounts.factories import TeamFactory, TeamMembershipFactory, team_with
from tests.crowd import at_once
from tests.factories import DAY, NOON, RoleHoldingFactory, UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
NEXT = NOON + timedelta(days=1)
TOMORROW, FRIDAY = DAY + timedelta(days=1), DAY + timedelta(days=2)
OPEN = {"valid_from": DAY, "valid_to": None}
NAMED = {"name": "Grants", "purpose": "Looks after grants."}


@pytest.fixture
def amara():
    return official(Role.ADMINISTRATOR)


@pytest.fixture
def dana():
    return official(Role.FINANCE)


def people_in(team, on=DAY):
    return {one.person for one in memberships_on(on).filter(team=team)}


def leads_of(team, on=DAY):
    return {one.person for one in memberships_on(on).filter(team=team, is_lead=True)}


def last_line():
    return Event.objects.latest("number")


def test_a_team_is_set_up_renamed_and_what_it_was_called_stays_known(amara):
    with time_machine.travel(NOON, tick=False):
        team = set_up_team(**NAMED, by=amara, at=NOON)
    with time_machine.travel(NEXT, tick=False):
        rename_team(team, name="Giving", purpose="Gives.", by=amara, at=NEXT)

    team.refresh_from_db()
    assert (team.name, team.purpose, team.state) == ("Giving", "Gives.", TeamState.AT_WORK)
    days = [DAY - timedelta(days=1), DAY, TOMORROW]
    told = [terms_as_at(team, on=day) for day in days]
    assert [terms and terms.name for terms in told] == [None, "Grants", "Giving"]
    kinds = [line.kind for line in Event.objects.order_by("number")]
    assert kinds == [TeamEvent.SET_UP, TeamEvent.RENAMED]
    assert last_line().facts == {}


@pytest.mark.parametrize("name", ["Grants", "GRANTS"])
def test_no_two_teams_at_work_are_called_alike(name, amara):
    TeamFactory(name="Grants")
    other = TeamFactory(name="Giving")

    with pytest.raises(ValidationError, match="Choose another name"):
        set_up_team(name, purpose="Others.", by=amara, at=NOON)
    with pytest.raises(ValidationError, match="Choose another name"):
        rename_team(other, name=name, purpose="Others.", by=amara, at=NOON)
    with pytest.raises(ValidationError, match="needs a name"):
        set_up_team(" ", purpose="Others.", by=amara, at=NOON)
    with pytest.raises(ValidationError, match="what it says now"):
        rename_team(other, name="Giving", purpose=other.purpose, by=amara, at=NOON)


def test_the_name_of_a_closed_team_is_free(amara):
    close_team(TeamFactory(name="Grants"), by=amara, at=NOON)

    assert set_up_team(**NAMED, by=amara, at=NOON).name == "Grants"


def test_somebody_joins_over_some_days(amara, dana):
    team = TeamFactory()

    join_team(team, dana, valid_from=TOMORROW, valid_to=FRIDAY, by=amara, at=NOON)

    days = [DAY, TOMORROW, FRIDAY, FRIDAY + timedelta(days=1)]
    assert [dana in people_in(team, day) for day in days] == [False, True, True, False]
    line = last_line()
    assert (line.kind, line.facts["person"]) == (TeamEvent.JOINED, dana.reference)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"valid_from": DAY - timedelta(days=1), "valid_to": None}, "today at the earliest"),
        ({"valid_from": FRIDAY, "valid_to": TOMORROW}, "before the first"),
    ],
)
def test_days_that_make_no_sense_are_refused(days, words, amara, dana):
    with pytest.raises(ValidationError, match=words):
        join_team(TeamFactory(), dana, **days, by=amara, at=NOON)


def test_nobody_is_in_a_team_twice_on_a_day(amara, dana):
    team = TeamFactory()
    join_team(team, dana, valid_from=FRIDAY, valid_to=None, by=amara, at=NOON)

    with pytest.raises(ValidationError, match="on some of those days already"):
        join_team(team, dana, **OPEN, by=amara, at=NOON)
    join_team(team, dana, valid_from=DAY, valid_to=TOMORROW, by=amara, at=NOON)
    assert people_in(team) == people_in(team, FRIDAY) == {dana}


def test_whoever_holds_no_role_joins_no_team(amara):
    with pytest.raises(PermissionDenied, match="hold no role"):
        join_team(TeamFactory(), UserFactory(), **OPEN, by=amara, at=NOON)


def test_somebody_leaves_from_a_day_and_may_come_back(amara, dana):
    team = team_with(dana)

    leave_team(team, dana, ends=TOMORROW, by=amara, at=NOON)
    assert (people_in(team), people_in(team, TOMORROW)) == ({dana}, set())
    with pytest.raises(ValidationError, match="not in this team from that day on"):
        leave_team(team, dana, ends=FRIDAY, by=amara, at=NOON)
    with pytest.raises(ValidationError, match="what was, stays"):
        leave_team(team, dana, ends=DAY - timedelta(days=1), by=amara, at=NOON)
    join_team(team, dana, valid_from=FRIDAY, valid_to=None, by=amara, at=NOON)
    assert people_in(team, FRIDAY) == {dana}


def test_a_lead_is_given_and_taken_and_keeps_the_last_day_of_a_membership(amara, dana):
    team = team_with(dana, official(Role.FINANCE))
    leave_team(team, dana, ends=FRIDAY, by=amara, at=NOON)

    given = give_team_lead(team, dana, by=amara, at=NOON)
    assert (leads_of(team), leads_of(team, TOMORROW)) == ({dana}, {dana})
    assert dana not in people_in(team, FRIDAY)
    assert given.valid_to == TOMORROW
    with pytest.raises(ValidationError, match="already"):
        give_team_lead(team, dana, by=amara, at=NOON)
    take_team_lead(team, dana, by=dana, at=NOON)
    assert (leads_of(team), dana in people_in(team)) == (set(), True)
    assert dana not in people_in(team, FRIDAY)
    with pytest.raises(ValidationError, match="do not lead"):
        take_team_lead(team, dana, by=amara, at=NOON)


def test_only_whoever_is_in_a_team_leads_it_and_nobody_makes_themselves_lead(amara, dana):
    team = team_with(amara)

    with pytest.raises(ValidationError, match="not in this team"):
        give_team_lead(team, dana, by=amara, at=NOON)
    with pytest.raises(PermissionDenied, match="Nobody makes themselves"):
        give_team_lead(team, amara, by=amara, at=NOON)
    with arranging(), pytest.raises(IntegrityError), transaction.atomic():
        TeamMembershipFactory(team=team, person=amara, is_lead=True, said_by=amara)


def test_an_administrator_adds_nobody_to_a_team_that_they_lead(amara, dana):
    team = team_with(lead=amara)

    with pytest.raises(PermissionDenied, match="another administrator adds"):
        join_team(team, dana, **OPEN, by=amara, at=NOON)
    join_team(team, dana, **OPEN, by=official(Role.ADMINISTRATOR), at=NOON)
    assert set(led_by(amara, on=DAY)) == {dana}


def test_a_closed_team_has_nobody_and_changes_no_more_and_past_days_hold(amara, dana):
    team = team_with(dana, official(Role.FINANCE))
    TeamMembershipFactory(team=team, person=official(Role.FINANCE), valid_from=FRIDAY)

    close_team(team, by=amara, at=NOON)

    line = last_line()
    assert (line.kind, line.facts) == (TeamEvent.CLOSED, {"people": "3"})
    assert people_in(team) == people_in(team, FRIDAY) == set()
    assert len(members_as_at(team, on=DAY - timedelta(days=1))) == 2
    team.refresh_from_db()
    with pytest.raises(IllegalTransition):
        close_team(team, by=amara, at=NOON)
    for act in (join_team, give_team_lead, take_team_lead, leave_team, rename_team):
        more = {join_team: OPEN, leave_team: {"ends": DAY}, rename_team: NAMED}.get(act, {})
        people = [] if act is rename_team else [dana]
        with pytest.raises(PermissionDenied, match="closed"):
            act(team, *people, **more, by=amara, at=NOON)


def test_whoever_s_account_is_closed_leaves_their_teams_for_good(amara, dana):
    team, later = team_with(lead=dana), TeamFactory()
    TeamMembershipFactory(team=later, person=dana, valid_from=FRIDAY)

    deactivate_person(dana, by=amara, at=NOON)
    reactivate_person(dana, by=amara, at=NOON)
    RoleHoldingFactory(holder=dana, role=Role.PUBLISHER, recorded_at=NOON)

    assert teams_from(dana, on=DAY) == []
    assert not memberships_of(dana, on=FRIDAY).exists()
    assert people_in(team) == set()


def test_what_was_said_of_teams_is_never_edited_and_no_team_is_thrown_away(amara, dana):
    team = set_up_team(**NAMED, by=amara, at=NOON)
    join_team(team, dana, **OPEN, by=amara, at=NOON)

    for change in (
        lambda: TeamMembership.objects.update(is_lead=True),
        lambda: TeamTerms.objects.update(name="Otherwise"),
        lambda: TeamMembership.objects.all().delete(),
        lambda: Team.objects.update(reference="TEAM-OTHER"),
    ):
        with arranging(), pytest.raises(Exception, match="refuses"), transaction.atomic():
            change()


def test_my_team_follows_what_was_said_last(amara, dana):
    eve, team = official(Role.PUBLISHER), TeamFactory()
    for person in (dana, eve):
        join_team(team, person, **OPEN, by=amara, at=NOON)

    assert set(team_of(dana, on=DAY)) == {dana, eve}
    leave_team(team, eve, ends=DAY, by=amara, at=NOON)
    assert set(team_of(dana, on=DAY)) == {dana}
    assert last_line().facts == {"person": eve.reference, "on": DAY.isoformat()}


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_same_person_at_once_add_them_once(amara, dana):
    team = TeamFactory()

    def add(_number):
        try:
            join_team(team, dana, **OPEN, by=amara, at=NOON)
        except ValidationError:
            return False
        return True

    assert sorted(at_once(2, add)) == [False, True]
    assert TeamMembership.objects.count() == 1

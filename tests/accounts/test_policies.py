import pytest

from almoner.accounts import policies
from almoner.accounts.models import Invitation
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState, TeamState
from tests.accounts import table
from tests.accounts.factories import TeamFactory, team_with
from tests.factories import (
    DAY,
    NOON,
    RoleConfirmationFactory,
    RoleGrantFactory,
    RoleHoldingFactory,
    UserFactory,
    official,
)

pytestmark = pytest.mark.django_db


ABOUT_NOBODY = {
    "may_see_people",
    "may_invite_person",
    "may_read_ledger",
    "may_read_access_log",
    "may_make_backup",
    "may_see_teams",
    "may_manage_teams",
    "may_join_team",
}
ABOUT_SOMEBODY_TOO = {"may_give_team_lead", "may_take_team_lead"}


class World:
    """The people and the papers that the table speaks of."""

    def __init__(self):
        self.proposer, self.holder = official(Role.ADMINISTRATOR), official(Role.APPROVER)
        self.absent = official(Role.FINANCE)
        self.closed = official(Role.AUDITOR, is_active=False)
        self.forgotten = UserFactory(is_active=False)
        self.forgotten.username = self.forgotten.reference.lower()
        self.people = {
            table.ADMIN: official(Role.ADMINISTRATOR),
            table.APPROVER: official(Role.APPROVER),
            table.AUDITOR: official(Role.AUDITOR),
            table.OTHER: official(Role.PUBLISHER),
            table.NOBODY: UserFactory(),
            table.HOLDER: self.holder,
            table.PROPOSER: self.proposer,
            table.ABSENT: self.absent,
            table.STAND_IN: UserFactory(),
            table.CLOSED: official(Role.ADMINISTRATOR, is_active=False),
        }
        RoleHoldingFactory(holder=self.people[table.STAND_IN], in_place_of=self.proposer)

    def thing(self, situation, who):
        two = {"holder": self.holder, "proposed_by": self.proposer}
        made = {
            table.ANY: Invitation,
            table.PROPOSED: lambda: RoleGrantFactory(**two),
            table.BY_OPERATOR: lambda: self._operators(confirmed_by=None),
            "one they confirmed": lambda: self._operators(confirmed_by=who),
            "one that has ended": lambda: RoleGrantFactory(state=GrantState.ENDED),
            "a role in force": lambda: self._in_force(**two),
            "a deputy's role": lambda: self._in_force(**two, in_place_of=self.absent, valid_to=DAY),
            table.TEAM: lambda: team_with(self.holder),
            table.LED: lambda: team_with(self.holder, lead=who),
            table.OWN_LEAD: lambda: team_with(who),
            table.CLOSED_TEAM: lambda: TeamFactory(state=TeamState.CLOSED),
        }
        return made[situation]() if situation in made else self._person(situation, who)

    def _in_force(self, **grant):
        decided = {"decided_by": self.people[table.APPROVER], "decided_at": NOON}
        return RoleGrantFactory(state=GrantState.IN_FORCE, **decided, **grant)

    def _operators(self, *, confirmed_by):
        grant = RoleGrantFactory(holder=self.holder, state=GrantState.IN_FORCE)
        if confirmed_by:
            RoleConfirmationFactory(grant=grant, confirmed_by=confirmed_by)
        return grant

    def _person(self, situation, who):
        return {
            table.SOMEBODY: self.holder,
            table.THEMSELF: who,
            table.SHUT: self.closed,
            "for a deputy": self.absent,
            "for somebody forgotten": self.forgotten,
        }[situation]


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), table.ROWS)
def test_the_table_is_what_the_policies_say(policy, who, situation, allowed):
    world = World()
    person = world.people[who]
    thing = world.thing(situation, person)
    things = [] if policy in ABOUT_NOBODY else [thing]
    if policy in ABOUT_SOMEBODY_TOO:
        things.append(person if situation == table.OWN_LEAD else world.holder)

    verdict = getattr(policies, policy)(person, *things, on=DAY)

    assert bool(verdict) is allowed
    assert bool(verdict.reason) is not allowed


def test_the_table_has_a_row_for_every_policy_about_people():
    about_papers = {"may_stand_grant", "may_end_on"}

    named = {name for name in vars(policies) if name.startswith("may_")} - about_papers

    assert {policy for policy, *_ in table.ROWS} == named

from datetime import timedelta

import pytest

from almoner.accounts.roles import Role
from almoner.registers import policies
from almoner.registers.due_editions import duty_called
from almoner.registers.models import Preparation, StandingAuthority
from almoner.registers.states import AuthorityState
from tests.factories import DAY, NOON, RoleHoldingFactory, UserFactory, official
from tests.guard import arranging
from tests.registers import edition_rows as table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("duties")]


class World:
    """The people and the things that the table speaks of."""

    def __init__(self):
        self.author = official(Role.PUBLISHER)
        self.people = {
            table.PUBLISHER: official(Role.PUBLISHER),
            table.FINANCE: official(Role.FINANCE),
            table.AGREEMENTS: official(Role.AGREEMENT_MANAGER),
            table.APPROVER: official(Role.APPROVER),
            table.OTHER: official(Role.AUDITOR),
            table.NOBODY: UserFactory(),
            table.AUTHOR: self.author,
            table.STAND_IN: UserFactory(),
        }
        RoleHoldingFactory(
            holder=self.people[table.STAND_IN], role=Role.PUBLISHER, in_place_of=self.author
        )

    def about(self, policy, situation, who):
        """What a policy is asked about, besides who asks."""
        duty = duty_called("grants" if situation == table.GRANTS else "spend", on=DAY)
        preparation = Preparation(
            drafted_at=NOON,
            submitted_by=self.author,
            correction="Late" if situation == table.CORRECTION else "",
        )
        return {
            "may_submit_edition": [duty],
            "may_return_edition": [duty],
            "may_approve_edition": [preparation],
            "may_withdraw_preparation": [preparation, duty],
            "may_decide_on_authority": [self.authority(situation, who)],
            "may_confirm_operators_authority": [self.authority(situation, who)],
            "may_use_authority": [self.authority(situation, who), duty],
        }.get(policy, [])

    def authority(self, situation, who):
        is_operators = situation in {table.BY_OPERATOR, table.CONFIRMED, table.ENDED}
        state = {table.PROPOSED: AuthorityState.PROPOSED, table.ENDED: AuthorityState.ENDED}
        decided = {"decided_by": official(Role.PUBLISHER), "decided_at": NOON}
        last = DAY - timedelta(days=1) if situation == table.OVER else DAY
        with arranging():
            authority = StandingAuthority.objects.create(
                duty="grants" if situation == table.OTHER_DUTY else "spend",
                valid_from=DAY - timedelta(days=1),
                valid_to=last,
                state=state.get(situation, AuthorityState.IN_FORCE),
                proposed_by=None if is_operators else self.author,
                proposed_at=NOON,
                **({} if is_operators or situation == table.PROPOSED else decided),
            )
            if situation == table.CONFIRMED:
                authority.confirmations.create(confirmed_by=who, confirmed_at=NOON)
        return authority


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), table.ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    world = World()
    person = world.people[who]
    about = world.about(policy, situation, person)

    verdict = getattr(policies, policy)(person, *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason.endswith(".")

from decimal import Decimal

import pytest

from almoner.accounts.access import may_read
from almoner.accounts.roles import Role
from almoner.funding import policies
from almoner.funding.models import BudgetLine, Fund, Transfer
from tests.factories import DAY, RoleHoldingFactory, UserFactory, official
from tests.funding.table import NOBODY, OTHERS, OWN, ROWS, THEIRS

pytestmark = pytest.mark.django_db
ABOUT = {
    "may_plan_money": BudgetLine,
    "may_commit_money": BudgetLine,
    "may_settle_money": BudgetLine,
    "may_propose_transfer": Fund,
}


def thing_of(policy, person, situation):
    if policy in ABOUT:
        return [ABOUT[policy]()]
    if situation not in {OTHERS, OWN, THEIRS}:
        return []
    other = UserFactory()
    if situation == THEIRS:
        RoleHoldingFactory(holder=person, role="finance", in_place_of=other)
    return [Transfer(proposed_by=person if situation == OWN else other, amount=Decimal(1))]


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)

    verdict = getattr(policies, policy)(person, *thing_of(policy, person, situation), on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason


@pytest.mark.parametrize("name", ["funding.fund:F", "funding.budgetline:B", "funding.transfer:T"])
def test_whoever_sees_funds_reads_all_of_them(name):
    assert may_read(official(Role.AUDITOR), name, on=DAY)
    assert not may_read(official(Role.ADMINISTRATOR), name, on=DAY)

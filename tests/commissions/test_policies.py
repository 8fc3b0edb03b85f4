import pytest

from almoner.accounts.access import may_read
from almoner.commissions import policies
from almoner.commissions.models import Membership
from almoner.commissions.operations import add_to_team, ask_gate, draft_assessment, leave_team
from almoner.commissions.queries import cases_visible_to
from tests.commissions.factories import (
    DAY,
    NOBODY_WORSE,
    NOON,
    case,
    fresh,
    grant_case,
    officer,
)
from tests.commissions.frameworks import in_force
from tests.commissions.table import (
    AT_GATE,
    LEADS,
    NO_OFFICE,
    NOBODY,
    OWN,
    RESTRICTED,
    ROWS,
    STANDS_IN,
    WHO,
    WORKS,
)
from tests.factories import RoleHoldingFactory, official
from tests.framework.factories import hold
from tests.guard import arranging

pytestmark = pytest.mark.django_db


def hand_to(made, person):
    """Make somebody the lead, whatever their role: policies do not rest on how that came about."""
    with arranging():
        type(made).objects.filter(pk=made.pk).update(lead=person)
    return fresh(made)


def about(policy, person, situation):
    """What the policy is asked about."""
    needs_gate = situation == AT_GATE or policy == "may_decide_gate"
    made = grant_case() if needs_gate else case(is_restricted=situation in {RESTRICTED, WORKS})
    if situation == STANDS_IN:
        RoleHoldingFactory(holder=person, role="commissioning-officer", in_place_of=made.lead)
    if situation == WORKS:
        add_member(made, person)
    if needs_gate:
        gate = ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)
    if situation in {LEADS, AT_GATE}:
        made = hand_to(made, person)
    if policy == "may_sign_assessment":
        assessment = draft_assessment(made, "equality", NOBODY_WORSE, by=made.lead, at=NOON)
        if situation == OWN:
            assessment.written_by = person
        return assessment
    if policy == "may_decide_gate":
        gate.commission = fresh(made)
        return gate
    return fresh(made)


def add_member(made, person):
    with arranging():
        Membership.objects.create(
            commission=made, person=person, is_member=True, valid_from=DAY, recorded_at=NOON
        )


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    if policy == "may_decide_gate" and situation != NO_OFFICE:
        hold("head", person)
    things = [] if situation == "always" else [about(policy, person, situation)]

    verdict = getattr(policies, policy)(person, *things, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason


def test_who_may_see_a_case_finds_it_among_those_they_may_see():
    restricted, other = case(is_restricted=True), case()

    for who in WHO:
        person = official() if who == NOBODY else official(who)
        found = set(cases_visible_to(person, on=DAY))
        for made in (restricted, other):
            name = f"commissions.commission:{made}"
            assert (made in found) == bool(may_read(person, name, on=DAY))
    assert restricted in cases_visible_to(restricted.lead, on=DAY)
    assert restricted not in cases_visible_to(officer(), on=DAY)


def test_the_team_of_a_restricted_case_sees_it_and_who_left_does_not():
    made, member = case(is_restricted=True), officer()
    add_to_team(made, person=member, by=made.lead, at=NOON)

    assert made in cases_visible_to(member, on=DAY)

    leave_team(made, person=member, by=member, at=NOON)
    assert made not in cases_visible_to(member, on=DAY)

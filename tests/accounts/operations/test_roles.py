from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from almoner.accounts.models import RoleGrant, RoleHolding
from almoner.accounts.operations import (
    confirm_operator_grant,
    confirm_role,
    deactivate_person,
    end_role,
    grant_role_as_operator,
    propose_deputy,
    propose_role,
    refuse_role,
    withdraw_role_proposal,
)
from almoner.accounts.policies import may_stand_grant
from almoner.accounts.queries import operator_grants_awaiting_confirmation, roles_of
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState
from almoner.core.actors import OPERATOR
from almoner.core.ledger import verify
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from tests.crowd import at_once
from tests.factories import DAY, NOON, RoleGrantFactory, UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
TOMORROW = DAY + timedelta(days=1)
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def amara():
    return official(Role.ADMINISTRATOR)


@pytest.fixture
def ben():
    return official(Role.APPROVER)


@pytest.fixture
def dana():
    return UserFactory()


def proposed(person, role=Role.PUBLISHER, *, by, first=DAY, last=None, at=NOON):
    return propose_role(person, role, valid_from=first, valid_to=last, by=by, at=at)


def given(person, role, *, by, then, last=None):
    return confirm_role(proposed(person, role, by=by, last=last), by=then, at=NOON)


def kinds():
    return list(Event.objects.order_by("number").values_list("kind", flat=True))


def test_a_role_holds_once_a_second_person_confirms(amara, ben, dana):
    grant = proposed(dana, by=amara, last=FRIDAY)
    before = roles_of(dana, on=DAY)

    grant = confirm_role(grant, by=ben, at=NOON)

    assert before == set()
    assert (grant.state, grant.decided_by, grant.decided_at) == (GrantState.IN_FORCE, ben, NOON)
    assert roles_of(dana, on=FRIDAY) == {Role.PUBLISHER}
    assert roles_of(dana, on=FRIDAY + timedelta(days=1)) == set()
    line = Event.objects.get(kind="role.confirmed")
    assert (line.actor, line.about) == (ben.actor, f"accounts.rolegrant:{grant}")
    assert line.facts["valid_to"] == "2026-03-06"


def test_a_role_confirmed_late_holds_from_that_day_only(amara, ben, dana):
    grant = proposed(dana, by=amara)

    grant = confirm_role(grant, by=ben, at=NOON + timedelta(days=1))

    assert grant.valid_from == TOMORROW
    assert roles_of(dana, on=DAY) == set()


def test_whoever_proposed_a_role_cannot_confirm_it(amara, dana):
    grant = proposed(dana, by=amara)

    with pytest.raises(PermissionDenied, match="You proposed this role"):
        confirm_role(grant, by=amara, at=NOON)

    assert kinds() == ["role.proposed"]


@pytest.mark.parametrize("same", ["proposed_by", "holder"])
def test_the_database_itself_refuses_one_person_in_two_places(same, amara, ben, dana):
    grant = RoleGrantFactory(holder=dana, proposed_by=amara)
    grant.state, grant.decided_at = GrantState.IN_FORCE, NOON
    grant.decided_by = getattr(grant, same)

    with arranging(), transaction.atomic(), pytest.raises(IntegrityError):
        grant.save()


def test_nobody_is_proposed_for_what_they_hold_already(amara, ben, dana):
    given(dana, Role.PUBLISHER, by=amara, then=ben)

    with pytest.raises(PermissionDenied, match="already"):
        proposed(dana, by=amara, first=FRIDAY)


def test_a_role_may_follow_one_that_ends(amara, ben, dana):
    given(dana, Role.PUBLISHER, by=amara, then=ben, last=DAY)

    following = proposed(dana, by=amara, first=TOMORROW)

    assert confirm_role(following, by=ben, at=NOON).valid_from == TOMORROW


@pytest.mark.parametrize("last", [DAY - timedelta(days=1), DAY])
def test_a_role_does_not_end_before_it_begins(last, amara, dana):
    with pytest.raises(PermissionDenied, match="last day"):
        proposed(dana, by=amara, first=TOMORROW, last=last)


def test_a_refusal_keeps_its_reason_on_the_paper_and_out_of_the_ledger(amara, ben, dana):
    grant = proposed(dana, by=amara)

    refuse_role(grant, reason="Not trained yet", by=ben, at=NOON)

    grant.refresh_from_db()
    assert (grant.state, grant.refusal) == (GrantState.REFUSED, "Not trained yet")
    assert roles_of(dana, on=DAY) == set()
    facts = {"person": dana.reference, "role": "publisher"}
    assert Event.objects.get(kind="role.refused").facts == facts


def test_what_was_withdrawn_cannot_be_confirmed(amara, ben, dana):
    grant = withdraw_role_proposal(proposed(dana, by=amara), by=amara, at=NOON)

    with pytest.raises(IllegalTransition):
        confirm_role(grant, by=ben, at=NOON)

    assert not RoleHolding.objects.filter(holder=dana).exists()


def test_a_role_is_not_confirmed_for_an_account_that_was_closed_meanwhile(amara, ben, dana):
    grant = proposed(dana, by=amara)
    deactivate_person(dana, by=amara, at=NOON)

    with pytest.raises(PermissionDenied, match="closed"):
        confirm_role(grant, by=ben, at=NOON)

    assert not RoleHolding.objects.filter(holder=dana).exists()


def test_a_deputy_without_a_last_day_is_refused_by_policy_and_database(ben, dana):
    endless = RoleGrant(holder=dana, role=Role.APPROVER, in_place_of=ben, valid_from=DAY)

    verdict = may_stand_grant(endless, on=DAY)

    assert verdict.reason == "A deputy needs a last day."
    endless.proposed_by, endless.proposed_at = ben, NOON
    with arranging(), pytest.raises(IntegrityError), transaction.atomic():
        endless.save()


def test_a_role_ends_from_a_day_and_what_was_is_kept(amara, ben, dana):
    grant = given(dana, Role.PUBLISHER, by=amara, then=ben)

    grant = end_role(grant, ends=FRIDAY, by=ben, at=NOON)

    assert (grant.state, grant.ended_from) == (GrantState.ENDED, FRIDAY)
    assert roles_of(dana, on=FRIDAY - timedelta(days=1)) == {Role.PUBLISHER}
    assert roles_of(dana, on=FRIDAY) == set()
    assert Event.objects.get(kind="role.ended").facts["on"] == "2026-03-06"


def test_an_end_to_come_may_be_brought_forward_but_not_put_off(amara, ben, dana):
    grant = end_role(given(dana, Role.PUBLISHER, by=amara, then=ben), ends=FRIDAY, by=ben, at=NOON)

    end_role(grant, ends=DAY, by=ben, at=NOON)

    assert roles_of(dana, on=DAY) == set()
    with pytest.raises(PermissionDenied, match="4 March 2026"):
        end_role(grant, ends=FRIDAY, by=ben, at=NOON)


def test_a_role_does_not_end_in_the_past(amara, ben, dana):
    grant = given(dana, Role.PUBLISHER, by=amara, then=ben)

    with pytest.raises(PermissionDenied, match="today at the earliest"):
        end_role(grant, ends=DAY - timedelta(days=1), by=ben, at=NOON)


def test_ending_one_paper_leaves_the_next_alone(amara, ben, dana):
    first = given(dana, Role.PUBLISHER, by=amara, then=ben, last=FRIDAY)
    later = date(2026, 4, 1)
    confirm_role(proposed(dana, by=amara, first=later), by=ben, at=NOON)

    end_role(first, ends=DAY, by=ben, at=NOON)

    assert roles_of(dana, on=FRIDAY) == set()
    assert roles_of(dana, on=later) == {Role.PUBLISHER}


def test_the_operators_grant_rests_on_two_officials(amara, ben, dana):
    grant = grant_role_as_operator(dana, Role.AUDITOR, by=OPERATOR, at=NOON)
    awaiting = operator_grants_awaiting_confirmation(DAY)

    confirm_operator_grant(grant, by=amara, at=NOON)
    after_one = [grant.confirmed for grant in awaiting.all()]
    confirm_operator_grant(grant, by=ben, at=NOON)

    assert after_one == [1]
    assert not awaiting.all().exists()
    counts = Event.objects.filter(kind="role.operator-grant-confirmed").order_by("number")
    assert [line.facts["confirmations"] for line in counts] == ["1", "2"]


def test_one_official_does_not_confirm_the_operators_grant_twice(amara, dana):
    grant = grant_role_as_operator(dana, Role.AUDITOR, by=OPERATOR, at=NOON)
    confirm_operator_grant(grant, by=amara, at=NOON)

    with pytest.raises(PermissionDenied, match="Someone else"):
        confirm_operator_grant(grant, by=amara, at=NOON)


def test_an_official_may_object_to_the_operators_grant(ben, dana):
    grant = grant_role_as_operator(dana, Role.AUDITOR, by=OPERATOR, at=NOON)

    end_role(grant, ends=DAY, by=ben, at=NOON)

    assert roles_of(dana, on=DAY) == set()
    assert not operator_grants_awaiting_confirmation(DAY).exists()


def on_leave(person, deputy, *, by, role=Role.APPROVER, last=FRIDAY):
    return propose_deputy(
        deputy, role, in_place_of=person, valid_from=DAY, valid_to=last, by=by, at=NOON
    )


def test_a_deputy_acts_in_the_role_until_the_leave_ends(amara, ben, dana):
    grant = confirm_role(on_leave(ben, dana, by=ben), by=amara, at=NOON)

    assert grant.in_place_of == ben
    assert roles_of(dana, on=FRIDAY) == {Role.APPROVER}
    assert roles_of(dana, on=FRIDAY + timedelta(days=1)) == set()
    assert roles_of(ben, on=DAY) == {Role.APPROVER}
    assert kinds() == ["role.deputy-proposed", "role.confirmed"]


def test_nobody_deputises_in_a_role_the_absent_person_lacks(ben, dana):
    with pytest.raises(PermissionDenied, match="does not hold this role"):
        on_leave(ben, dana, by=ben, role=Role.FINANCE)


def test_nobody_deputises_for_themselves(amara, ben):
    with pytest.raises(PermissionDenied, match="for themselves"):
        on_leave(ben, ben, by=amara)


def test_a_deputy_does_not_hand_the_role_on(amara, ben, dana):
    confirm_role(on_leave(ben, dana, by=ben), by=amara, at=NOON)

    with pytest.raises(PermissionDenied, match="does not hold this role"):
        on_leave(dana, UserFactory(), by=dana)


def test_when_the_absent_person_loses_the_role_so_does_the_deputy(amara, ben, dana):
    chidi = UserFactory()
    grant = given(chidi, Role.FINANCE, by=amara, then=ben)
    confirm_role(on_leave(chidi, dana, by=chidi, role=Role.FINANCE), by=ben, at=NOON)

    end_role(grant, ends=TOMORROW, by=ben, at=NOON)

    assert roles_of(dana, on=DAY) == {Role.FINANCE}
    assert roles_of(dana, on=TOMORROW) == set()
    assert kinds().count("role.ended") == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_decide_at_once_one_is_told_it_has_changed(amara, ben, dana):
    grant = proposed(dana, by=amara)
    deciders = [ben, official(Role.ADMINISTRATOR)]

    def decide(n):
        try:
            return confirm_role(grant, by=deciders[n], at=NOON).state
        except IllegalTransition:
            return "changed"

    assert sorted(at_once(2, decide)) == ["changed", GrantState.IN_FORCE]
    assert RoleHolding.objects.filter(holder=dana).count() == 1
    assert verify().count == 2


@pytest.mark.django_db(transaction=True)
def test_two_officials_confirm_the_operators_grant_at_once(amara, ben, dana):
    grant = grant_role_as_operator(dana, Role.AUDITOR, by=OPERATOR, at=NOON)
    officials = [amara, ben]

    at_once(2, lambda n: confirm_operator_grant(grant, by=officials[n], at=NOON))

    assert not operator_grants_awaiting_confirmation(DAY).exists()
    assert verify().count == 3


@pytest.mark.django_db(transaction=True)
def test_the_same_role_proposed_twice_at_once_is_proposed_once(amara, ben, dana):
    def propose(_):
        try:
            return proposed(dana, by=amara).state
        except PermissionDenied:
            return "refused"

    assert sorted(at_once(2, propose)) == [GrantState.PROPOSED, "refused"]
    assert RoleGrant.objects.count() == 1

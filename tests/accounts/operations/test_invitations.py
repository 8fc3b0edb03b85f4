from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from almoner.accounts.models import Invitation, RoleGrant
from almoner.accounts.operations import (
    AlreadyKnown,
    accept_invitation,
    invite_person,
    withdraw_invitation,
)
from almoner.accounts.queries import invitation_with, roles_of
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState, InvitationState
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from tests.crowd import at_once
from tests.factories import DAY, NOON, UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
FORTNIGHT = timedelta(days=14)


@pytest.fixture
def amara():
    return official(Role.ADMINISTRATOR)


def invited(by, email="dana@example.test"):
    return invite_person(name="Dana Wu", email=email, roles=[Role.FINANCE], by=by, at=NOON)


def accepted(invitation, at=NOON):
    answer = {"username": "dana", "password": "a long enough secret"}
    return accept_invitation(invitation, **answer, at=at)


def test_the_secret_of_an_invitation_is_kept_nowhere(amara):
    invitation, token = invited(amara)

    assert invitation_with(token, at=NOON) == invitation
    assert token not in str(list(Invitation.objects.values()) + list(Event.objects.values()))
    assert Event.objects.get().facts == {"roles": "1", "expires_on": "2026-03-18"}


def test_accepting_makes_an_account_whose_roles_await_a_second_person(amara):
    invitation, _token = invited(amara)

    dana = accepted(invitation)

    grant = RoleGrant.objects.get(holder=dana)
    assert (dana.name, dana.email) == ("Dana Wu", "dana@example.test")
    assert dana.check_password("a long enough secret")
    assert (grant.state, grant.proposed_by) == (GrantState.PROPOSED, amara)
    assert roles_of(dana, on=DAY) == set()
    assert Event.objects.get(kind="person.joined").actor == dana.actor


def test_an_answered_invitation_forgets_whom_it_was_for(amara):
    invitation, token = invited(amara)

    dana = accepted(invitation)

    invitation.refresh_from_db()
    assert (invitation.name, invitation.email, invitation.person) == ("", "", dana)
    assert invitation_with(token, at=NOON) is None


def test_an_invitation_is_good_for_just_under_fourteen_days(amara):
    invitation, token = invited(amara)

    with pytest.raises(IllegalTransition):
        accepted(invitation, at=NOON + FORTNIGHT)

    assert invitation_with(token, at=NOON + FORTNIGHT) is None
    assert accepted(invitation, at=NOON + FORTNIGHT - timedelta(seconds=1))


def test_an_invitation_is_answered_once(amara):
    invitation, _token = invited(amara)
    accepted(invitation)

    with pytest.raises(IllegalTransition):
        accepted(invitation)


def test_a_withdrawn_invitation_is_worth_nothing(amara):
    invitation, token = invited(amara)

    withdraw_invitation(invitation, by=amara, at=NOON)

    invitation.refresh_from_db()
    assert (invitation.state, invitation.email) == (InvitationState.WITHDRAWN, "")
    assert invitation_with(token, at=NOON) is None


def test_the_roles_lapse_when_whoever_sent_it_may_no_longer_propose_any(amara):
    invitation, _token = invited(amara)
    with arranging():
        amara.is_active = False
        amara.save()

    dana = accepted(invitation)

    assert not RoleGrant.objects.filter(holder=dana).exists()


def test_only_an_administrator_invites():
    with pytest.raises(PermissionDenied, match="administrator"):
        invited(official(Role.APPROVER))


def test_nobody_is_invited_twice(amara):
    UserFactory(email="dana@example.test")

    with pytest.raises(AlreadyKnown):
        invited(amara, email="Dana@example.test")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_choose_one_username_at_once_one_has_it(amara):
    letters = [invited(amara, email=f"dana-{n}@example.test")[0] for n in range(2)]

    def answer(n):
        try:
            return bool(accepted(letters[n]))
        except AlreadyKnown:
            return False

    assert sorted(at_once(2, answer)) == [False, True]


def test_a_letter_on_its_way_is_withdrawn_before_another_is_sent(amara):
    first, _ = invited(amara)

    with pytest.raises(AlreadyKnown, match="Withdraw that invitation first"):
        invited(amara, email="DANA@example.test")
    withdraw_invitation(first, by=amara, at=NOON)

    invited(amara)


def test_a_role_asked_for_twice_is_proposed_once(amara):
    roles = [Role.FINANCE, Role.FINANCE]
    invitation, _ = invite_person(
        name="Dana Wu", email="dana@example.test", roles=roles, by=amara, at=NOON
    )

    person = accepted(invitation)

    assert RoleGrant.objects.get(holder=person).role == Role.FINANCE

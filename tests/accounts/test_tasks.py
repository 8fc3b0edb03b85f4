from datetime import timedelta

import pytest

from almoner.accounts.models import Invitation
from almoner.accounts.operations import invite_person, lapse_invitation, withdraw_invitation
from almoner.accounts.operations.invitations import HOLDS_FOR
from almoner.accounts.roles import Role
from almoner.accounts.states import InvitationState
from almoner.core.actors import NIGHTLY
from almoner.core.daily import steps
from almoner.core.ledger import verify
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from tests.factories import NOON, official

pytestmark = pytest.mark.django_db
LAST = NOON + HOLDS_FOR


@pytest.fixture
def invitation():
    words = {"name": "Dana Wu", "email": "dana@example.test", "roles": []}
    return invite_person(**words, by=official(Role.ADMINISTRATOR), at=NOON)[0]


def test_an_invitation_that_nobody_answers_lapses_and_forgets_whom_it_was_for(invitation):
    assert steps["lapse-invitations"](LAST) == "1 lapsed"
    assert steps["lapse-invitations"](LAST) == "0 lapsed"

    invitation.refresh_from_db()
    assert (invitation.state, invitation.name, invitation.email) == ("lapsed", "", "")
    assert Event.objects.get(kind="invitation.lapsed").actor == "system:nightly"
    assert verify().count == 2


def test_an_invitation_lapses_no_sooner_than_it_says(invitation):
    just_before = LAST - timedelta(microseconds=1)

    assert steps["lapse-invitations"](just_before) == "0 lapsed"
    with pytest.raises(IllegalTransition):
        lapse_invitation(invitation, by=NIGHTLY, at=just_before)


def test_what_was_withdrawn_does_not_lapse(invitation):
    withdraw_invitation(invitation, by=invitation.invited_by, at=NOON)

    with pytest.raises(IllegalTransition):
        lapse_invitation(invitation, by=NIGHTLY, at=LAST)
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out

from almoner.accounts.models import AccessEntry
from almoner.core.models import Event
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("signal", "kind", "change"),
    [
        (authenticator_added, "totp", "authenticator-added"),
        (authenticator_removed, "totp", "authenticator-removed"),
        (authenticator_added, "webauthn", "passkey-added"),
        (authenticator_removed, "webauthn", "passkey-removed"),
        (authenticator_added, "recovery_codes", "recovery-codes-made"),
        (authenticator_reset, "recovery_codes", "recovery-codes-made"),
        (authenticator_removed, "recovery_codes", "recovery-codes-removed"),
    ],
)
def test_each_change_of_how_one_signs_in_leaves_its_line(signal, kind, change):
    dana, key = UserFactory(), Authenticator(type=kind)

    signal.send(sender=Authenticator, request=None, user=dana, authenticator=key)

    line = Event.objects.get(kind="person.security-changed")
    assert (line.actor, line.facts) == (dana.actor, {"change": change})


def test_signing_out_is_noted_and_a_stranger_doing_so_is_not():
    dana = UserFactory()

    for who in (dana, None):
        user_logged_out.send(sender=None, request=None, user=who)

    assert [entry.outcome for entry in AccessEntry.objects.all()] == ["signed-out"]

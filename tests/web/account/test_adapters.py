import os
import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.test import RequestFactory

from almoner.accounts.models import User
from almoner.core.models import Event
from almoner.web.account.adapters import OutsideSignIn
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def from_directory(email, *, verified):
    return SocialLogin(
        user=User(),
        account=SocialAccount(provider="directory", uid="7"),
        email_addresses=[EmailAddress(email=email, verified=verified)],
    )


@pytest.fixture
def request_(rf: RequestFactory):
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.messages.storage.fallback import FallbackStorage

    request = rf.get("/account/outside/directory/login/callback/")
    request.session, request.user = {}, AnonymousUser()
    request._messages = FallbackStorage(request)
    return request


def test_a_verified_address_links_the_person_who_is_known_here(request_):
    dana = UserFactory(email="dana@example.test")

    OutsideSignIn().pre_social_login(request_, from_directory("Dana@example.test", verified=True))

    assert SocialAccount.objects.get(uid="7").user == dana
    assert Event.objects.get().facts == {"change": "outside-account-linked"}
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "verified", "is_active"),
    [
        ("dana@example.test", False, True),
        ("stranger@example.test", True, True),
        ("dana@example.test", True, False),
    ],
)
def test_nobody_else_comes_in_through_the_directory(email, verified, is_active, request_):
    UserFactory(email="dana@example.test", is_active=is_active)

    with pytest.raises(ImmediateHttpResponse) as stopped:
        OutsideSignIn().pre_social_login(request_, from_directory(email, verified=verified))

    assert stopped.value.response.status_code == 403
    assert "You are not known here" in stopped.value.response.text
    assert not SocialAccount.objects.exists()


def test_a_directory_of_ones_own_may_be_trusted_with_addresses(request_, settings):
    settings.OIDC_TRUSTS_EMAIL = True
    dana = UserFactory(email="dana@example.test")

    OutsideSignIn().pre_social_login(request_, from_directory("dana@example.test", verified=False))

    assert SocialAccount.objects.get().user == dana


def test_the_directory_is_set_by_the_environment(tmp_path):
    kept = tmp_path / "secret"
    kept.write_text("whisper\n")
    issuer = "https://login.example.test/tenant/v2.0"
    asks = (
        "from almoner import settings;"
        "app = settings.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0];"
        "print(app['client_id'], app['secret'], app['settings']['server_url'], app['name']);"
        "print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][-1])"
    )
    said = {
        "ALMONER_HOME": str(tmp_path),
        "ALMONER_OIDC_ISSUER": issuer,
        "ALMONER_OIDC_CLIENT_ID": "almoner",
        "ALMONER_OIDC_CLIENT_SECRET_FILE": str(kept),
        "ALMONER_OIDC_NAME": "Entra",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }

    out = subprocess.run(
        [sys.executable, "-c", asks], env=said, capture_output=True, text=True, check=True
    )

    assert out.stdout.splitlines() == [
        f"almoner whisper {issuer} Entra",
        "https://login.example.test",
    ]


def test_without_a_directory_the_page_offers_none(client):
    assert "/account/outside/" not in client.get("/account/login/").text

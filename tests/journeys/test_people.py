"""People sign in with what they have, and give roles by two."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from almoner.accounts.operations import grant_role_as_operator, invite_person, propose_role
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.actors import OPERATOR
from almoner.core.models import Installation
from tests.factories import UserFactory, official
from tests.guard import arranging
from tests.journeys.browsing import click, look_at, sign_in

PASSWORD = "correct horse battery"
ANY_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def proposed(person, role, *, by):
    return propose_role(person, role, valid_from=localdate(), valid_to=None, by=by, at=now())


@pytest.fixture
def dana():
    person = official(Role.APPROVER, username="dana", name="Dana Wu")
    person.set_password(PASSWORD)
    with arranging():
        person.save()
    return person


def enter_password(page, live_server):
    page.goto(f"{live_server}{reverse('account_login')}")
    page.get_by_label("Username or e-mail address").fill("dana")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    click(page.get_by_role("button", name="Sign in", exact=True))


def test_a_passkey_is_added_and_then_signs_in_by_itself(page, live_server, dana):
    page.context.new_cdp_session(page).send("WebAuthn.enable")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": ANY_KEY})
    enter_password(page, live_server)

    page.goto(f"{live_server}{reverse('mfa_add_webauthn')}")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    click(page.get_by_role("button", name="Confirm"))
    page.get_by_label("Sign in with it alone, without a password").check()
    click(page.get_by_role("button", name="Add it"))
    page.wait_for_url("**/2fa/codes/")
    page.goto(f"{live_server}{reverse('account')}")
    click(page.get_by_role("button", name="Sign out"))
    page.goto(f"{live_server}{reverse('account_login')}")
    click(page.get_by_role("button", name="Sign in with a passkey"))
    page.wait_for_url("**/workspace/")

    assert Authenticator.objects.filter(user=dana, type="webauthn").exists()
    expect(page.get_by_role("banner").get_by_text("Dana Wu")).to_be_visible()


def test_the_pages_of_sign_in_can_be_read_by_everyone(page, live_server, dana):
    for name in ("account_login", "account_reset_password", "account_reset_password_done"):
        look_at(page, f"{live_server}{reverse(name)}", name=name)
    enter_password(page, live_server)
    for name in ("account", "account_change_password", "mfa_index", "usersessions_list"):
        look_at(page, f"{live_server}{reverse(name)}", name=name)

    page.goto(f"{live_server}{reverse('mfa_activate_totp')}")
    look_at(page, page.url, name="account_reauthenticate")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    click(page.get_by_role("button", name="Confirm"))
    look_at(page, page.url, name="mfa_activate_totp")


def test_a_role_is_given_by_two(page, client, live_server, dana):
    admin = official(Role.ADMINISTRATOR, name="Amara Cole")
    newcomer = UserFactory(name="Eve Park")
    proposed(newcomer, Role.FINANCE, by=admin)
    grant_role_as_operator(newcomer, Role.AUDITOR, by=OPERATOR, at=now())
    sign_in(page, client, dana, address=live_server.url)

    look_at(page, f"{live_server}/workspace/people/", name="people")
    click(page.get_by_role("link", name="Eve Park: Finance officer"))
    look_at(page, page.url, name="decide-role")
    page.get_by_label("Confirm: the role holds").check()
    click(page.get_by_role("button", name="Send your decision"))

    expect(page.get_by_text("The role is confirmed.")).to_be_visible()
    look_at(page, page.url, name="person")
    assert Role.FINANCE in roles_of(newcomer, on=localdate())
    click(page.get_by_role("link", name="Confirm Internal auditor"))
    look_at(page, page.url, name="confirm-role")


def test_an_administrator_invites_and_arranges(page, client, live_server, dana):
    admin = official(Role.ADMINISTRATOR, name="Amara Cole")
    sign_in(page, client, admin, address=live_server.url)
    invite_person(name="Eve", email="e@example.test", roles=[], by=admin, at=now())

    look_at(page, f"{live_server}/workspace/people/", name="people-administrator")
    look_at(page, f"{live_server}/workspace/people/invite/", name="invite")
    click(page.get_by_role("button", name="Send the invitation"))
    look_at(page, page.url, name="invite-again")
    for act in ("propose", "depute", "close"):
        look_at(page, f"{live_server}/workspace/people/{dana}/{act}/", name=f"person-{act}")
    said = "on_day=4&on_month=3&on_year=2026"
    look_at(page, f"{live_server}/workspace/people/{dana}/?{said}", name="person-as-at")


def test_somebody_invited_joins(page, live_server):
    admin = official(Role.ADMINISTRATOR)
    _, token = invite_person(
        name="Eve Park", email="eve@example.test", roles=[Role.FINANCE], by=admin, at=now()
    )

    look_at(page, f"{live_server}{reverse('join', args=[token])}", name="join")
    page.get_by_label("Username").fill("eve")
    page.get_by_label("Password", exact=True).fill("short")
    click(page.get_by_role("button", name="Make my account"))

    expect(page.get_by_role("alert").get_by_role("link").first).to_be_visible()


def test_in_the_demonstration_one_signs_in_as_anybody(page, live_server, dana):
    with arranging():
        Installation.objects.create(is_demonstration=True, made_at=now())

    look_at(page, f"{live_server}/demonstration/", name="demonstration")
    click(page.get_by_role("button", name="Sign in as Dana Wu"))

    expect(page.get_by_role("banner").get_by_text("Dana Wu")).to_be_visible()

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from almoner.accounts.models import AccessEntry
from almoner.accounts.operations import deactivate_person, reactivate_person
from almoner.accounts.roles import Role
from almoner.core.models import Event
from tests.factories import UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _quick_to_hash(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def dana():
    person = official(Role.FINANCE, username="dana", email="dana@example.test")
    person.set_password(PASSWORD)
    with arranging():
        person.save()
    return person


def sign_in(client, login="dana", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def sign_in_and_confirm(client):
    """Changing how one signs in takes the password again."""
    sign_in(client)
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def signed_in(client):
    return "_auth_user_id" in client.session


def outcomes():
    return list(AccessEntry.objects.order_by("pk").values_list("outcome", flat=True))


def code_now():
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counter))


@pytest.mark.parametrize("login", ["dana", "DANA", "dana@example.test", "Dana@Example.test"])
def test_a_person_signs_in_by_username_or_address(login, client, dana):
    response = sign_in(client, login=login)

    assert (response.status_code, response.url) == (302, "/workspace/")
    assert outcomes() == ["signed-in"]


def test_the_page_to_sign_in_offers_no_account_to_strangers(client):
    response = client.get(reverse("account_login"))

    assert response.status_code == 200
    assert "<label" in response.text
    assert "placeholder" not in response.text
    assert client.get("/account/signup/").status_code == 404


def test_signing_in_puts_nothing_before_the_page(client, dana):
    sign_in(client)

    assert "Done" not in client.get(reverse("account")).text


def test_a_wrong_password_is_refused_in_words_and_noted(client, dana):
    response = sign_in(client, password="wrong")

    assert response.status_code == 200
    assert "Error: Sign in" in response.text
    assert "The username or the password is wrong." in response.text
    assert not signed_in(client)
    entry = AccessEntry.objects.get()
    assert (entry.about, entry.outcome) == (f"accounts.user:{dana}", "sign-in-failed")


def test_what_a_stranger_types_is_not_kept(client):
    sign_in(client, login="my secret password")

    entry = AccessEntry.objects.get()
    assert (entry.who, entry.about) == ("system:stranger", "accounts.user:unknown")


def test_after_five_wrong_passwords_even_the_right_one_waits(client, dana):
    for _ in range(5):
        sign_in(Client(), password="wrong")

    response = sign_in(client)

    assert not signed_in(client)
    assert "Too many failed" in response.text


def test_a_flood_from_one_address_gets_a_page_that_says_so(client):
    for _ in range(30):
        sign_in(client, login="nobody")

    response = sign_in(client, login="nobody")

    assert response.status_code == 429
    assert "Wait five minutes" in response.text


def test_a_closed_account_does_not_open(client, dana):
    dana.is_active = False
    with arranging():
        dana.save()

    sign_in(client)

    assert not signed_in(client)


def test_an_authenticator_app_asks_for_its_code(client, dana):
    with arranging():
        TOTP.activate(dana, SECRET)

    asked = sign_in(client)
    page = client.get(asked.url)
    answered = client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert asked.url == reverse("mfa_authenticate")
    assert "Six digits from your authenticator app" in page.text
    assert (answered.status_code, answered.url) == (302, "/workspace/")
    assert signed_in(client)


def test_a_wrong_code_opens_nothing(client, dana):
    with arranging():
        TOTP.activate(dana, SECRET)
    sign_in(client)

    response = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert "Error:" in response.text
    assert not signed_in(client)


def test_a_recovery_code_opens_once(client, dana):
    with arranging():
        TOTP.activate(dana, SECRET)
        code = RecoveryCodes.activate(dana).get_unused_codes()[0]

    def enter(visitor):
        sign_in(visitor)
        visitor.post(reverse("mfa_authenticate"), {"code": code})
        return signed_in(visitor)

    assert [enter(client), enter(Client())] == [True, False]


def test_adding_an_app_brings_recovery_codes(client, dana):
    sign_in_and_confirm(client)
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()

    response = client.post(reverse("mfa_activate_totp"), {"code": code_now()})

    kinds = set(Authenticator.objects.filter(user=dana).values_list("type", flat=True))
    assert response.url == reverse("mfa_view_recovery_codes")
    assert kinds == {"totp", "recovery_codes"}


def test_changing_how_one_signs_in_takes_the_password_again(client, dana):
    sign_in(client)

    response = client.get(reverse("mfa_activate_totp"))

    assert response.url.startswith(reverse("account_reauthenticate"))


def test_changing_the_password_leaves_a_line_without_it(client, dana):
    sign_in(client)
    new = "a quite different phrase"

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    dana.refresh_from_db()
    assert dana.check_password(new)
    line = Event.objects.get(kind="person.security-changed")
    assert (line.actor, line.facts) == (dana.actor, {"change": "password-changed"})


def test_sign_out_everywhere_else_ends_the_other_sessions(client, dana):
    other = Client()
    sign_in(client)
    sign_in(other)

    client.post(reverse("usersessions_list"))

    assert client.get(reverse("account")).status_code == 200
    assert other.get(reverse("account")).status_code == 302
    assert UserSession.objects.filter(user=dana).count() == 1


def test_a_session_of_an_account_that_was_closed_stays_ended_when_it_opens_again(client, dana):
    administrator = official(Role.ADMINISTRATOR)
    sign_in(client)

    deactivate_person(dana, by=administrator, at=now())
    reactivate_person(dana, by=administrator, at=now())

    assert client.get(reverse("account")).status_code == 302


def test_a_forgotten_password_is_set_by_a_link_that_works_once(client, dana):
    asked = client.post(reverse("account_reset_password"), {"email": dana.email})
    link = link_in_the_post()
    to_form = client.get(link)
    new = {"password1": "a quite different phrase", "password2": "a quite different phrase"}
    client.post(to_form.url, new)

    dana.refresh_from_db()
    assert asked.url == reverse("account_reset_password_done")
    assert dana.check_password(new["password1"])
    assert "no longer works" in Client().get(link).text


def link_in_the_post():
    (word,) = (w for w in mail.outbox[0].body.split() if "/password/reset/key/" in w)
    return word.removeprefix(settings.ADDRESS)


def test_asking_for_an_address_that_nobody_has_says_the_same(client):
    response = client.post(reverse("account_reset_password"), {"email": "no@example.test"})

    assert response.url == reverse("account_reset_password_done")


SIGNED_IN_PAGES = [
    "account",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
]
OPEN_PAGES = [
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "socialaccount_login_cancelled",
]


@pytest.mark.parametrize("route", SIGNED_IN_PAGES)
def test_each_page_of_ones_own_account_is_drawn_in_our_frame(route, client, dana):
    sign_in_and_confirm(client)

    response = client.get(reverse(route))

    assert response.status_code == 200
    assert response.text.count("<h1") == 1
    assert 'id="main"' in response.text


@pytest.mark.parametrize("route", OPEN_PAGES)
def test_each_open_page_is_drawn_in_our_frame(route, client):
    response = client.get(reverse(route))

    assert response.status_code == 200
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize("route", ["mfa_view_recovery_codes", "mfa_deactivate_totp"])
def test_pages_about_a_second_proof_are_drawn_once_there_is_one(route, client, dana):
    sign_in_and_confirm(client)
    with arranging():
        TOTP.activate(dana, SECRET)
        RecoveryCodes.activate(dana)

    response = client.get(reverse(route))

    assert response.status_code == 200
    assert response.text.count("<h1") == 1


def test_no_script_or_style_stands_in_the_page(client):
    text = client.get(reverse("account_login")).text

    scripts = [part.split(">")[0] for part in text.split("<script")[1:]]
    assert all("src=" in part or "application/json" in part for part in scripts)
    assert " style=" not in text
    assert " onclick=" not in text


def test_ones_own_account_shows_roles_and_sessions(client, dana):
    sign_in(client)

    text = client.get(reverse("account")).text

    assert "Finance officer" in text
    assert "1 session" in text


def test_somebody_without_any_role_still_sees_their_account(client):
    client.force_login(UserFactory())

    assert "You hold none" in client.get(reverse("account")).text


def test_a_session_lasts_twelve_hours_at_most(client, dana):
    sign_in(client)

    assert timedelta(seconds=client.session.get_expiry_age()) <= timedelta(hours=12)


def test_attempts_count_alike_however_the_account_and_the_host_are_spelt(client, dana):
    for nth, login in enumerate(["dana", "DANA", "dana@example.test", "Dana@Example.test", "dana"]):
        client.post(
            reverse("account_login"),
            {"login": login, "password": "wrong"},
            headers={"host": f"localhost:{9000 + nth}"},
        )

    response = sign_in(client)

    assert "Too many" in response.text


def test_the_link_in_the_post_leads_to_us_whichever_host_was_asked(client, dana, settings):
    settings.ADDRESS = "https://almoner.example.test"
    client.post(
        reverse("account_reset_password"),
        {"email": "dana@example.test"},
        headers={"host": "localhost:6666"},
    )

    (sent,) = mail.outbox
    assert "https://almoner.example.test/account/password/reset/key/" in sent.body
    assert "6666" not in sent.body


def test_a_closed_account_sets_no_password(client, dana):
    client.post(reverse("account_reset_password"), {"email": "dana@example.test"})
    link = link_in_the_post()
    with arranging():
        type(dana).objects.filter(pk=dana.pk).update(is_active=False)

    set_there = client.get(link, follow=True).redirect_chain
    if set_there:
        client.post(set_there[-1][0], {"password1": "quite another", "password2": "quite another"})

    dana.refresh_from_db()
    assert dana.check_password(PASSWORD)


def test_a_directory_whose_name_is_no_text_is_none(client):
    assert client.get("/account/outside/%00/login/").status_code == 404

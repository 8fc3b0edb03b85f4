import pytest
import time_machine
from django.urls import reverse

from almoner.accounts.models import User
from almoner.accounts.operations import invite_person
from almoner.accounts.roles import Role
from tests.factories import NOON, UserFactory, official

pytestmark = pytest.mark.django_db
ANSWER = {"username": "dana.wu", "password": "four unrelated words"}


@pytest.fixture
def address():
    inviter = official(Role.ADMINISTRATOR)
    _, token = invite_person(
        name="Dana Wu", email="dana@example.test", roles=[Role.FINANCE], by=inviter, at=NOON
    )
    with time_machine.travel(NOON):
        yield reverse("join", args=[token])


def test_accepting_makes_the_account_and_leads_to_sign_in(client, address):
    shown = client.get(address)
    response = client.post(address, ANSWER)

    assert "Accept your invitation" in shown.text
    assert response.url == reverse("account_login")
    assert User.objects.get(username="dana.wu").name == "Dana Wu"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"username": "taken"}, "Somebody has this username"),
        ({"username": "dana wu"}, "letters, figures"),
        ({"username": ""}, "required"),
        ({"password": "short"}, "too short"),
        ({"password": "password1234"}, "too common"),
    ],
)
def test_a_poor_choice_is_explained_and_makes_nothing(wrong, words, client, address):
    UserFactory(username="taken")

    response = client.post(address, {**ANSWER, **wrong})

    assert response.status_code == 200
    assert "Error:" in response.text
    assert words in response.text
    assert not User.objects.filter(email="dana@example.test").exists()


def test_a_link_that_nobody_was_given_leads_nowhere(client):
    response = client.get(reverse("join", args=["guess"]))

    assert response.status_code == 404
    assert "no longer works" in response.text


def test_guessing_is_slowed(client):
    address = reverse("join", args=["guess"])
    for _ in range(20):
        client.post(address, ANSWER)

    assert client.post(address, ANSWER).status_code == 429


def test_somebody_added_meanwhile_with_that_address_is_told_so(client, address):
    UserFactory(email="dana@example.test")

    response = client.post(address, ANSWER)

    assert response.status_code == 200
    assert "Somebody is known as dana@example.test already" in response.text

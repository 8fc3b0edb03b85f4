import pytest
from django.urls import reverse

from almoner.accounts.roles import Role
from almoner.core.models import Installation
from tests.factories import LONG_AGO, UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
PAGE = "/demonstration/"


def installation(*, is_demonstration):
    with arranging():
        Installation.objects.create(is_demonstration=is_demonstration, made_at=LONG_AGO)


@pytest.mark.parametrize("made", [None, False])
def test_outside_a_demonstration_the_page_does_not_exist(made, client):
    person = official(Role.FINANCE)
    if made is not None:
        installation(is_demonstration=made)

    shown, sent = client.get(PAGE), client.post(PAGE, {"person": person.reference})

    assert (shown.status_code, sent.status_code) == (404, 404)
    assert "_auth_user_id" not in client.session


def test_in_a_demonstration_one_signs_in_as_anybody_without_a_password(client):
    installation(is_demonstration=True)
    person = official(Role.FINANCE, name="Dana Wu")

    shown = client.get(PAGE)
    client.post(PAGE, {"person": person.reference})

    assert "Sign in as Dana Wu" in shown.text
    assert "Dana Wu" in client.get(reverse("account")).text


def test_nobody_signs_in_as_somebody_whose_account_is_closed(client):
    installation(is_demonstration=True)
    person = UserFactory(is_active=False)

    assert client.post(PAGE, {"person": person.reference}).status_code == 404


def test_nobody_is_called_by_a_character_that_is_no_text(client):
    installation(is_demonstration=True)

    assert client.post(PAGE, {"person": "\0"}).status_code == 404

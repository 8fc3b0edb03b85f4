from http import HTTPStatus

import pytest

from almoner.accounts.roles import Role
from almoner.core.models import Event
from almoner.followers.models import Follow
from tests.factories import AskedFollowFactory, FollowFactory, official
from tests.web.public.published import body_of

pytestmark = pytest.mark.django_db
PAGE = "/workspace/followers/"
ADDRESS = "sam.reader@example.test"
DONE = "That address follows nothing here any more, and is forgotten."


@pytest.fixture
def publisher(client):
    person = official(Role.PUBLISHER)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return person


def test_a_publisher_sees_how_many_follow_and_not_who(client, publisher):
    FollowFactory()
    AskedFollowFactory()

    page = body_of(client.get(PAGE))

    assert "Told each day" in page
    assert ADDRESS not in page


def test_an_address_is_removed_once_it_has_been_looked_at(client, publisher):
    FollowFactory()

    asked = body_of(client.post(PAGE, {"email": ADDRESS}))
    assert "This cannot be undone" in asked
    assert ADDRESS in asked
    assert Follow.objects.exclude(email="").count() == 1

    done = client.post(PAGE, {"email": ADDRESS, "confirmed": "yes"}, follow=True)
    assert DONE in body_of(done)
    assert not Follow.objects.exclude(email="").exists()
    assert ADDRESS not in str([event.facts for event in Event.objects.all()])


def test_the_same_is_said_of_an_address_that_follows_nothing(client, publisher):
    done = client.post(PAGE, {"email": "alex@example.test", "confirmed": "yes"}, follow=True)

    assert DONE in body_of(done)


def test_what_is_no_address_is_named(client, publisher):
    assert "Enter an e-mail address like name@example.org." in body_of(
        client.post(PAGE, {"email": "sam"})
    )


def test_an_auditor_is_refused(client):
    auditor = official(Role.AUDITOR)
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(PAGE).status_code == HTTPStatus.FORBIDDEN

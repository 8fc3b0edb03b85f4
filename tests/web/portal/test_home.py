import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_home_tells_providers_that_nothing_is_open_and_where_else_to_look(client):
    response = client.get(reverse("portal:home"))

    assert response.status_code == 200
    assert "Nothing is open to apply for at the moment" in response.text
    assert "https://www.find-tender.service.gov.uk/" in response.text


def test_home_offers_a_way_to_sign_in(client):
    response = client.get(reverse("portal:home"))

    assert f'<a href="{reverse("account_login")}">Sign in</a>' in response.text

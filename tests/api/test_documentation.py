import html

import pytest

from almoner.api.examples import examples
from almoner.api.parameters import RowsPageAsked
from tests.api.asking import queries_of
from tests.web.public.published import read

pytestmark = pytest.mark.django_db


def test_the_page_shows_every_example_as_curl_with_its_answer(client):
    page = html.unescape(read(client, "/api/"))

    for example in examples():
        assert f"'https://wexmoor.test{example.path}'" in page
        assert example.answer.strip() in page


def test_the_page_tells_what_each_parameter_takes_and_how_often_to_ask(client, settings):
    settings.API_LIMIT = 1200

    page = read(client, "/api/")

    assert all(f"<code>{name}</code>" in page for name in RowsPageAsked.model_fields)
    assert "1,200 times a minute" in page
    settings.API_LIMIT = 0
    assert "No limit is set here" in read(client, "/api/")


@pytest.mark.parametrize("code", ["parameters", "limits", "nothing-there", "methods"])
def test_what_a_problem_is_called_is_a_place_on_the_page(client, code):
    assert f'id="{code}"' in read(client, "/api/")


def test_the_public_pages_lead_there(client):
    assert 'href="/api/"' in read(client, "/editions/")


def test_the_page_says_what_a_cursor_does_not_bring(client):
    assert "which may be before your cursor" in read(client, "/api/")


def test_the_page_asks_nothing_of_the_registers(client):
    assert queries_of(client, "/api/") <= 1
